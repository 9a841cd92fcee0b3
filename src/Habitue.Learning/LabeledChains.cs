using Habitue.Learning.Data;

namespace Habitue.Learning;

/// <summary>Recipes one after the other, ending in a classifier.</summary>
public static class ClassifierChains
{
    /// <summary>
    /// A recipe that fits the first step, transforms the rows, and fits a classifier on them with their targets:
    /// <c>new Imputer().Then(new StandardScaler()).Then(classifier)</c>.
    /// </summary>
    public static ClassifierChain<TLast> Then<TLast>(this IEstimator<Matrix, ITransformer> first, IEstimator<Labeled, TLast> next)
        where TLast : class, IClassifier => new(first, next);

    /// <summary>
    /// A recipe that fits an encoder, encodes the rows, and fits a classifier on them with their targets. An encoder that
    /// itself learns from targets encodes each row by the other folds, so that nothing leaks.
    /// </summary>
    public static EncodedClassifierChain<TLast> Then<TLast>(this IEstimator<Frame, IEncoder> first, IEstimator<Labeled, TLast> next)
        where TLast : class, IClassifier => new(first, next);

    /// <inheritdoc cref="Then{TLast}(IEstimator{Frame, IEncoder}, IEstimator{Labeled, TLast})"/>
    public static EncodedClassifierChain<TLast> Then<TLast>(this IEstimator<LabeledFrame, IEncoder> first, IEstimator<Labeled, TLast> next)
        where TLast : class, IClassifier => new(first, next);
}

/// <summary>Recipes one after the other, ending in a regressor.</summary>
public static class RegressorChains
{
    /// <summary>
    /// A recipe that fits the first step, transforms the rows, and fits a regressor on them with their targets.
    /// </summary>
    public static RegressorChain<TLast> Then<TLast>(this IEstimator<Matrix, ITransformer> first, IEstimator<Labeled, TLast> next)
        where TLast : class, IRegressor => new(first, next);

    /// <summary>
    /// A recipe that fits an encoder, encodes the rows, and fits a regressor on them with their targets. An encoder that
    /// itself learns from targets encodes each row by the other folds, so that nothing leaks.
    /// </summary>
    public static EncodedRegressorChain<TLast> Then<TLast>(this IEstimator<Frame, IEncoder> first, IEstimator<Labeled, TLast> next)
        where TLast : class, IRegressor => new(first, next);

    /// <inheritdoc cref="Then{TLast}(IEstimator{Frame, IEncoder}, IEstimator{Labeled, TLast})"/>
    public static EncodedRegressorChain<TLast> Then<TLast>(this IEstimator<LabeledFrame, IEncoder> first, IEstimator<Labeled, TLast> next)
        where TLast : class, IRegressor => new(first, next);
}

/// <summary>A transformer's recipe, then a classifier's.</summary>
/// <param name="First">The step that sees the data.</param>
/// <param name="Next">The step that sees what the first makes of it.</param>
public sealed record ClassifierChain<TLast>(IEstimator<Matrix, ITransformer> First, IEstimator<Labeled, TLast> Next)
    : IEstimator<Labeled, ChainedClassifier<TLast>>
    where TLast : class, IClassifier
{
    /// <inheritdoc/>
    public ChainedClassifier<TLast> Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var first = First.Fit(data.Rows, run.Part(0, 0.1));
        return new ChainedClassifier<TLast>(first, Next.Fit(data.With(first.Transform(data.Rows)), run.Part(0.1, 1)));
    }
}

/// <summary>A transformer's recipe, then a regressor's.</summary>
/// <param name="First">The step that sees the data.</param>
/// <param name="Next">The step that sees what the first makes of it.</param>
public sealed record RegressorChain<TLast>(IEstimator<Matrix, ITransformer> First, IEstimator<Labeled, TLast> Next)
    : IEstimator<Labeled, ChainedRegressor<TLast>>
    where TLast : class, IRegressor
{
    /// <inheritdoc/>
    public ChainedRegressor<TLast> Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var first = First.Fit(data.Rows, run.Part(0, 0.1));
        return new ChainedRegressor<TLast>(first, Next.Fit(data.With(first.Transform(data.Rows)), run.Part(0.1, 1)));
    }
}
