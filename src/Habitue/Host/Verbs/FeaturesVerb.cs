using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Lake.Features;

namespace Habitue.Host.Verbs;

/// <summary>What is known about every customer: the catalogue of features, and how many customers have each.</summary>
internal sealed class FeaturesVerb : Verb
{
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public FeaturesVerb() : base("features", "What is known about every customer: each feature, its meaning, unit and source.",
        "habitue features",
        "habitue features --json")
    {
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
        using var work = Workspace.Look(call, home, Name);
        work.MustHave("customer_features", "habitue run PATH");
        var asOf = work.Warehouse.Rows<DateTime>($"SELECT as_of FROM {CustomerFeatures.Table} LIMIT 1") is [var moment] ? moment : (DateTime?)null;
        Write(call, FeatureCatalogue.Read(work.Warehouse), asOf);
        return CommandLine.Done;
    }

    private void Write(Call call, IReadOnlyList<FeatureState> features, DateTime? asOf)
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
        foreach (var (feature, filled, _) in features) grid.Add(feature.Name, $"{filled:N0}", $"{feature.Meaning} ({feature.Unit})");
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        call.Terminal.Say("");
        foreach (var missing in features.Where(state => state.Needs is not null).GroupBy(state => state.Needs))
            call.Terminal.Say($"{missing.Count()} without a value: they need {missing.Key}.");
        call.Terminal.Say(asOf is { } at ? $"{features.Count} features as of {at:yyyy-MM-dd HH:mm} UTC, in the table customer_features." : $"{features.Count} features; load something to fill them (habitue run PATH).");
    }
}
