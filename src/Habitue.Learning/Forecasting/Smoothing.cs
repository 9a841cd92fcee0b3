namespace Habitue.Learning.Forecasting;

/// <summary>How fast the parts of a series are learned anew.</summary>
/// <param name="Level">α, of 0 to 1: how much of an error moves the level.</param>
/// <param name="Slope">β, of 0 to α: how much of it moves the slope; 0 without a trend.</param>
/// <param name="Season">γ, of 0 to 1 - α: how much of it moves the season's part; 0 without a season.</param>
/// <param name="Damping">φ: what is left of the slope after each step; 0 without a trend.</param>
public readonly record struct Smoothing(double Level, double Slope, double Season, double Damping);
