using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Host.Progress;
using Habitue.Learning;
using Habitue.Stages;
using Habitue.Study;

namespace Habitue.Host.Verbs;

/// <summary>Does the published study again: its six tables, side by side with what comes out here.</summary>
internal sealed class StudyVerb : Verb
{
    private readonly Argument<string[]> paths = new("PATH") { Description = "The files of Online Retail.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> report;
    private readonly Option<ulong> seed;
    private readonly Option<bool> small;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public StudyVerb() : base("study", "Do the published study on Online Retail again, its six tables side by side with ours.",
        "habitue study online-retail/",
        "habitue study online-retail/ --report study.html",
        "habitue study --small --report five-customers.svg")
    {
        Add(paths);
        report = Takes<string?>("--report", "Where to write the page (else into the home).", "FILE");
        small = TakesFlag("--small", "Only the small example: five customers in two clusters, and their picture (SVG).");
        seed = Takes<ulong>("--seed", "Where random choices start from.", "N", 7);
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this, room: "study");
    }

    public override int Execute(Call call)
    {
        if (call.Of(small)) return Small(call);
        if (call.Of(paths) is not { Length: > 0 }) throw new UserMistakeException("Name the files of Online Retail: `habitue study PATH`; or `habitue study --small` for the small example, which needs none.");
        using var work = Workspace.Open(call, home, Name);
        var state = new FlowState(new FlowRequest { Addresses = call.Of(paths)!, Slices = [], NoReport = true, Threads = home.Threads(call) ?? 0, Seed = call.Of(seed) }, work, call.Clock);
        IReadOnlyList<StudyTable> tables = [];
        Stage study = new("Study", (_, run) =>
        {
            run.Moves(new StageProgress("joining, learning, judging", 0, 0));
            tables = new StudyWork(work.Warehouse, new Seed(call.Of(seed)), new FitRun(run.Cancel, Threads: home.Threads(call) ?? 0), [.. state.Times]).Tables();
            return new StageDone($"{tables.Count} tables");
        });
        Stage[] stages = [.. Flow.Stages.TakeWhile(stage => stage.Name != "Features"), Flow.Stages.Single(stage => stage.Name == "Features"), study with { TellsOfAll = true }];
        FlowDisplays.Show(call.Terminal, stages, display => Flow.Run(stages, state, display, call.Cancel));
        var path = Path.GetFullPath(call.Of(report) ?? Path.Combine(work.Home.Reports, "study.html"));
        File.WriteAllText(path, StudyPage.Of(tables, Build.Version));
        if (call.Of(json)) WriteJson(call, tables, path);
        else Write(call, tables, path);
        return CommandLine.Done;
    }

    /// <summary>The small example needs no data and no home.</summary>
    private int Small(Call call)
    {
        var path = Path.GetFullPath(call.Of(report) ?? "five-customers.svg");
        File.WriteAllText(path, SmallExample.Svg());
        if (call.Of(json)) WriteJson(call, [SmallExample.Table()], path);
        else Write(call, [SmallExample.Table()], path);
        return CommandLine.Done;
    }

    private static void Write(Call call, IReadOnlyList<StudyTable> tables, string path)
    {
        foreach (var table in tables)
        {
            call.Terminal.Say($"{table.Title}\n");
            var grid = new Grid([.. table.Columns.Select((column, i) => i == 0 || i == table.Columns.Length - 1 ? GridColumn.Sentence(column) : new GridColumn(column))]);
            foreach (var row in table.Rows) grid.Add(row);
            grid.Write(call.Terminal.Out, call.Terminal.Width);
            call.Terminal.Say("");
            foreach (var line in Grid.Wrapped(table.Words, call.Terminal.Width)) call.Terminal.Say(line);
            call.Terminal.Say("");
        }
        call.Terminal.Say($"Page       {path}");
    }

    private static void WriteJson(Call call, IReadOnlyList<StudyTable> tables, string path)
    {
        using var answer = new JsonAnswer(call.Terminal.Out);
        answer.Object(written =>
        {
            written.WriteString("page", path);
            written.WriteStartArray("tables");
            foreach (var table in tables)
            {
                written.WriteStartObject();
                written.WriteString("title", table.Title);
                written.WriteString("words", table.Words);
                written.WriteStartArray("rows");
                foreach (var row in table.Rows)
                {
                    written.WriteStartArray();
                    foreach (var cell in row) written.WriteStringValue(cell);
                    written.WriteEndArray();
                }
                written.WriteEndArray();
                written.WriteEndObject();
            }
            written.WriteEndArray();
        });
    }
}
