using System.CommandLine;
using System.Globalization;
using Habitue.Experiments.Analysis;
using Habitue.Host.Answers;

namespace Habitue.Host.Verbs;

/// <summary>All that is known of one test: its arms, its verdict, and each metric with its limits.</summary>
internal sealed class ExperimentsShowVerb : Verb
{
    private readonly Argument<string> key = new("EXPERIMENT") { Description = "Its key in the file." };
    private readonly HomeOptions home;

    public ExperimentsShowVerb() : base("show", "The results of one test: arms, verdict, every metric with its limits.", "habitue experiments show free-shipping")
    {
        Add(key);
        home = new HomeOptions(this);
    }

    private sealed record Head(string Name, string State, string Sentence, string Arms, long MixedCustomers, double? RatioPValue, DateTime AsOf);

    private sealed record Line(string Metric, string Role, string Variant, double? Value, double? ControlValue, double? Lift, double? LiftLow, double? LiftHigh, double PValue, double PAdjusted, double FixedPValue, double? ProbabilityBest, double? ExpectedLoss);

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "experiments", readOnly: false);
        var experiment = ExperimentsVerb.Find(ExperimentsVerb.Definitions(work.Home.Folder), call.Of(key)!);
        work.MustHave(ExperimentTables.Verdicts, "habitue experiments judge");
        var head = work.Warehouse.Rows<Head>($"SELECT name, state, sentence, arms, mixed_customers, ratio_p_value, as_of FROM {ExperimentTables.Verdicts} WHERE experiment = $1", experiment.Key);
        if (head is not [var found]) throw new UserMistakeException($"'{experiment.Key}' has not been judged yet: `habitue experiments judge` does it.");
        var terminal = call.Terminal;
        terminal.Say($"{found.Name}  ({found.State}, as of {found.AsOf:yyyy-MM-dd HH:mm})");
        if (experiment.Hypothesis.Length > 0) Wrapped(terminal, experiment.Hypothesis);
        Wrapped(terminal, found.Sentence);
        Wrapped(terminal, $"Customers: {found.Arms}{(found.MixedCustomers > 0 ? $"; {found.MixedCustomers:N0} saw two variants and are left out" : "")}{(found.RatioPValue is { } p ? $"; divided as meant: p = {Verdicts.P(p)}" : "")}");
        terminal.Say("");
        var lines = work.Warehouse.Rows<Line>($"SELECT metric, role, variant, value, control_value, lift, lift_low, lift_high, p_value, p_adjusted, fixed_p_value, probability_best, expected_loss FROM {ExperimentTables.Results} WHERE experiment = $1 ORDER BY CASE role WHEN 'goal' THEN 0 WHEN 'other' THEN 1 ELSE 2 END, metric, variant", experiment.Key);
        var grid = new Grid("Metric", "Variant", GridColumn.Number("Control"), GridColumn.Number("Value"), GridColumn.Number("Lift"), GridColumn.Number("p"), GridColumn.Number("Best"), "Role", GridColumn.Number("p all"), GridColumn.Number("p once"), GridColumn.Number("Loss"));
        foreach (var line in lines)
        {
            grid.Add(line.Metric, line.Variant, Number(line.ControlValue), Number(line.Value), Lift(line), Verdicts.P(line.PValue), line.ProbabilityBest is { } best ? $"{best:P0}" : "", line.Role,
                Verdicts.P(line.PAdjusted), Verdicts.P(line.FixedPValue), line.ExpectedLoss is { } loss ? loss.ToString("G2", CultureInfo.InvariantCulture) : "");
        }

        grid.Write(terminal.Out, terminal.Width);
        terminal.Say("");
        Wrapped(terminal, "Lift with limits that hold however often one looks; p likewise. `p all` counts that several were asked, `p once` holds for one look at a fixed end. Best: how surely it is the best today.");
        return CommandLine.Done;
    }

    private static void Wrapped(Terminal terminal, string text)
    {
        foreach (var line in Grid.Wrapped(text, terminal.Width)) terminal.Say(line);
    }

    private static string Number(double? value) => value is { } number ? number.ToString(Math.Abs(number) < 1 ? "0.0000" : "N2", CultureInfo.InvariantCulture) : "?";

    private static string Lift(Line line) => line.Lift is { } lift
        ? $"{Percent(lift)} ({Percent(line.LiftLow)} to {Percent(line.LiftHigh)})" : "?";

    private static string Percent(double? share) => share is { } number ? (100 * number).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %" : "?";
}
