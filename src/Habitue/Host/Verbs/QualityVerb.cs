using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Lake.Cleaning;
using Habitue.Stages;

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
        work.MustHave("quality_facts", "habitue run PATH");
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
        var facts = ShopFigures.FactsOf(work.Warehouse);
        call.Terminal.Say($"{Words.Count(facts.Customers, "customer")}, {Words.Count(facts.Orders, "order")}, {Words.Count(facts.Products, "product")}, {facts.Countries:N0} countries as read;");
        call.Terminal.Say($"{facts.SaleLines:N0} sale lines of {Words.Count(facts.SaleCustomers, "customer")} in {Words.Count(facts.SaleOrders, "order")} without duplicates.");
        call.Terminal.Say($"{read:N0} rows read, {set:N0} set aside{(set > 0 ? ": habitue quality rejected" : "")}.");
        return CommandLine.Done;
    }
}
