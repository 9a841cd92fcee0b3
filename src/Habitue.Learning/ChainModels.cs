using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning;

/// <summary>A fitted chain that ends in a clusterer. It takes rows as they came, before the first step.</summary>
public sealed class ChainedClusterer<TLast> : IClusterer, IModel<ChainedClusterer<TLast>>
    where TLast : class, IClusterer
{
    internal ChainedClusterer(ITransformer first, TLast last)
    {
        (First, Last) = (first, last);
        Card = ChainCard.Of(ChainCard.Clusterer, first, last);
    }

    /// <inheritdoc/>
    static ModelFormat IModel<ChainedClusterer<TLast>>.Format => ChainCard.Clusterer;

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The first step.</summary>
    public ITransformer First { get; }

    /// <summary>The last step; it takes what <see cref="First"/> makes.</summary>
    public TLast Last { get; }

    /// <inheritdoc/>
    public int Clusters => Last.Clusters;

    /// <inheritdoc/>
    public void Assign(Matrix x, Span<int> into) => Last.Assign(First.Transform(x), into);

    /// <inheritdoc/>
    public void Save(ModelWriter to) => ChainCard.Save(First, Last, to);

    /// <inheritdoc/>
    static ChainedClusterer<TLast> IModel<ChainedClusterer<TLast>>.Load(ModelReader from) =>
        new(ChainCard.Step<ITransformer>(from, "first"), ChainCard.Step<TLast>(from, "last"));
}

/// <summary>A fitted chain that ends in a transformer. It takes rows as they came, before the first step.</summary>
public sealed class ChainedTransformer<TLast> : ITransformer, IModel<ChainedTransformer<TLast>>
    where TLast : class, ITransformer
{
    internal ChainedTransformer(ITransformer first, TLast last)
    {
        (First, Last) = (first, last);
        Card = ChainCard.Of(ChainCard.Transformer, first, last);
    }

    /// <inheritdoc/>
    static ModelFormat IModel<ChainedTransformer<TLast>>.Format => ChainCard.Transformer;

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The first step.</summary>
    public ITransformer First { get; }

    /// <summary>The last step; it takes what <see cref="First"/> makes.</summary>
    public TLast Last { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> OutputColumns => Last.OutputColumns;

    /// <inheritdoc/>
    public void Transform(Matrix x, Matrix into) => Last.Transform(First.Transform(x), into);

    /// <inheritdoc/>
    public void Save(ModelWriter to) => ChainCard.Save(First, Last, to);

    /// <inheritdoc/>
    static ChainedTransformer<TLast> IModel<ChainedTransformer<TLast>>.Load(ModelReader from) =>
        new(ChainCard.Step<ITransformer>(from, "first"), ChainCard.Step<TLast>(from, "last"));
}

/// <summary>What all sorts of chain have in common.</summary>
internal static class ChainCard
{
    public static readonly ModelFormat Clusterer = new("clusterer-chain", 1);
    public static readonly ModelFormat Transformer = new("transformer-chain", 1);
    public static readonly ModelFormat Classifier = new("classifier-chain", 1);
    public static readonly ModelFormat Regressor = new("regressor-chain", 1);
    public static readonly ModelFormat Encoder = new("encoder-chain", 1);
    public static readonly ModelFormat FrameClusterer = new("frame-clusterer-chain", 1);
    public static readonly ModelFormat FrameClassifier = new("frame-classifier-chain", 1);
    public static readonly ModelFormat FrameRegressor = new("frame-regressor-chain", 1);

    /// <summary>The columns and rows of the first step, the figures of the last, the settings of both.</summary>
    public static ModelCard Of(ModelFormat format, IModel first, IModel last)
    {
        var settings = new Dictionary<string, string>();
        foreach (var (name, value) in first.Card.Settings) settings[$"First.{name}"] = value;
        foreach (var (name, value) in last.Card.Settings) settings[$"Last.{name}"] = value;
        return new ModelCard(
            format, $"{first.Card.Recipe}, {last.Card.Recipe}", settings, first.Card.Columns, first.Card.Rows, last.Card.Figures);
    }

    public static void Save(IModel first, IModel last, ModelWriter to)
    {
        to.Write("first", first);
        to.Write("last", last);
    }

    public static T Step<T>(ModelReader from, string name)
        where T : class, IModel =>
        from.Model(name) as T
        ?? throw new InvalidDataException($"The chain's '{name}' step is a model of kind '{from.Model(name).Card.Format.Kind}', which does not fit there.");
}
