using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>The neighbours that <see cref="ItemNeighbours"/> found.</summary>
public sealed class ItemNeighboursModel : IBasketRecommender, ISimilarItems, IModel<ItemNeighboursModel>
{
    private ItemNeighboursModel(ModelCard card, Interactions known, SparseMatrix nearest) => (Card, Known, Nearest) = (card, known, nearest);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("item-neighbours", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Interactions Known { get; }

    /// <summary>Items by items: the similarity of each item's neighbours.</summary>
    public SparseMatrix Nearest { get; }

    /// <inheritdoc/>
    public void Scores(int user, Span<float> into) => BasketScores(Known.Values.IndicesOf(user), Known.Values.ValuesOf(user), into);

    /// <summary>The sum over the basket of the value of each item times its similarity.</summary>
    /// <inheritdoc/>
    public void BasketScores(ReadOnlySpan<int> items, ReadOnlySpan<float> values, Span<float> into)
    {
        this.MustBe(into);
        into.Clear();
        for (var i = 0; i < items.Length; i++) Nearest.AddTo(items[i], values[i], into);
    }

    /// <inheritdoc/>
    public void Similarities(int item, Span<float> into)
    {
        this.MustBe(into);
        into.Clear();
        Nearest.AddTo(item, 1, into);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        Known.Save(to);
        to.Write("neighbour-starts", Nearest.Starts);
        to.Write("neighbours", Nearest.Indices);
        to.Write("similarities", Nearest.Values);
    }

    /// <inheritdoc/>
    public static ItemNeighboursModel Load(ModelReader from)
    {
        var known = Interactions.Load(from);
        return new ItemNeighboursModel(from.Card, known, Interactions.Square(from, known.Items.Count));
    }

    internal static ItemNeighboursModel Of(ItemNeighbours recipe, Interactions data, SparseMatrix nearest)
    {
        var card = ModelCard.Of(Format, recipe, [], data.Users.Count, ("items", data.Items.Count), ("pairs", nearest.Count));
        return new ItemNeighboursModel(card, data, nearest);
    }
}
