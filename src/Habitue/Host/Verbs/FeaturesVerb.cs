using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Lake.Features;

namespace Habitue.Host.Verbs;

/// <summary>
/// What is known about every customer: the catalogue of features, and how many customers have each; as of the last run, or
/// computed as of another moment into a table of its own.
/// </summary>
internal sealed class FeaturesVerb : Verb
{
    private readonly Option<bool> json;
    private readonly AsOfOption asOf = new("Compute them as of this moment, UTC, into a table of its own (customer_features_past).");
    private readonly HomeOptions home;

    public FeaturesVerb() : base("features", "What is known about every customer: each feature, its meaning, unit and source.",
        "habitue features",
        "habitue features --as-of 2011-06-01",
        "habitue features --json")
    {
        Add(asOf.Option);
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        if (!Workspace.IsThere(call, home))
        {
            // The definitions are the program's own; only who has a value needs a home.
            Write(call, [.. FeatureCatalogue.All.Select(feature => new FeatureState(feature, 0, null))], null);
            return CommandLine.Done;
        }
        if (asOf.Of(call) is { } past)
        {
            using var writable = Workspace.Look(call, home, Name, readOnly: false);
            writable.MustHave("orders", "habitue run PATH");
            CustomerFeatures.Compute(writable.Warehouse, past, CustomerFeatures.PastTable, cancel: call.Cancel);
            Write(call, FeatureCatalogue.Read(writable.Warehouse, CustomerFeatures.PastTable), past, CustomerFeatures.PastTable);
            return CommandLine.Done;
        }

        using var work = Workspace.Look(call, home, Name);
        work.MustHave(CustomerFeatures.Table, "habitue run PATH");
        var last = work.Warehouse.Rows<DateTime>($"SELECT as_of FROM {CustomerFeatures.Table} LIMIT 1") is [var moment] ? moment : (DateTime?)null;
        Write(call, FeatureCatalogue.Read(work.Warehouse), last);
        return CommandLine.Done;
    }

    private void Write(Call call, IReadOnlyList<FeatureState> features, DateTime? moment, string table = CustomerFeatures.Table)
    {
        if (call.Of(json))
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Array(features, static (written, state) =>
            {
                written.WriteString("name", state.Feature.Name);
                written.WriteString("meaning", state.Feature.Meaning);
                written.WriteString("unit", state.Feature.Unit);
                written.WriteString("source", state.Feature.Source);
                written.WriteNumber("filled", state.Filled);
                written.WriteString("needs", state.Needs);
            });
            return;
        }
        var grid = new Grid("Feature", GridColumn.Number("Customers"), GridColumn.Sentence("Meaning"));
        foreach (var (feature, filled, _) in features) grid.Add(feature.Name, $"{filled:N0}", $"{feature.Meaning} ({feature.Unit}; from {(feature.Source == "any" ? "all sources" : feature.Source)})");
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        call.Terminal.Say("");
        foreach (var missing in features.Where(state => state.Needs is not null).GroupBy(state => state.Needs))
            call.Terminal.Say($"{missing.Count()} without a value: they need {missing.Key}.");
        call.Terminal.Say(moment is { } at ? $"{features.Count} features as of {at:yyyy-MM-dd HH:mm} UTC, in the table {table}." : $"{features.Count} features; load something to fill them (habitue run PATH).");
    }
}
