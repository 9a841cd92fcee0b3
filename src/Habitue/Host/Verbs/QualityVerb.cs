using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Lake.Cleaning;

namespace Habitue.Host.Verbs;

/// <summary>What was wrong with the rows that were read, step by step, and the way into and out of the quarantine.</summary>
internal sealed class QualityVerb : Verb
{
    private readonly Option<bool> json, all;
    private readonly HomeOptions home;

    public QualityVerb() : base("quality", "What was wrong, what was done about it, and how many rows it touched.",
        "habitue quality",
        "habitue quality rejected --rule exact-duplicate --limit 5",
        "habitue quality export broken.jsonl && habitue quality replay broken.jsonl")
    {
        all = TakesFlag("--all", "Also the steps that found nothing.");
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
        Add(new QualityRejectedVerb());
        Add(new QualityExportVerb());
        Add(new QualityReplayVerb());
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, Name);
        var steps = work.Warehouse.Rows<QualityStep>("SELECT step, rule, issue, method, action, found, touched, note FROM quality_log ORDER BY step");
        var (read, set) = work.Warehouse.Rows<(long, long)>("SELECT CAST(COALESCE(SUM(rows), 0) AS BIGINT), CAST(COALESCE(SUM(rejected), 0) AS BIGINT) FROM sources")[0];
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Object(written =>
            {
                written.WriteNumber("rows", read);
                written.WriteNumber("rejected", set);
                written.WriteStartArray("steps");
                foreach (var step in steps) RunAnswer.Step(written, step);
                written.WriteEndArray();
            });
            return CommandLine.Done;
        }
        var grid = new Grid(GridColumn.Number("Step"), GridColumn.Sentence("What was wrong"), GridColumn.Sentence("What was done"), GridColumn.Number("Found"), GridColumn.Number("Touched"));
        foreach (var step in steps.Where(step => call.Of(all) || step.Found > 0)) grid.Add($"{step.Step}", step.Issue, step.Method, $"{step.Found:N0}", $"{step.Touched:N0}");
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        call.Terminal.Say("");
        call.Terminal.Say($"{read:N0} rows read, {set:N0} set aside{(set > 0 ? ": habitue quality rejected" : "")}.");
        return CommandLine.Done;
    }
}
