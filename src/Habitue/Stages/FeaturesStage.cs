using System.Globalization;
using Habitue.Lake.Features;

namespace Habitue.Stages;

/// <summary>Computes every customer's features as of the moment that the run looks back from.</summary>
internal static class FeaturesStage
{
    private const string Name = "features";

    public static StageDone Do(FlowState state, StageRun run)
    {
        var inputs = Inputs(state);
        if (state.Memory.Knows(Name, inputs)) return StageDone.Nothing;
        run.Moves(new StageProgress("customer features", 0, 0));
        var computed = CustomerFeatures.Compute(state.Warehouse, state.AsOf, versions: state.Versions, cancel: run.Cancel);
        state.Memory.Remember(Name, inputs);
        return computed.Unchanged ? StageDone.Nothing
            : new StageDone($"{FeatureCatalogue.All.Count} features of {Words.Count(computed.Customers, "customer")} as of {state.AsOf.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}");
    }

    /// <summary>What the features, and all that is made of them, depend on.</summary>
    public static string Inputs(FlowState state) => string.Create(CultureInfo.InvariantCulture, $"{state.LoadedSoFar()} as of {state.AsOf:O}");
}
