namespace Habitue.Tests.Contracts.Outcomes;

internal static class PreprocessingOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["min-max scaling"] = new(MissingValue: "holes", NoRows: "MinMaxScaler needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["standard scaling"] = new(MissingValue: "holes", NoRows: "StandardScaler needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["logarithm"] = new(MissingValue: "holes", NoRows: "fine", OneRow: "fine", Constant: "fine"),
        ["one-hot encoding"] = new(MissingValue: "fine", NoRows: "fine", OneRow: "fine", Constant: "fine"),
        ["label (ordinal) encoding"] = new(MissingValue: "holes", NoRows: "fine", OneRow: "fine", Constant: "fine"),
    };
}
