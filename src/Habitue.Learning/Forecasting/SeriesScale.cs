namespace Habitue.Learning.Forecasting;

/// <summary>On which scale <see cref="ExponentialSmoothing"/> works; answers are always in the unit of the series.</summary>
public enum SeriesScale
{
    /// <summary>As the values are: the season adds the same whatever the level, and errors are alike everywhere. Values may be negative.</summary>
    AsIs,

    /// <summary>
    /// On the square root: for sums of many small amounts, such as a day's revenue, whose spread grows with the root of their size. The season then grows with the level, zeros are allowed, and
    /// no bound is below 0. Values are 0 or more.
    /// </summary>
    Root,
}
