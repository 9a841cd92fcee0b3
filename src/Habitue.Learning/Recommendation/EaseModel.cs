using System.Numerics;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>The weights between items that <see cref="Ease"/> found.</summary>
public sealed class EaseModel : IBasketRecommender, ISimilarItems, IModel<EaseModel>
{
    private readonly float[] weights;
    private readonly bool binary;

    private EaseModel(ModelCard card, Interactions known, float[] weights, bool binary) => (Card, Known, this.weights, this.binary) = (card, known, weights, binary);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("ease", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Interactions Known { get; }

    /// <summary>What having <paramref name="item"/> adds to the score of each item; 0 for itself.</summary>
    public ReadOnlySpan<float> Weights(int item) => weights.AsSpan(item * Known.Items.Count, Known.Items.Count);

    /// <inheritdoc/>
    public void Scores(int user, Span<float> into) => BasketScores(Known.Values.IndicesOf(user), Known.Values.ValuesOf(user), into);

    /// <summary>The sum over the basket of the weights from each item.</summary>
    /// <inheritdoc/>
    public void BasketScores(ReadOnlySpan<int> items, ReadOnlySpan<float> values, Span<float> into)
    {
        this.MustBe(into);
        into.Clear();
        for (var i = 0; i < items.Length; i++)
        {
            var (factor, j, width) = (binary ? 1 : values[i], 0, Vector<float>.Count);
            var from = Weights(items[i]);
            for (; j + width <= from.Length; j += width) (new Vector<float>(into[j..]) + (new Vector<float>(from[j..]) * factor)).CopyTo(into[j..]);
            for (; j < from.Length; j++) into[j] += from[j] * factor;
        }
    }

    /// <summary>What having the item adds to the score of each other; it may be below 0, and is not the same both ways.</summary>
    /// <inheritdoc/>
    public void Similarities(int item, Span<float> into)
    {
        this.MustBe(into);
        Weights(item).CopyTo(into);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        Known.Save(to);
        to.Write("weights", weights);
        to.Write("binary", [binary ? 1 : 0]);
    }

    /// <inheritdoc/>
    public static EaseModel Load(ModelReader from)
    {
        var (known, weights) = (Interactions.Load(from), from.Floats("weights"));
        if (weights.Length != (long)known.Items.Count * known.Items.Count) throw new InvalidDataException($"The model has {weights.Length} weights between {known.Items}.");
        return new EaseModel(from.Card, known, weights, from.Integers("binary", 1)[0] == 1);
    }

    internal static EaseModel Of(Ease recipe, Interactions data, float[] weights) =>
        new(ModelCard.Of(Format, recipe, [], data.Users.Count, ("items", data.Items.Count)), data, weights, recipe.Binary);
}
