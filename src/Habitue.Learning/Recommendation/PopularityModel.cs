using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>How popular each item is, as <see cref="Popularity"/> counted.</summary>
public sealed class PopularityModel : IBasketRecommender, IModel<PopularityModel>
{
    private readonly double[] popularity;

    private PopularityModel(ModelCard card, Interactions known, double[] popularity) => (Card, Known, this.popularity) = (card, known, popularity);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("popularity", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Interactions Known { get; }

    /// <summary>How many users took each item, or how much of it was taken; the same for every user.</summary>
    /// <inheritdoc/>
    public void Scores(int user, Span<float> into) => BasketScores([], [], into);

    /// <summary>How many users took each item, or how much of it was taken; the same for every basket.</summary>
    /// <inheritdoc/>
    public void BasketScores(ReadOnlySpan<int> items, ReadOnlySpan<float> values, Span<float> into)
    {
        this.MustBe(into);
        for (var item = 0; item < popularity.Length; item++) into[item] = (float)popularity[item];
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        Known.Save(to);
        to.Write("popularity", popularity);
    }

    /// <inheritdoc/>
    public static PopularityModel Load(ModelReader from)
    {
        var known = Interactions.Load(from);
        return new PopularityModel(from.Card, known, from.Doubles("popularity", known.Items.Count));
    }

    internal static PopularityModel Of(Popularity recipe, Interactions data, double[] popularity) =>
        new(ModelCard.Of(Format, recipe, [], data.Users.Count, ("items", data.Items.Count)), data, popularity);
}
