using Habitue.Learning.Data;

namespace Habitue.Prediction;

/// <summary>
/// A question with two answers, and known cases to learn it from: what to learn from, what to choose by, and what to judge by, each
/// later than (or at least apart from) the one before. The second class is what is asked for: "yes".
/// </summary>
/// <param name="Train">What candidates learn from.</param>
/// <param name="Validation">What the best candidate, its calibration and its threshold are chosen by.</param>
/// <param name="Test">What the chosen one is judged by, once.</param>
/// <param name="RuleName">The naive rule that a model must beat, in words: "the more recent the last order, the likelier".</param>
/// <param name="RuleOnTest">The rule's score of each test row; higher is likelier. Only its order counts.</param>
/// <param name="RuleOnValidation">The rule's score of each validation row.</param>
internal sealed record PredictionTask(LabeledFrame Train, LabeledFrame Validation, LabeledFrame Test, string RuleName, float[] RuleOnValidation, float[] RuleOnTest)
{
    /// <summary>By how much a year ago the log-odds of yes rose from the validation rows' days to the test rows' days; 0 when nobody knows.</summary>
    public double SeasonToTest { get; init; }

    /// <summary>The same from the days of both (on average) to now.</summary>
    public double SeasonToNow { get; init; }

    /// <summary>Groups of the test rows whose figures are told apart, such as <c>country=France</c>, each with its rows.</summary>
    public IReadOnlyList<(string Group, int[] Rows)> Groups { get; init; } = [];
}
