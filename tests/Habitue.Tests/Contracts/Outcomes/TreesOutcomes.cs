namespace Habitue.Tests.Contracts.Outcomes;

internal static class TreesOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["gradient boosting, classifier"] = new(MissingValue: "fine", NoRows: "GradientBoostingClassifier needs at least 1 row; there are 0", OneRow: "GradientBoostingClassifier needs rows of at least two classes", Constant: "fine"),
        ["gradient boosting, regressor"] = new(MissingValue: "fine", NoRows: "GradientBoostingRegressor needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
    };
}
