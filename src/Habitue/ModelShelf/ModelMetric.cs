namespace Habitue.ModelShelf;

/// <summary>A figure by which a model was judged on data that it had never seen, beside what needs no model.</summary>
/// <param name="Part">Whom it was judged on: <c>all</c>, or a group such as <c>country=France</c>.</param>
/// <param name="Low">The lower end of the 95 % interval; as Value when there is none.</param>
/// <param name="High">The upper end.</param>
/// <param name="Baseline">The same figure of the naive baseline; null when it has none.</param>
internal sealed record ModelMetric(string Part, string Metric, double Value, double Low, double High, double? Baseline, bool HigherIsBetter);

/// <summary>A point of a curve that shows a model's quality: <c>roc</c>, <c>lift</c>, <c>calibration</c>, <c>confusion</c> and so on.</summary>
internal sealed record CurvePoint(string Curve, double X, double Y, double Weight);
