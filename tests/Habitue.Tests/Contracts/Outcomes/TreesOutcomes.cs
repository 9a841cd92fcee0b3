namespace Habitue.Tests.Contracts.Outcomes;

internal static class TreesOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["decision tree, classifier"] = new(MissingValue: "fine", NoRows: "DecisionTreeClassifier needs at least 1 row; there are 0", OneRow: "DecisionTreeClassifier needs rows of at least two classes", Constant: "fine"),
        ["decision tree, regressor"] = new(MissingValue: "fine", NoRows: "DecisionTreeRegressor needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["random forest, classifier"] = new(MissingValue: "fine", NoRows: "RandomForestClassifier needs at least 1 row; there are 0", OneRow: "RandomForestClassifier needs rows of at least two classes", Constant: "fine"),
        ["random forest, regressor"] = new(MissingValue: "fine", NoRows: "RandomForestRegressor needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["gradient boosting, classifier"] = new(MissingValue: "fine", NoRows: "GradientBoostingClassifier needs at least 1 row; there are 0", OneRow: "GradientBoostingClassifier needs rows of at least two classes", Constant: "fine"),
        ["gradient boosting, regressor"] = new(MissingValue: "fine", NoRows: "GradientBoostingRegressor needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
    };
}
