using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>The items as <see cref="ContentBased"/> describes them: each a list of weights of length 1.</summary>
public sealed class ContentBasedModel : IBasketRecommender, ISimilarItems, IModel<ContentBasedModel>
{
    private readonly SparseMatrix described;

    private ContentBasedModel(ModelCard card, Interactions known, SparseMatrix described) => (Card, Known, this.described) = (card, known, described);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("content-based", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Interactions Known { get; }

    /// <inheritdoc/>
    public void Scores(int user, Span<float> into) => BasketScores(Known.Values.IndicesOf(user), Known.Values.ValuesOf(user), into);

    /// <summary>The cosine between each item and the sum of the basket's items times their values.</summary>
    /// <inheritdoc/>
    public void BasketScores(ReadOnlySpan<int> items, ReadOnlySpan<float> values, Span<float> into)
    {
        this.MustBe(into);
        var profile = new float[described.Columns];
        for (var i = 0; i < items.Length; i++) described.AddTo(items[i], values[i], profile);
        Cosines(profile, into);
    }

    /// <summary>The cosine between two items' attributes.</summary>
    /// <inheritdoc/>
    public void Similarities(int item, Span<float> into)
    {
        this.MustBe(into);
        var profile = new float[described.Columns];
        described.AddTo(item, 1, profile);
        Cosines(profile, into);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        Known.Save(to);
        to.Write("attributes", [described.Columns]);
        to.Write("described-starts", described.Starts);
        to.Write("described", described.Indices);
        to.Write("weights", described.Values);
    }

    /// <inheritdoc/>
    public static ContentBasedModel Load(ModelReader from)
    {
        var known = Interactions.Load(from);
        var (columns, starts) = (from.Integers("attributes", 1)[0], from.Integers("described-starts", known.Items.Count + 1));
        if (columns < 0) throw new InvalidDataException($"The model has {columns} attributes.");
        return new ContentBasedModel(from.Card, known, Interactions.Loaded(() => new SparseMatrix(columns, starts, from.Integers("described"), from.Floats("weights"))));
    }

    internal static ContentBasedModel Of(ContentBased recipe, Interactions data, SparseMatrix described) => new(
        ModelCard.Of(Format, recipe, [], data.Users.Count, ("items", data.Items.Count), ("attributes", described.Columns)), data, described);

    private void Cosines(float[] profile, Span<float> into)
    {
        var length = 0.0;
        foreach (var weight in profile) length += (double)weight * weight;
        var scale = length > 0 ? 1 / Math.Sqrt(length) : 0;
        for (var item = 0; item < into.Length; item++)
        {
            var attributes = described.IndicesOf(item);
            var weights = described.ValuesOf(item);
            var sum = 0.0;
            for (var i = 0; i < attributes.Length; i++) sum += (double)weights[i] * profile[attributes[i]];
            into[item] = (float)(sum * scale);
        }
    }
}
