namespace Habitue.Tests.Contracts.Outcomes;

internal static class EvaluationOutcomes
{
    public static readonly Dictionary<string, EstimatorOutcome> All = new()
    {
        ["calibrated classifier"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "CalibratedClassifier needs rows of at least two classes; there are no rows", OneRow: "CalibratedClassifier needs rows of at least two classes; all 1 are", Constant: "fine"),
        ["blended classifiers"] = new(MissingValue: "'c1' has a missing value in row 3", NoRows: "BlendedClassifier needs rows of at least two classes; there are no rows", OneRow: "BlendedClassifier needs rows of at least two classes; all 1 are", Constant: "fine"),
    };
}
