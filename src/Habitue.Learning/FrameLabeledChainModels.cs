using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning;

/// <summary>A fitted chain that begins with an encoder and ends in a classifier. It takes frames.</summary>
public sealed class EncodedClassifier<TLast> : IFrameClassifier, IModel<EncodedClassifier<TLast>>
    where TLast : class, IClassifier
{
    internal EncodedClassifier(IEncoder first, TLast last)
    {
        (First, Last) = (first, last);
        Card = ChainCard.Of(ChainCard.FrameClassifier, first, last);
    }

    /// <inheritdoc/>
    static ModelFormat IModel<EncodedClassifier<TLast>>.Format => ChainCard.FrameClassifier;

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The first step.</summary>
    public IEncoder First { get; }

    /// <summary>The last step; it takes what <see cref="First"/> makes.</summary>
    public TLast Last { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Last.Classes;

    /// <inheritdoc/>
    public void Probabilities(Frame x, Matrix into) => Last.Probabilities(First.Encode(x), into);

    /// <inheritdoc/>
    public void Save(ModelWriter to) => ChainCard.Save(First, Last, to);

    /// <inheritdoc/>
    static EncodedClassifier<TLast> IModel<EncodedClassifier<TLast>>.Load(ModelReader from) =>
        new(ChainCard.Step<IEncoder>(from, "first"), ChainCard.Step<TLast>(from, "last"));
}

/// <summary>A fitted chain that begins with an encoder and ends in a regressor. It takes frames.</summary>
public sealed class EncodedRegressor<TLast> : IFrameRegressor, IModel<EncodedRegressor<TLast>>
    where TLast : class, IRegressor
{
    internal EncodedRegressor(IEncoder first, TLast last)
    {
        (First, Last) = (first, last);
        Card = ChainCard.Of(ChainCard.FrameRegressor, first, last);
    }

    /// <inheritdoc/>
    static ModelFormat IModel<EncodedRegressor<TLast>>.Format => ChainCard.FrameRegressor;

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The first step.</summary>
    public IEncoder First { get; }

    /// <summary>The last step; it takes what <see cref="First"/> makes.</summary>
    public TLast Last { get; }

    /// <inheritdoc/>
    public void Predict(Frame x, Span<float> into) => Last.Predict(First.Encode(x), into);

    /// <inheritdoc/>
    public void Save(ModelWriter to) => ChainCard.Save(First, Last, to);

    /// <inheritdoc/>
    static EncodedRegressor<TLast> IModel<EncodedRegressor<TLast>>.Load(ModelReader from) =>
        new(ChainCard.Step<IEncoder>(from, "first"), ChainCard.Step<TLast>(from, "last"));
}
