using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning;

/// <summary>A fitted chain that ends in a classifier. It takes rows as they came, before the first step.</summary>
public sealed class ChainedClassifier<TLast> : IClassifier, IModel<ChainedClassifier<TLast>>
    where TLast : class, IClassifier
{
    internal ChainedClassifier(ITransformer first, TLast last)
    {
        (First, Last) = (first, last);
        Card = ChainCard.Of(ChainCard.Classifier, first, last);
    }

    /// <inheritdoc/>
    static ModelFormat IModel<ChainedClassifier<TLast>>.Format => ChainCard.Classifier;

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The first step.</summary>
    public ITransformer First { get; }

    /// <summary>The last step; it takes what <see cref="First"/> makes.</summary>
    public TLast Last { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Last.Classes;

    /// <inheritdoc/>
    public void Probabilities(Matrix x, Matrix into) => Last.Probabilities(First.Transform(x), into);

    /// <inheritdoc/>
    public void Save(ModelWriter to) => ChainCard.Save(First, Last, to);

    /// <inheritdoc/>
    static ChainedClassifier<TLast> IModel<ChainedClassifier<TLast>>.Load(ModelReader from) =>
        new(ChainCard.Step<ITransformer>(from, "first"), ChainCard.Step<TLast>(from, "last"));
}

/// <summary>A fitted chain that ends in a regressor. It takes rows as they came, before the first step.</summary>
public sealed class ChainedRegressor<TLast> : IRegressor, IModel<ChainedRegressor<TLast>>
    where TLast : class, IRegressor
{
    internal ChainedRegressor(ITransformer first, TLast last)
    {
        (First, Last) = (first, last);
        Card = ChainCard.Of(ChainCard.Regressor, first, last);
    }

    /// <inheritdoc/>
    static ModelFormat IModel<ChainedRegressor<TLast>>.Format => ChainCard.Regressor;

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The first step.</summary>
    public ITransformer First { get; }

    /// <summary>The last step; it takes what <see cref="First"/> makes.</summary>
    public TLast Last { get; }

    /// <inheritdoc/>
    public void Predict(Matrix x, Span<float> into) => Last.Predict(First.Transform(x), into);

    /// <inheritdoc/>
    public void Save(ModelWriter to) => ChainCard.Save(First, Last, to);

    /// <inheritdoc/>
    static ChainedRegressor<TLast> IModel<ChainedRegressor<TLast>>.Load(ModelReader from) =>
        new(ChainCard.Step<ITransformer>(from, "first"), ChainCard.Step<TLast>(from, "last"));
}
