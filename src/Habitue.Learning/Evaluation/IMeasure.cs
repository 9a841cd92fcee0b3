using Habitue.Learning.Data;

namespace Habitue.Learning.Evaluation;

/// <summary>What a search chooses by: one figure of a model's answers to rows that it had not seen.</summary>
/// <typeparam name="TModel">What it can judge: a classifier, a regressor.</typeparam>
public interface IMeasure<in TModel>
{
    /// <summary>Its name within a sentence: "log loss".</summary>
    string Name { get; }

    /// <summary>Whether more is better.</summary>
    bool HigherIsBetter { get; }

    /// <summary>The figure; NaN when the rows do not allow one. Weights count.</summary>
    /// <param name="model">Who answers.</param>
    /// <param name="judged">The rows, with what is true of them.</param>
    double Of(TModel model, Labeled judged);
}
