using Habitue.Learning.Data;

namespace Habitue.Prediction;

/// <summary>
/// A question with two answers, and known cases to learn it from: what to learn from, what to choose by, and what to judge by, each
/// later than (or at least apart from) the one before. The second class is what is asked for: "yes".
/// </summary>
/// <param name="Train">What candidates learn from.</param>
/// <param name="Validation">What the best candidate, its calibration and its threshold are chosen by.</param>
/// <param name="Test">What the chosen one is judged by, once; with the columns of <see cref="Known"/> where that is given.</param>
/// <param name="RuleName">The naive rule that a model must beat, in words: "the more recent the last order, the likelier".</param>
/// <param name="RuleOnTest">The rule's score of each test row; higher is likelier. Only its order counts.</param>
/// <param name="RuleOnValidation">The rule's score of each validation row.</param>
internal sealed record PredictionTask(LabeledFrame Train, LabeledFrame Validation, LabeledFrame Test, string RuleName, float[] RuleOnValidation, float[] RuleOnTest)
{
    /// <summary>What the judged model learns from once it is chosen, when that is more than train and validation rows: also those whose outcomes reach into the validation's, and those whose outcomes were cut short by the test's moment. It may have more columns.</summary>
    public LabeledFrame? Known { get; init; }

    /// <summary>For each row of <see cref="Known"/>, when these have columns that <see cref="Train"/> has not: then recipes are chosen by other customers instead of by earlier moments.</summary>
    public CustomerFolds? KnownFolds { get; init; }

    /// <summary>What the model that answers learns from, with the columns of <see cref="Known"/>; null for train, validation and test rows.</summary>
    public LabeledFrame? All { get; init; }

    /// <summary>The same days a year before, from which the season is read; null when it is not looked at.</summary>
    public YearBefore? Year { get; init; }

    /// <summary>The latest that is known of how many say yes; null when the level of the curve is kept.</summary>
    public LatestLevel? Latest { get; init; }

    /// <summary>Groups of the test rows whose figures are told apart, such as <c>country=France</c>, each with its rows.</summary>
    public IReadOnlyList<(string Group, int[] Rows)> Groups { get; init; } = [];
}
