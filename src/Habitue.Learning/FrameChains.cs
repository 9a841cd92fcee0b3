using Habitue.Learning.Data;
using Habitue.Learning.Preprocessing;

namespace Habitue.Learning;

/// <summary>Recipes that begin with an encoder over a frame.</summary>
public static class EncoderChains
{
    /// <summary>
    /// A recipe that fits an encoder, encodes the rows, and fits a transformer on them; what comes out is an encoder again.
    /// </summary>
    public static EncoderChain<TLast> Then<TLast>(this IEstimator<Frame, IEncoder> first, IEstimator<Matrix, TLast> next)
        where TLast : class, ITransformer => new(first, next);
}

/// <summary>Recipes that begin with an encoder over a frame and end in a clusterer.</summary>
public static class EncodedClustererChains
{
    /// <summary>A recipe that fits an encoder, encodes the rows, and fits a clusterer on them.</summary>
    public static EncodedClustererChain<TLast> Then<TLast>(this IEstimator<Frame, IEncoder> first, IEstimator<Matrix, TLast> next)
        where TLast : class, IClusterer => new(first, next);
}

/// <summary>An encoder's recipe, then a transformer's.</summary>
/// <param name="First">The step that sees the data.</param>
/// <param name="Next">The step that sees what the first makes of it.</param>
public sealed record EncoderChain<TLast>(IEstimator<Frame, IEncoder> First, IEstimator<Matrix, TLast> Next)
    : IEstimator<Frame, ChainedEncoder<TLast>>, ICrossFit
    where TLast : class, ITransformer
{
    /// <inheritdoc/>
    public ChainedEncoder<TLast> Fit(Frame data, FitRun run = default)
    {
        var first = First.Fit(data, run.Part(0, 0.5));
        return new ChainedEncoder<TLast>(first, Next.Fit(first.Encode(data), run.Part(0.5, 1)));
    }

    IEncoder ICrossFit.FitEncode(LabeledFrame data, out Matrix rows, FitRun run)
    {
        var first = EncoderStep.Fit(First, data, out rows, run.Part(0, 0.5));
        var last = Next.Fit(rows, run.Part(0.5, 1));
        rows = last.Transform(rows);
        return new ChainedEncoder<TLast>(first, last);
    }
}

/// <summary>An encoder's recipe, then a clusterer's.</summary>
/// <param name="First">The step that sees the data.</param>
/// <param name="Next">The step that sees what the first makes of it.</param>
public sealed record EncodedClustererChain<TLast>(IEstimator<Frame, IEncoder> First, IEstimator<Matrix, TLast> Next)
    : IEstimator<Frame, EncodedClusterer<TLast>>
    where TLast : class, IClusterer
{
    /// <inheritdoc/>
    public EncodedClusterer<TLast> Fit(Frame data, FitRun run = default)
    {
        var first = First.Fit(data, run.Part(0, 0.1));
        return new EncodedClusterer<TLast>(first, Next.Fit(first.Encode(data), run.Part(0.1, 1)));
    }
}

/// <summary>An encoder's recipe, then a classifier's; made by <see cref="ClassifierChains"/>.</summary>
public sealed record EncodedClassifierChain<TLast> : IEstimator<LabeledFrame, EncodedClassifier<TLast>>
    where TLast : class, IClassifier
{
    internal EncodedClassifierChain(object first, IEstimator<Labeled, TLast> next) => (First, Next) = (first, next);

    /// <summary>The step that sees the data: an encoder's recipe, which learns from rows or from rows and targets.</summary>
    public object First { get; }

    /// <summary>The step that sees what the first makes of it.</summary>
    public IEstimator<Labeled, TLast> Next { get; }

    /// <inheritdoc/>
    public EncodedClassifier<TLast> Fit(LabeledFrame data, FitRun run = default)
    {
        var first = EncoderStep.Fit(First, data, out var rows, run.Part(0, 0.1));
        return new EncodedClassifier<TLast>(first, Next.Fit(data.With(rows), run.Part(0.1, 1)));
    }
}

/// <summary>An encoder's recipe, then a regressor's; made by <see cref="RegressorChains"/>.</summary>
public sealed record EncodedRegressorChain<TLast> : IEstimator<LabeledFrame, EncodedRegressor<TLast>>
    where TLast : class, IRegressor
{
    internal EncodedRegressorChain(object first, IEstimator<Labeled, TLast> next) => (First, Next) = (first, next);

    /// <summary>The step that sees the data: an encoder's recipe, which learns from rows or from rows and targets.</summary>
    public object First { get; }

    /// <summary>The step that sees what the first makes of it.</summary>
    public IEstimator<Labeled, TLast> Next { get; }

    /// <inheritdoc/>
    public EncodedRegressor<TLast> Fit(LabeledFrame data, FitRun run = default)
    {
        var first = EncoderStep.Fit(First, data, out var rows, run.Part(0, 0.1));
        return new EncodedRegressor<TLast>(first, Next.Fit(data.With(rows), run.Part(0.1, 1)));
    }
}

/// <summary>The first step of a chain that learns from targets.</summary>
internal static class EncoderStep
{
    /// <summary>Fits the encoder and encodes the rows for the next step, without telling a row its own target.</summary>
    public static IEncoder Fit(object recipe, LabeledFrame data, out Matrix rows, FitRun run)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (recipe is ICrossFit crossFit) return crossFit.FitEncode(data, out rows, run);
        var encoder = recipe switch
        {
            IEstimator<Frame, IEncoder> ofRows => ofRows.Fit(data.Rows, run),
            IEstimator<LabeledFrame, IEncoder> ofTargets => ofTargets.Fit(data, run),
            _ => throw new ArgumentException($"{recipe} makes no encoder.", nameof(recipe)),
        };
        rows = encoder.Encode(data.Rows);
        return encoder;
    }
}
