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
        Cosines(Profile(items, values), [], into);
    }

    /// <summary>The same for some of the items: where few come into question, as of new ones.</summary>
    /// <param name="items">The basket.</param>
    /// <param name="values">How much of each.</param>
    /// <param name="of">Which items to score.</param>
    /// <param name="into">One place for each of these.</param>
    public void BasketScores(ReadOnlySpan<int> items, ReadOnlySpan<float> values, ReadOnlySpan<int> of, Span<float> into)
    {
        if (into.Length != of.Length) throw new ArgumentException($"There are {into.Length} places for {of.Length} items.", nameof(into));
        if (of.Length > 0) Cosines(Profile(items, values), of, into);
    }

    /// <summary>The cosine between two items' attributes.</summary>
    /// <inheritdoc/>
    public void Similarities(int item, Span<float> into)
    {
        this.MustBe(into);
        Cosines(Profile([item], [1]), [], into);
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

    private float[] Profile(ReadOnlySpan<int> items, ReadOnlySpan<float> values)
    {
        var profile = new float[described.Columns];
        for (var i = 0; i < items.Length; i++) described.AddTo(items[i], values[i], profile);
        return profile;
    }

    /// <param name="profile">What is compared with.</param>
    /// <param name="of">The items; empty for all.</param>
    /// <param name="into">One place for each.</param>
    private void Cosines(float[] profile, ReadOnlySpan<int> of, Span<float> into)
    {
        var length = 0.0;
        foreach (var weight in profile) length += (double)weight * weight;
        var scale = length > 0 ? 1 / Math.Sqrt(length) : 0;
        for (var place = 0; place < into.Length; place++)
        {
            var item = of.Length == 0 ? place : of[place];
            var attributes = described.IndicesOf(item);
            var weights = described.ValuesOf(item);
            var sum = 0.0;
            for (var i = 0; i < attributes.Length; i++) sum += (double)weights[i] * profile[attributes[i]];
            into[place] = (float)(sum * scale);
        }
    }
}
