namespace Habitue.Tests.Contracts.Outcomes;

internal static class BaselinesOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["class shares"] = new(MissingValue: "fine", NoRows: "ClassShares needs rows of at least two classes; there are no rows", OneRow: "ClassShares needs rows of at least two classes", Constant: "fine"),
        ["mean target"] = new(MissingValue: "fine", NoRows: "MeanTarget needs at least 1 row that counts; there are 0", OneRow: "fine", Constant: "fine"),
    };
}
