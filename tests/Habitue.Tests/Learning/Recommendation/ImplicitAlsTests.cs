using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;

namespace Habitue.Tests.Learning.Recommendation;

public sealed class ImplicitAlsTests
{
    private static readonly FactorTable Given = FactorTable.Of([.. Expected.Table("given_items").SelectMany(row => row).Select(value => (float)value)], 10);

    [Theory]
    [InlineData(0, 2e-5)]
    [InlineData(12, 1e-4)]
    public void For_given_items_the_users_are_those_of_numpy(int steps, double within)
    {
        var (weights, users, expected) = (ImplicitAls.Weights(Expected.Bought.Values, 3), new FactorTable(24, 4), Expected.Table("implicit_users_alpha3_reg0.5"));

        new ImplicitSide(Given.Stride, 0.5, steps).Solve(weights, Given, users, default);

        for (var user = 0; user < 24; user++) Expected.Near(expected[user], users.Row(user), within);
        Assert.Equal(Expected.Number("implicit_loss"), ImplicitLoss.Of(weights, users, Given, 0.5, default), 1e-3);
    }

    [Fact]
    public void A_few_steps_of_conjugate_gradients_come_ever_nearer()
    {
        var weights = ImplicitAls.Weights(Expected.Bought.Values, 3);
        double[] losses = [.. Enumerable.Range(1, 4).Select(steps =>
        {
            var users = new FactorTable(24, 4);
            new ImplicitSide(Given.Stride, 0.5, steps).Solve(weights, Given, users, default);
            return ImplicitLoss.Of(weights, users, Given, 0.5, default);
        })];

        Assert.True(losses[0] > losses[1] + 10 && losses[2] < losses[1] + 1e-3, string.Join(", ", losses));
        Assert.Equal(Expected.Number("implicit_loss"), losses[3], 1e-3); // as many steps as there are factors
    }

    [Fact]
    public void The_loss_never_rises_when_each_side_is_solved_exactly()
    {
        var bought = Tastes.Of(users: 150, items: 40);
        double[] losses = [.. Enumerable.Range(1, 12).Select(iterations => new ImplicitAls { Factors = 7, Steps = 0, Iterations = iterations }.Fit(bought).Loss)];

        for (var i = 1; i < losses.Length; i++) Assert.True(losses[i] <= losses[i - 1] * (1 + 1e-9), string.Join(", ", losses));
        Assert.True(losses[^1] < losses[0] * 0.99);
    }

    [Fact]
    public void The_loss_is_that_of_the_formula_and_flat_on_the_side_that_was_solved_last()
    {
        const double alpha = 4, regularization = 0.3;
        var bought = Tastes.Of(users: 60, items: 30);
        var model = new ImplicitAls { Factors = 5, Alpha = alpha, Regularization = regularization, Steps = 0, Iterations = 3 }.Fit(bought);

        var loss = 0.0;
        var gradient = new double[30, 5];
        for (var user = 0; user < 60; user++)
        {
            var (x, values) = (model.UserFactors(user).ToArray(), new double[30]);
            for (var i = 0; i < bought.Values.IndicesOf(user).Length; i++) values[bought.Values.IndicesOf(user)[i]] = bought.Values.ValuesOf(user)[i];
            loss += regularization * x.Sum(f => (double)f * f);
            for (var item = 0; item < 30; item++)
            {
                var y = model.ItemFactors(item);
                double error = values[item] > 0 ? 1 : 0, confidence = 1 + (alpha * values[item]);
                for (var f = 0; f < 5; f++) error -= (double)x[f] * y[f];
                loss += confidence * error * error;
                for (var f = 0; f < 5; f++) gradient[item, f] -= 2 * confidence * error * x[f];
            }
        }

        for (var item = 0; item < 30; item++)
        {
            for (var f = 0; f < 5; f++)
            {
                loss += regularization * model.ItemFactors(item)[f] * model.ItemFactors(item)[f];
                Assert.Equal(0, gradient[item, f] + (2 * regularization * model.ItemFactors(item)[f]), 2e-3); // the factors are float32
            }
        }

        Assert.Equal(loss, model.Loss, loss * 1e-7);
    }

    [Fact]
    public void When_purchases_make_no_surer_it_comes_to_the_shrunk_singular_values()
    {
        var model = new ImplicitAls { Factors = 10, Alpha = 0, Regularization = 0.75, Steps = 0, Iterations = 3000 }.Fit(Expected.Bought);

        for (var user = 0; user < 24; user++) Expected.Near(Expected.Table("implicit_limit_alpha0_reg0.75")[user], model.Scores(user), 5e-4);
    }

    [Fact]
    public void A_stranger_with_the_basket_of_a_user_gets_that_users_scores_once_all_has_settled()
    {
        var model = new ImplicitAls { Factors = 3, Iterations = 500, Steps = 0, Regularization = 1 }.Fit(Expected.Bought);
        var (values, into) = (Expected.Bought.Values, new float[10]);

        foreach (var user in (int[])[0, 3, 9, 23])
        {
            model.BasketScores(values.IndicesOf(user), values.ValuesOf(user), into);
            Expected.Near([.. model.Scores(user).Select(score => (double)score)], into, 1e-4);
        }
    }

    [Fact]
    public void A_value_of_0_is_not_taken_and_one_below_is_refused()
    {
        var without = Interactions.Of([("ann", "cup", 1f), ("bob", "tea", 2f)]);
        var with = Interactions.Of([("ann", "cup", 1f), ("bob", "tea", 2f), ("ann", "tea", 0f)]);
        var model = new ImplicitAls { Factors = 2 }.Fit(without);

        Assert.Equal(model.Scores(0), new ImplicitAls { Factors = 2 }.Fit(with).Scores(0));
        Assert.Contains("User 'ann' has the value -1 for item 'cup'", Assert.Throws<BadDataException>(() => new ImplicitAls().Fit(Interactions.Of([("ann", "cup", -1f)]))).Message, StringComparison.Ordinal);
        Assert.Contains("value -1", Assert.Throws<BadDataException>(() => model.RecommendForBasket([("cup", -1f)], 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_beyond_single_precision_are_refused() => Assert.Contains(
        "raise", Assert.Throws<BadDataException>(() => new ImplicitAls { Alpha = 1e6, Factors = 2 }.Fit(Interactions.Of([("ann", "cup", 1e37f), ("bob", "cup", 1f)]))).Message, StringComparison.Ordinal);

    [Fact]
    public void More_factors_than_memory_holds_are_refused() =>
        Assert.Contains("take fewer factors", Assert.Throws<BadDataException>(() => new FactorTable(3_000_000, 1024)).Message, StringComparison.Ordinal);
}
