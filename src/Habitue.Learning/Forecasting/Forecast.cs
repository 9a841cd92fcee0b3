namespace Habitue.Learning.Forecasting;

/// <summary>What is expected of one step beyond the end of a series, in its unit.</summary>
/// <param name="Expected">The mean.</param>
/// <param name="Low">The lower bound of the interval.</param>
/// <param name="High">Its upper bound. The value will lie between the two with the level's probability, if the model is right and goes on to be.</param>
public readonly record struct Forecast(double Expected, double Low, double High);
