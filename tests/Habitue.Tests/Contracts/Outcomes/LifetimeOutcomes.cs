namespace Habitue.Tests.Contracts.Outcomes;

internal static class LifetimeOutcomes
{
    // Histories have no columns, and none of their values can be missing: PurchaseHistories refuses it.
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["BG/NBD"] = new(MissingValue: "none", NoRows: "BgNbd needs at least 1 customer; there are 0", OneRow: "fine", Constant: "fine"),
        ["Pareto/NBD"] = new(MissingValue: "none", NoRows: "ParetoNbd needs at least 1 customer; there are 0", OneRow: "fine", Constant: "fine"),
        ["BG/BB"] = new(MissingValue: "none", NoRows: "BgBb needs at least 1 customer; there are 0", OneRow: "fine", Constant: "fine"),
        ["gamma-gamma spend"] = new(MissingValue: "none", NoRows: "GammaGamma needs at least 1 customer; there are 0", OneRow: "fine", Constant: "fine"),
        ["Kaplan-Meier survival curve"] = new(MissingValue: "none", NoRows: "KaplanMeier needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["Cox regression"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "CoxRegression needs at least 2 rows; there are 0", OneRow: "CoxRegression needs at least 2 rows; there is 1", Constant: "fine"),
    };
}
