namespace Habitue.ModelShelf;

/// <summary>Who answered for a name from when to when, and why.</summary>
internal sealed record Promotion(int Version, DateTime Since, DateTime? Until, string Reason);

/// <summary>A figure of a version, for its course over versions.</summary>
internal sealed record VersionMetric(int Version, string Metric, double Value, double Low, double High, double? Baseline, bool HigherIsBetter);
