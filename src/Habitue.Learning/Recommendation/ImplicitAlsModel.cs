using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>The factors that <see cref="ImplicitAls"/> found.</summary>
public sealed class ImplicitAlsModel : IBasketRecommender, ISimilarItems, IModel<ImplicitAlsModel>
{
    private readonly FactorTable users;
    private readonly FactorTable items;
    private readonly double alpha;
    private readonly double regularization;
    private readonly Lazy<double[]> gram; // needed for strangers only

    private ImplicitAlsModel(ModelCard card, Interactions known, FactorTable users, FactorTable items, double alpha, double regularization)
    {
        (Card, Known, this.users, this.items, this.alpha, this.regularization) = (card, known, users, items, alpha, regularization);
        gram = new Lazy<double[]>(() => new GramSums(items.Stride).Of(items, default));
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("implicit-als", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Interactions Known { get; }

    /// <summary>What the fit made small, at its end: Σ c (p - xᵀy)² over all pairs, plus λ times the squares of all factors.</summary>
    public double Loss => Card.Figures["loss"];

    /// <summary>The factors of a user.</summary>
    public ReadOnlySpan<float> UserFactors(int user) => users.Row(user);

    /// <summary>The factors of an item.</summary>
    public ReadOnlySpan<float> ItemFactors(int item) => items.Row(item);

    /// <summary>The products of the user's factors with those of every item: about 1 for what they would take, about 0 for the rest.</summary>
    /// <inheritdoc/>
    public void Scores(int user, Span<float> into)
    {
        this.MustBe(into);
        items.Products(users.Values.AsSpan(user * users.Stride, users.Stride), into);
    }

    /// <summary>The stranger's factors are solved for exactly, with those of the items as they are.</summary>
    /// <exception cref="BadDataException">A value is below 0.</exception>
    /// <inheritdoc/>
    public void BasketScores(ReadOnlySpan<int> items, ReadOnlySpan<float> values, Span<float> into)
    {
        this.MustBe(into);
        foreach (var value in values)
            if (value < 0) throw new BadDataException($"The basket has the value {value}; values are 0 or more.");
        var basket = new SparseMatrix(this.items.Rows, [0, items.Length], items.ToArray(), values.ToArray());
        var stranger = new FactorTable(1, this.items.Factors);
        ImplicitSide.Solve(ImplicitAls.Weights(basket, alpha), this.items, gram.Value, regularization, stranger);
        this.items.Products(stranger.Values, into);
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
        to.Write("settings", [alpha, regularization]);
    }

    /// <inheritdoc/>
    public static ImplicitAlsModel Load(ModelReader from)
    {
        var (known, settings) = (Interactions.Load(from), from.Doubles("settings", 2));
        var (users, items) = FactorTable.Load(from, known);
        return new ImplicitAlsModel(from.Card, known, users, items, settings[0], settings[1]);
    }

    internal static ImplicitAlsModel Of(ImplicitAls recipe, Interactions data, FactorTable users, FactorTable items, double loss) => new(
        ModelCard.Of(Format, recipe, [], data.Users.Count, ("items", data.Items.Count), ("loss", loss)), data, users, items, recipe.Alpha, recipe.Regularization);
}
