using System.CommandLine;
using Habitue.Experiments.Analysis;
using Habitue.Experiments.Assignment;
using Habitue.Experiments.Definitions;
using Habitue.Experiments.Serving;
using Habitue.Host.Answers;
using Habitue.Lake.Storage;

namespace Habitue.Host.Verbs;

/// <summary>The tests of a home: what runs, and what is known of it. Its sub-verbs look closer, judge, plan, and check the file.</summary>
internal sealed class ExperimentsVerb : Verb
{
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public ExperimentsVerb() : base("experiments", "Tests of what to show to customers: list, results, planning, checking the file.",
        "habitue experiments",
        "habitue experiments judge",
        "habitue experiments show free-shipping",
        "habitue experiments power --share 0.03 --lift 0.1",
        "habitue experiments check experiments.yaml")
    {
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
        Add(new ExperimentsShowVerb());
        Add(new ExperimentsJudgeVerb());
        Add(new ExperimentsUpliftVerb());
        Add(new ExperimentsExposuresVerb());
        Add(new ExperimentsPowerVerb());
        Add(new ExperimentsCheckVerb());
        Add(new ExperimentsLiftVerb());
    }

    private sealed record Line(string Experiment, string Verdict, string Sentence, long Customers);

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, Name, readOnly: false);
        var set = Definitions(work.Home.Folder);
        var stops = new ExperimentStops(new HomeDatabase(work.Home.Folder));
        var judged = ExperimentTables.Has(work.Warehouse, ExperimentTables.Verdicts)
            ? work.Warehouse.Rows<Line>($"SELECT experiment, verdict, sentence, customers FROM {ExperimentTables.Verdicts}").ToDictionary(line => line.Experiment)
            : [];
        var now = call.Clock.GetUtcNow().UtcDateTime;
        var lines = set.Experiments.Values.Select(one => (one.Key, State: ExperimentWatch.State(one, stops, now), Judged: judged.GetValueOrDefault(one.Key))).ToList();
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Array(lines, static (written, line) =>
            {
                written.WriteString("experiment", line.Key);
                written.WriteString("state", line.State);
                written.WriteNumber("customers", line.Judged?.Customers ?? 0);
                written.WriteString("verdict", line.Judged?.Verdict);
                written.WriteString("sentence", line.Judged?.Sentence);
            });
            return CommandLine.Done;
        }

        var grid = new Grid("Experiment", "State", GridColumn.Number("Customers"), GridColumn.Sentence("Verdict"));
        foreach (var (key, state, found) in lines)
            grid.Add(key, state, $"{found?.Customers ?? 0:N0}", found?.Sentence ?? "Not judged yet: habitue experiments judge.");
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        return CommandLine.Done;
    }

    /// <summary>The experiments of a home; there must be some.</summary>
    internal static ExperimentSet Definitions(string folder)
    {
        try
        {
            var set = ExperimentFile.OfHome(folder);
            return set.Experiments.Count > 0 ? set : throw new UserMistakeException($"{Path.Combine(folder, ExperimentFile.Name)}: there is no experiment; docs/experiments.md shows how one is written.");
        }
        catch (ExperimentFileException mistake)
        {
            throw new UserMistakeException(mistake.Message);
        }
    }

    internal static Experiment Find(ExperimentSet set, string key) => set.Experiments.TryGetValue(key, out var found) ? found
        : throw new UserMistakeException($"There is no experiment '{key}'; there are {string.Join(", ", set.Experiments.Keys)}.");
}
