namespace Habitue.Tests.Contracts.Outcomes;

internal static class ExperimentsOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["uplift by two models"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "UpliftTwoModels needs untreated rows with the outcome and without it; there are 0 with", OneRow: "UpliftTwoModels needs untreated rows", Constant: "fine"),
        ["uplift by class transformation"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "UpliftClassTransformation needs untreated rows with the outcome and without it; there are 0 with", OneRow: "UpliftClassTransformation needs untreated rows", Constant: "fine"),
        ["uplift by a tree"] = new(MissingValue: "fine", NoRows: "UpliftTree needs untreated rows with the outcome and without it; there are 0 with", OneRow: "UpliftTree needs untreated rows", Constant: "fine"),
    };
}
