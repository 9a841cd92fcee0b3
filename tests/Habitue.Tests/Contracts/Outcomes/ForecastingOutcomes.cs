namespace Habitue.Tests.Contracts.Outcomes;

internal static class ForecastingOutcomes
{
    // A series has no columns, and TimeSeries refuses a missing value.
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["exponential smoothing"] = new(MissingValue: "none", NoRows: "needs at least 21 values; there are 0", OneRow: "needs at least 21 values; there is 1", Constant: "fine"),
    };
}
