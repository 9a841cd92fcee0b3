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
        ["robust scaling"] = new(MissingValue: "holes", NoRows: "RobustScaler needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["imputation"] = new(MissingValue: "fine", NoRows: "Imputer needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["imputation of texts"] = new(MissingValue: "fine", NoRows: "fine", OneRow: "fine", Constant: "fine"),
        ["winsorizing"] = new(MissingValue: "holes", NoRows: "Winsorizer needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["quantile binning"] = new(MissingValue: "holes", NoRows: "QuantileBinner needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["Yeo-Johnson power transform"] = new(MissingValue: "holes", NoRows: "YeoJohnson needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
        ["frequency encoding"] = new(MissingValue: "fine", NoRows: "fine", OneRow: "fine", Constant: "fine"),
        ["target encoding"] = new(MissingValue: "fine", NoRows: "TargetEncoder needs at least 2 rows; there are 0", OneRow: "TargetEncoder needs at least 2 rows; there is 1", Constant: "fine"),
        ["encoding of a frame"] = new(MissingValue: "fine", NoRows: "FrameEncoder needs at least 1 row; there are 0", OneRow: "fine", Constant: "fine"),
    };
}
