using Habitue.Learning.Data;

namespace Habitue.Learning;

/// <summary>Recipes one after the other, ending in a clusterer.</summary>
public static class ClustererChains
{
    /// <summary>
    /// A recipe that fits the first step, transforms the rows, and fits the next on them; what comes out does
    /// both at once: <c>new MinMaxScaler().Then(new KMeans { Clusters = 3 })</c>.
    /// </summary>
    public static ClustererChain<TLast> Then<TLast>(this IEstimator<Matrix, ITransformer> first, IEstimator<Matrix, TLast> next)
        where TLast : class, IClusterer => new(first, next);
}

/// <summary>Recipes one after the other, ending in a transformer.</summary>
public static class TransformerChains
{
    /// <inheritdoc cref="ClustererChains.Then"/>
    public static TransformerChain<TLast> Then<TLast>(this IEstimator<Matrix, ITransformer> first, IEstimator<Matrix, TLast> next)
        where TLast : class, ITransformer => new(first, next);
}

/// <summary>A transformer's recipe, then a clusterer's.</summary>
/// <param name="First">The step that sees the data.</param>
/// <param name="Next">The step that sees what the first makes of it.</param>
public sealed record ClustererChain<TLast>(IEstimator<Matrix, ITransformer> First, IEstimator<Matrix, TLast> Next)
    : IEstimator<Matrix, ChainedClusterer<TLast>>
    where TLast : class, IClusterer
{
    /// <inheritdoc/>
    public ChainedClusterer<TLast> Fit(Matrix data, FitRun run = default)
    {
        var first = First.Fit(data, run.Part(0, 0.1));
        return new ChainedClusterer<TLast>(first, Next.Fit(first.Transform(data), run.Part(0.1, 1)));
    }
}

/// <summary>Two transformers' recipes.</summary>
/// <param name="First">The step that sees the data.</param>
/// <param name="Next">The step that sees what the first makes of it.</param>
public sealed record TransformerChain<TLast>(IEstimator<Matrix, ITransformer> First, IEstimator<Matrix, TLast> Next)
    : IEstimator<Matrix, ChainedTransformer<TLast>>
    where TLast : class, ITransformer
{
    /// <inheritdoc/>
    public ChainedTransformer<TLast> Fit(Matrix data, FitRun run = default)
    {
        var first = First.Fit(data, run.Part(0, 0.5));
        return new ChainedTransformer<TLast>(first, Next.Fit(first.Transform(data), run.Part(0.5, 1)));
    }
}
