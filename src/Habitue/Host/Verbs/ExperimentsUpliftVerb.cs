using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Habitue.Experiments.Assignment;
using Habitue.Experiments.Definitions;
using Habitue.Experiments.Uplift;
using Habitue.Host.Answers;
using Habitue.Lake.Features;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.Learning.Evaluation;

namespace Habitue.Host.Verbs;

/// <summary>Whom to treat: learned from the two arms of a test, judged on customers kept apart, published for everybody.</summary>
internal sealed class ExperimentsUpliftVerb : Verb
{
    private readonly Argument<string> key = new("EXPERIMENT") { Description = "Its key in the file." };
    private readonly Option<string?> variant;
    private readonly Option<double?> cost, worth;
    private readonly Option<ulong> seed;
    private readonly AsOfOption asOf = new("Judge as of this moment (else now).");
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public ExperimentsUpliftVerb() : base("uplift", "Whom to treat: for which customers the treated variant does something, and for whom it does harm.",
        "habitue experiments uplift free-shipping",
        "habitue experiments uplift free-shipping --cost 0.5 --worth 12")
    {
        Add(key);
        variant = Takes<string?>("--variant", "The treated variant, when there are several.", "NAME");
        cost = Takes<double?>("--cost", "What treating a customer costs: only those are worth it of whom more is said.", "X");
        worth = Takes<double?>("--worth", "With --cost, for goals of yes or no: what one more customer who does it is worth.", "X");
        seed = Takes<ulong>("--seed", "Where random choices start from.", "N", 7);
        Add(asOf.Option);
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "experiments", readOnly: false);
        var experiment = ExperimentsVerb.Find(ExperimentsVerb.Definitions(work.Home.Folder), call.Of(key)!);
        var treated = UpliftWork.VariantOf(experiment, call.Of(variant));
        var price = CostOf(call, experiment);
        work.MustHave(CustomerFeatures.Table, "habitue run PATH");
        Functions.Install(work.Warehouse, call.Cancel);
        using var kept = new AssignmentStore(new HomeDatabase(work.Home.Folder));
        var report = new UpliftWork(work.Warehouse, asOf.Of(call) ?? call.Clock.GetUtcNow().UtcDateTime)
            .Do(experiment, treated, kept.Joined(), price, new Seed(call.Of(seed)), new FitRun(call.Cancel, Threads: home.Threads(call) ?? 0));
        if (call.Of(json)) WriteJson(call, report);
        else Write(call.Terminal, report);
        return CommandLine.Done;
    }

    /// <summary>The cost of a contact in the unit of the goal; 0 when none is given.</summary>
    private double CostOf(Call call, Experiment experiment)
    {
        if (call.Of(cost) is not { } given) return call.Of(worth) is null ? 0 : throw new UserMistakeException("--worth: it says what --cost is held against; name that too.");
        if (!(given >= 0 && double.IsFinite(given))) throw new UserMistakeException($"--cost {given}: it must be 0 or more.");
        if (!experiment.Goal.IsShare) return call.Of(worth) is null ? given : throw new UserMistakeException($"--worth: {experiment.Goal.Name} is an amount already; leave it out.");
        return call.Of(worth) switch
        {
            null => throw new UserMistakeException($"--cost: {experiment.Goal.Name} is no amount; say with --worth what one more customer who does it is worth."),
            > 0 and < double.PositiveInfinity and var each => given / each,
            var wrong => throw new UserMistakeException($"--worth {wrong}: it must be above 0."),
        };
    }

    private static void Write(Terminal terminal, UpliftReport report)
    {
        var (experiment, found) = (report.Experiment, report.Found);
        terminal.Say($"{experiment.Name}: {report.Variant} against {experiment.Variants[0].Name}, by {experiment.Goal.Name}");
        if (report.Rows is { } rows) Wrapped(terminal, "Customers  ", $"{Count(rows.Treated.Length)} of {Count(rows.Judged)} who can be judged were known before; features as of the last of {(rows.Moments == 1 ? "1 moment" : $"{rows.Moments} moments")} before each exposure");
        if (found is not null)
        {
            Wrapped(terminal, "Model      ", $"{found.Model}: the best of {UpliftCandidate.All(default).Count} on rows to choose by; learned from {Count(found.Learned)}, judged on {Count(found.Judged)} kept apart");
            Wrapped(terminal, "Qini       ", $"{UpliftWords.Limits(found.Qini)} per 1,000 customers");
            terminal.Say("");
            var grid = new Grid(GridColumn.Number("Fifth"), GridColumn.Number("Customers"), GridColumn.Number("Said"), GridColumn.Number("Observed per 1,000"), "");
            foreach (var fifth in found.Fifths)
                grid.Add($"{fifth.Fifth}", Count(fifth.Customers), UpliftWords.Amount(fifth.Said), UpliftWords.Limits(fifth.Observed), fifth.IsSleepingDog ? "sleeping dogs" : fifth.Observed.Low > 0 ? "surely helped" : "");
            grid.Write(terminal.Out, terminal.Width);
            terminal.Say("");
        }

        Wrapped(terminal, "", report.Sentence);
        if (report.Scored is not { } scored) return;
        Wrapped(terminal, "", $"Of {Count(scored.Customers)} known customers {Count(scored.Treat)} are worth treating; {Count(scored.SleepingDogs)} are sleeping dogs, whom treating surely harms.{(scored.LeftOut is { } refused ? $" {refused}." : "")}");
        terminal.Say($"Published  {UpliftTable.Name} as of {scored.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
    }

    private static void Wrapped(Terminal terminal, string title, string text)
    {
        foreach (var (place, line) in Grid.Wrapped(text, terminal.Width - title.Length).Index()) terminal.Say((place == 0 ? title : new string(' ', title.Length)) + line);
    }

    private static string Count(long customers) => customers.ToString("N0", CultureInfo.InvariantCulture);

    private static void WriteJson(Call call, UpliftReport report)
    {
        using var answer = new JsonAnswer(call.Terminal.Out);
        answer.Object(written =>
        {
            written.WriteString("experiment", report.Experiment.Key);
            written.WriteString("variant", report.Variant);
            written.WriteString("goal", report.Experiment.Goal.Name);
            written.WriteString("state", UpliftWords.States[report.State]);
            written.WriteString("sentence", report.Sentence);
            if (report.Rows is { } rows)
            {
                written.WriteNumber("judged_customers", rows.Judged);
                written.WriteNumber("known_customers", rows.Treated.Length);
            }

            if (report.Found is { } found) WriteSheet(written, found);
            if (report.Scored is not { } scored) return;
            written.WriteNumber("customers", scored.Customers);
            written.WriteNumber("treat", scored.Treat);
            written.WriteNumber("sleeping_dogs", scored.SleepingDogs);
            written.WriteString("left_out", scored.LeftOut);
            written.WriteString("as_of", scored.AsOf.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        });
    }

    private static void WriteSheet(Utf8JsonWriter written, UpliftSheet found)
    {
        written.WriteString("model", found.Model);
        written.WriteNumber("learned_customers", found.Learned);
        Limits(written, "qini", found.Qini);
        Limits(written, "over_nobody", found.OverNobody);
        Limits(written, "over_everybody", found.OverEverybody);
        written.WriteStartArray("fifths");
        foreach (var fifth in found.Fifths)
        {
            written.WriteStartObject();
            written.WriteNumber("fifth", fifth.Fifth);
            written.WriteNumber("customers", fifth.Customers);
            written.WriteNumber("said", fifth.Said);
            Limits(written, "observed", fifth.Observed);
            written.WriteBoolean("sleeping_dogs", fifth.IsSleepingDog);
            written.WriteEndObject();
        }

        written.WriteEndArray();
    }

    private static void Limits(Utf8JsonWriter written, string name, Interval value)
    {
        foreach (var (part, number) in (ReadOnlySpan<(string, double)>)[(name, value.Estimate), ($"{name}_low", value.Low), ($"{name}_high", value.High)])
        {
            if (double.IsFinite(number)) written.WriteNumber(part, number);
            else written.WriteNull(part);
        }
    }
}
