namespace Habitue.Learning.Forecasting;

/// <summary>What <see cref="ExponentialSmoothing"/> expects the level of a series to do beyond its end.</summary>
public enum SeriesTrend
{
    /// <summary>None or damped, whichever has the lower corrected information criterion of Akaike.</summary>
    Chosen,

    /// <summary>To stay where it is.</summary>
    None,

    /// <summary>To go on as it went lately, by less each step.</summary>
    Damped,
}
