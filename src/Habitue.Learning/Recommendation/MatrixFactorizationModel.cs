using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>The mean, biases and factors that <see cref="MatrixFactorization"/> found.</summary>
public sealed class MatrixFactorizationModel : IBasketRecommender, ISimilarItems, IModel<MatrixFactorizationModel>
{
    private readonly FactorTable users;
    private readonly FactorTable items;
    private readonly float[] userBiases;
    private readonly float[] itemBiases;
    private readonly double regularization;
    private readonly bool biases;

    private MatrixFactorizationModel(
        ModelCard card, Interactions known, FactorTable users, FactorTable items, float[] userBiases, float[] itemBiases, double mean, double regularization, bool biases)
    {
        (Card, Known, Mean) = (card, known, mean);
        (this.users, this.items, this.userBiases, this.itemBiases, this.regularization, this.biases) = (users, items, userBiases, itemBiases, regularization, biases);
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("matrix-factorization", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Interactions Known { get; }

    /// <summary>The mean of all ratings; 0 when it was fitted without biases.</summary>
    public double Mean { get; }

    /// <summary>The root of the mean squared error on the ratings it was fitted on, in their unit.</summary>
    public double Rmse => Card.Figures["rmse"];

    /// <summary>The factors of a user.</summary>
    public ReadOnlySpan<float> UserFactors(int user) => users.Row(user);

    /// <summary>The factors of an item.</summary>
    public ReadOnlySpan<float> ItemFactors(int item) => items.Row(item);

    /// <summary>How much more than the mean a user gives.</summary>
    public float UserBias(int user) => userBiases[user];

    /// <summary>How much more than the mean an item is given.</summary>
    public float ItemBias(int item) => itemBiases[item];

    /// <summary>What the user would rate the item.</summary>
    public float Predict(int user, int item) => Predict(users.Row(user), userBiases[user], items, itemBiases, Mean, item);

    /// <summary>What the user would rate the item.</summary>
    /// <exception cref="BadDataException">There is no such user or item.</exception>
    public float Predict(string user, string item) => Predict(Known.Users.Of(user), Known.Items.Of(item));

    /// <summary>What the user would rate each item.</summary>
    /// <inheritdoc/>
    public void Scores(int user, Span<float> into)
    {
        this.MustBe(into);
        Score(users.Values.AsSpan(user * users.Stride, users.Stride), userBiases[user], into);
    }

    /// <summary>What the stranger would rate each item; their factors and bias are solved for from the basket's ratings.</summary>
    /// <inheritdoc/>
    public void BasketScores(ReadOnlySpan<int> items, ReadOnlySpan<float> values, Span<float> into)
    {
        this.MustBe(into);
        var basket = new SparseMatrix(this.items.Rows, [0, items.Length], items.ToArray(), values.ToArray());
        var (stranger, bias) = (new FactorTable(1, this.items.Factors), new float[1]);
        ExplicitSide.Solve(basket, this.items, itemBiases, stranger, bias, Mean, regularization, biases, default);
        Score(stranger.Values, bias[0], into);
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
        to.Write("user-biases", userBiases);
        to.Write("item-biases", itemBiases);
        to.Write("settings", [Mean, regularization, biases ? 1 : 0]);
    }

    /// <inheritdoc/>
    public static MatrixFactorizationModel Load(ModelReader from)
    {
        var (known, settings) = (Interactions.Load(from), from.Doubles("settings", 3));
        var (users, items) = FactorTable.Load(from, known);
        float[] userBiases = new float[users.Rows], itemBiases = new float[items.Rows];
        from.Floats("user-biases", userBiases);
        from.Floats("item-biases", itemBiases);
        return new MatrixFactorizationModel(from.Card, known, users, items, userBiases, itemBiases, settings[0], settings[1], settings[2] == 1);
    }

    internal static MatrixFactorizationModel Of(
        MatrixFactorization recipe, Interactions data, FactorTable users, FactorTable items, float[] userBiases, float[] itemBiases, double mean)
    {
        var squares = 0.0;
        for (var user = 0; user < data.Users.Count; user++)
        {
            for (var i = data.Values.Starts[user]; i < data.Values.Starts[user + 1]; i++)
            {
                var error = data.Values.Values[i] - Predict(users.Row(user), userBiases[user], items, itemBiases, mean, data.Values.Indices[i]);
                squares += (double)error * error;
            }
        }

        var rmse = Math.Sqrt(squares / data.Values.Count);
        if (!double.IsFinite(rmse)) throw new BadDataException("The ratings are so large that their squares exceed single precision; scale them.");
        var card = ModelCard.Of(Format, recipe, [], data.Users.Count, ("items", data.Items.Count), ("rmse", rmse));
        return new MatrixFactorizationModel(card, data, users, items, userBiases, itemBiases, mean, recipe.Regularization, recipe.Biases);
    }

    private static float Predict(ReadOnlySpan<float> x, float bias, FactorTable items, float[] itemBiases, double mean, int item)
    {
        var sum = mean + bias + itemBiases[item];
        var y = items.Row(item);
        for (var f = 0; f < y.Length; f++) sum += (double)x[f] * y[f];
        return (float)sum;
    }

    private void Score(ReadOnlySpan<float> x, float bias, Span<float> into)
    {
        items.Products(x, into);
        for (var item = 0; item < into.Length; item++) into[item] += (float)(Mean + bias + itemBiases[item]);
    }
}
