namespace Habitue.Tests.Contracts.Outcomes;

internal static class LifetimeOutcomes
{
    // Histories have no columns, and none of their values can be missing: PurchaseHistories refuses it.
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["BG/NBD"] = new(MissingValue: "none", NoRows: "BgNbd needs at least 1 customer; there are 0", OneRow: "fine", Constant: "fine"),
    };
}
