using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;

namespace Habitue.Tests.Learning.Recommendation;

public sealed class MatrixFactorizationTests
{
    private static readonly FactorTable Given = FactorTable.Of([.. Expected.Table("given_items").SelectMany(row => row).Select(value => (float)value)], 10);
    private static readonly float[] GivenBiases = [.. Expected.List("given_biases").Select(value => (float)value)];

    [Fact]
    public void For_given_items_the_users_are_those_of_ridge_regression_by_numpy()
    {
        var (users, biases) = (new FactorTable(24, 4), new float[24]);

        ExplicitSide.Solve(Expected.Bought.Values, Given, GivenBiases, users, biases, Expected.Number("mean"), 0.8, true, default);

        for (var user = 0; user < 24; user++) Expected.Near(Expected.Table("explicit_users_reg0.8")[user], [.. users.Row(user), biases[user]], 1e-5);
    }

    [Fact]
    public void Without_biases_and_with_all_ratings_it_comes_to_the_shrunk_singular_values()
    {
        var model = new MatrixFactorization { Factors = 7, Biases = false, Regularization = 1.5, Iterations = 2000 }.Fit(Expected.Full);
        var (expected, squares) = (Expected.Table("explicit_limit_reg1.5"), 0.0);
        for (var user = 0; user < 12; user++)
        {
            Expected.Near(expected[user], model.Scores(user), 1e-3);
            for (var item = 0; item < 7; item++) squares += Math.Pow(Expected.Table("full")[user][item] - expected[user][item], 2);
        }

        Assert.Equal(Math.Sqrt(squares / 84), model.Rmse, 1e-3);
        Assert.Equal(0, model.Mean);
    }

    [Fact]
    public void Ratings_made_of_a_mean_and_biases_are_foretold_where_they_are_missing()
    {
        // 5 users give 0, 1 … more than the mean, 6 items get -0.5, -0.3 … more; a few pairs are not rated.
        var pairs = from u in Enumerable.Range(0, 5) from i in Enumerable.Range(0, 6) where (u + i) % 7 != 3
                    select ($"u{u}", $"i{i}", 3 + (0.5f * (u - 2)) + (0.2f * i) - 0.5f);
        var model = new MatrixFactorization { Factors = 1, Regularization = 1e-4, Iterations = 300 }.Fit(Interactions.Of(pairs));

        Assert.InRange(model.Rmse, 0, 0.01);
        Assert.Equal(3 + (0.5 * -1) + (0.2 * 2) - 0.5, model.Predict("u1", "i2"), 0.05); // not among the ratings
    }

    [Fact]
    public void The_sum_that_it_makes_small_never_rises()
    {
        var bought = Tastes.Of(users: 80, items: 30);
        double[] sums = [.. Enumerable.Range(1, 8).Select(iterations => Sum(new MatrixFactorization { Factors = 4, Regularization = 2, Iterations = iterations }.Fit(bought), bought, 2))];

        for (var i = 1; i < sums.Length; i++) Assert.True(sums[i] <= sums[i - 1] * (1 + 1e-6), string.Join(", ", sums));
        Assert.True(sums[^1] < sums[0] * 0.999, string.Join(", ", sums));
    }

    [Fact]
    public void Who_rated_nothing_is_foretold_the_mean_and_the_items_biases()
    {
        var model = new MatrixFactorization { Factors = 3 }.Fit(Expected.Bought);
        var scores = new float[10];
        model.BasketScores([], [], scores);

        for (var item = 0; item < 10; item++) Assert.Equal(model.Mean + model.ItemBias(item), scores[item], 1e-5);
        Assert.Equal(scores, model.Scores(3)); // user 3 has nothing
        Assert.Equal(0, model.UserBias(3));
    }

    [Fact]
    public void A_stranger_with_the_ratings_of_a_user_gets_that_users_scores_once_all_has_settled()
    {
        var model = new MatrixFactorization { Factors = 2, Regularization = 5, Iterations = 2000 }.Fit(Expected.Bought);
        var scores = new float[10];

        model.BasketScores(Expected.Bought.Values.IndicesOf(9), Expected.Bought.Values.ValuesOf(9), scores);

        Expected.Near([.. model.Scores(9).Select(score => (double)score)], scores, 1e-3);
    }

    [Fact]
    public void The_items_most_alike_have_factors_in_the_same_direction()
    {
        var model = new MatrixFactorization { Factors = 7, Biases = false, Regularization = 1.5, Iterations = 50 }.Fit(Expected.Full);
        var alike = new float[7];
        model.Similarities(2, alike);

        Assert.Equal(1, alike[2], 1e-5);
        Assert.All(alike, one => Assert.InRange(one, -1.00001f, 1.00001f));
        Assert.Equal(alike.Select((one, item) => (one, item)).Where(pair => pair.item != 2).MaxBy(pair => pair.one).item, model.SimilarItems(2, 1)[0].Item);
    }

    [Fact]
    public void Ratings_beyond_single_precision_are_refused() => Assert.Contains(
        "scale", Assert.Throws<BadDataException>(() => new MatrixFactorization { Factors = 2 }.Fit(Interactions.Of([("a", "x", 1e38f), ("a", "y", -1e38f), ("b", "x", 3e38f)]))).Message, StringComparison.Ordinal);

    /// <summary>Squared errors, plus λ times the squares of all factors and biases.</summary>
    private static double Sum(MatrixFactorizationModel model, Interactions data, double regularization)
    {
        var sum = 0.0;
        for (var user = 0; user < data.Users.Count; user++)
        {
            sum += regularization * (Squares(model.UserFactors(user)) + Math.Pow(model.UserBias(user), 2));
            for (var i = data.Values.Starts[user]; i < data.Values.Starts[user + 1]; i++) sum += Math.Pow(data.Values.Values[i] - model.Predict(user, data.Values.Indices[i]), 2);
        }

        for (var item = 0; item < data.Items.Count; item++) sum += regularization * (Squares(model.ItemFactors(item)) + Math.Pow(model.ItemBias(item), 2));
        return sum;
    }

    private static double Squares(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += (double)value * value;
        return sum;
    }
}
