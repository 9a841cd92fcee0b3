namespace Habitue.Tests.Contracts.Outcomes;

internal static class PatternsOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["frequent itemsets"] = new(MissingValue: "baskets have no columns", NoRows: "FrequentItemsets needs at least 1 basket; there are 0", OneRow: "fine", Constant: "fine"),
        ["association rules"] = new(MissingValue: "baskets have no columns", NoRows: "FrequentItemsets needs at least 1 basket; there are 0", OneRow: "fine", Constant: "fine"),
    };
}
