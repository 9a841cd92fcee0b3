using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>The factors and biases that <see cref="Bpr"/> found.</summary>
public sealed class BprModel : ISimilarItems, IModel<BprModel>
{
    private readonly FactorTable users;
    private readonly FactorTable items;
    private readonly float[] biases;

    private BprModel(ModelCard card, Interactions known, FactorTable users, FactorTable items, float[] biases) =>
        (Card, Known, this.users, this.items, this.biases) = (card, known, users, items, biases);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("bpr", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Interactions Known { get; }

    /// <summary>The product of the user's factors with those of each item, plus the item's bias.</summary>
    /// <inheritdoc/>
    public void Scores(int user, Span<float> into)
    {
        this.MustBe(into);
        items.Products(users.Values.AsSpan(user * users.Stride, users.Stride), into);
        for (var item = 0; item < biases.Length; item++) into[item] += biases[item];
    }

    /// <summary>The cosine of the items' factors.</summary>
    /// <inheritdoc/>
    public void Similarities(int item, Span<float> into)
    {
        this.MustBe(into);
        items.Cosines(item, into);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        Known.Save(to);
        to.Write("user-factors", users.Packed());
        to.Write("item-factors", items.Packed());
        to.Write("biases", biases);
    }

    /// <inheritdoc/>
    public static BprModel Load(ModelReader from)
    {
        var (known, biases) = (Interactions.Load(from), from.Floats("biases"));
        var (users, items) = FactorTable.Load(from, known);
        if (biases.Length != known.Items.Count) throw new InvalidDataException($"The model has {biases.Length} biases for {known.Items}.");
        return new BprModel(from.Card, known, users, items, biases);
    }

    internal static BprModel Of(Bpr recipe, Interactions data, FactorTable users, FactorTable items, float[] biases) =>
        new(ModelCard.Of(Format, recipe, [], data.Users.Count, ("items", data.Items.Count)), data, users, items, biases);
}
