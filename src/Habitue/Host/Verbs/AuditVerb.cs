using System.CommandLine;
using System.Globalization;
using Habitue.Audit;
using Habitue.Host.Answers;
using Habitue.ModelShelf;

namespace Habitue.Host.Verbs;

/// <summary>Are groups of people treated alike? For each model, on the rows by which it was judged.</summary>
internal sealed class AuditVerb : Verb
{
    private readonly Argument<string?> model = new("MODEL") { Description = "The model to look at (`habitue models` lists them); all without it.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> by, favourable;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public AuditVerb() : base("audit", "Do the models treat groups of people alike? Per group: who is chosen, and how rightly.",
        "habitue audit --by gender,country=France",
        "habitue audit churn-telco --by gender,SeniorCitizen --favourable No")
    {
        Add(model);
        by = Takes<string?>("--by", "What tells groups apart, with commas between: a column (sex), or what holds of it ('age<=25', race=White).", "LIST");
        favourable = Takes<string?>("--favourable", "The outcome that is good for people (else the one that the model asks for).", "VALUE");
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        var specs = GroupSpec.All(call.Of(by) ?? "");
        if (specs.Count == 0) throw new UserMistakeException("Say what tells groups apart, such as `habitue audit --by gender`.");
        using var work = Workspace.Look(call, home, Name, readOnly: false);
        var found = new ModelAudit(work.Warehouse, new Shelf(work.Home.Models, work.Warehouse, call.Clock)).Of(call.Of(model), specs, call.Of(favourable));
        if (call.Of(json)) WriteJson(call, found);
        else foreach (var one in found) Write(call, one);
        return CommandLine.Done;
    }

    private static void Write(Call call, AuditedGroups found)
    {
        call.Terminal.Say($"{found.Model}, version {found.Version}, by {found.By}; favourable is '{found.Favourable}'\n");
        if (found.Lack is { } lack)
        {
            Sentence(call, $"Not looked at: {lack}");
            call.Terminal.Say("");
            return;
        }
        var reference = found.Groups.First(group => group.IsReference).Group;
        var shares = new Grid("Group", GridColumn.Number("Rows"), GridColumn.Number("In the data"), GridColumn.Number("Chosen"), GridColumn.Number("Disparate impact"));
        var differences = new Grid("Group", GridColumn.Number("Equal opportunity"), GridColumn.Number("Average odds"), GridColumn.Number("Calibration"));
        foreach (var group in found.Groups)
        {
            shares.Add(group.Group, $"{group.Rows:N0}", Text(group.InData.Value), Between(group.Selected), group.IsReference ? "1" : Between(group.Impact));
            differences.Add(group.Group, group.IsReference ? "0" : Within(group.Opportunity), group.IsReference ? "0" : Within(group.Odds), Within(group.Calibration));
        }
        shares.Write(call.Terminal.Out, call.Terminal.Width);
        call.Terminal.Say("");
        differences.Write(call.Terminal.Out, call.Terminal.Width);
        call.Terminal.Say("");
        foreach (var group in found.Groups)
        {
            var inData = group.IsReference ? "" : string.Create(CultureInfo.InvariantCulture, $" In the data itself: impact {group.InDataImpact:0.000}, difference to {reference} {group.InDataDifference:+0.000;-0.000}.");
            Sentence(call, $"{group.Group}: {group.Verdict}.{inData}");
        }
        call.Terminal.Say("");
    }

    private static void Sentence(Call call, string text)
    {
        foreach (var line in Grid.Wrapped(text, call.Terminal.Width)) call.Terminal.Say(line);
    }

    private static string Text(double value) => double.IsNaN(value) ? "–" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Between(Figure one) => double.IsNaN(one.Value) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{one.Value:0.000} ({one.Low:0.000} to {one.High:0.000})");

    private static string Within(Figure one) => double.IsNaN(one.Value) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{one.Value:+0.000;-0.000} ±{one.Off:0.000}");

    private static void WriteJson(Call call, IReadOnlyList<AuditedGroups> found)
    {
        using var answer = new JsonAnswer(call.Terminal.Out);
        answer.Array(found.SelectMany(one => one.Groups.Select(group => (One: one, Group: group))).ToArray(), static (written, pair) =>
        {
            void Number(string name, double value)
            {
                if (double.IsFinite(value)) written.WriteNumber(name, value);
                else written.WriteNull(name);
            }
            void Figure(string name, Figure figure)
            {
                Number(name, figure.Value);
                Number($"{name}_low", figure.Low);
                Number($"{name}_high", figure.High);
            }
            written.WriteString("model", pair.One.Model);
            written.WriteString("by", pair.One.By);
            written.WriteString("favourable", pair.One.Favourable);
            written.WriteString("group", pair.Group.Group);
            written.WriteBoolean("is_reference", pair.Group.IsReference);
            written.WriteNumber("rows", pair.Group.Rows);
            Figure("outcome_rate", pair.Group.InData);
            Number("outcome_impact", pair.Group.InDataImpact);
            Number("outcome_difference", pair.Group.InDataDifference);
            Figure("selection_rate", pair.Group.Selected);
            Figure("disparate_impact", pair.Group.Impact);
            Figure("equal_opportunity", pair.Group.Opportunity);
            Figure("average_odds", pair.Group.Odds);
            Figure("calibration", pair.Group.Calibration);
            written.WriteString("verdict", pair.Group.Verdict);
        });
    }
}
