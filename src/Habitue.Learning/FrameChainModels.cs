using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning;

/// <summary>A fitted chain that begins with an encoder and ends in a transformer: an encoder in its turn.</summary>
public sealed class ChainedEncoder<TLast> : IEncoder, IModel<ChainedEncoder<TLast>>
    where TLast : class, ITransformer
{
    internal ChainedEncoder(IEncoder first, TLast last)
    {
        (First, Last) = (first, last);
        Card = ChainCard.Of(ChainCard.Encoder, first, last);
    }

    /// <inheritdoc/>
    static ModelFormat IModel<ChainedEncoder<TLast>>.Format => ChainCard.Encoder;

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The first step.</summary>
    public IEncoder First { get; }

    /// <summary>The last step; it takes what <see cref="First"/> makes.</summary>
    public TLast Last { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> OutputColumns => Last.OutputColumns;

    /// <inheritdoc/>
    public void Encode(Frame x, Matrix into) => Last.Transform(First.Encode(x), into);

    /// <inheritdoc/>
    public void Save(ModelWriter to) => ChainCard.Save(First, Last, to);

    /// <inheritdoc/>
    static ChainedEncoder<TLast> IModel<ChainedEncoder<TLast>>.Load(ModelReader from) =>
        new(ChainCard.Step<IEncoder>(from, "first"), ChainCard.Step<TLast>(from, "last"));
}

/// <summary>A fitted chain that begins with an encoder and ends in a clusterer. It takes frames.</summary>
public sealed class EncodedClusterer<TLast> : IFrameClusterer, IModel<EncodedClusterer<TLast>>
    where TLast : class, IClusterer
{
    internal EncodedClusterer(IEncoder first, TLast last)
    {
        (First, Last) = (first, last);
        Card = ChainCard.Of(ChainCard.FrameClusterer, first, last);
    }

    /// <inheritdoc/>
    static ModelFormat IModel<EncodedClusterer<TLast>>.Format => ChainCard.FrameClusterer;

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The first step.</summary>
    public IEncoder First { get; }

    /// <summary>The last step; it takes what <see cref="First"/> makes.</summary>
    public TLast Last { get; }

    /// <inheritdoc/>
    public int Clusters => Last.Clusters;

    /// <inheritdoc/>
    public void Assign(Frame x, Span<int> into) => Last.Assign(First.Encode(x), into);

    /// <inheritdoc/>
    public void Save(ModelWriter to) => ChainCard.Save(First, Last, to);

    /// <inheritdoc/>
    static EncodedClusterer<TLast> IModel<EncodedClusterer<TLast>>.Load(ModelReader from) =>
        new(ChainCard.Step<IEncoder>(from, "first"), ChainCard.Step<TLast>(from, "last"));
}
