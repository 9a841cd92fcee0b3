namespace Habitue.Recommendations;

/// <summary>Keeps memory and time from growing with the customers; which bounds there are changes nothing in anybody's list.</summary>
/// <param name="MostScores">So many scores of products at most are worked out; when that does not suffice for all, those who ordered last are served.</param>
/// <param name="Read">What about so many customers bought is in memory at once.</param>
/// <param name="AtOnce">The lists of so many are in memory at once.</param>
internal sealed record ServingBounds(double MostScores = 2.5e10, int Read = 100_000, int AtOnce = 20_000);
