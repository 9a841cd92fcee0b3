using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;

namespace Habitue.Tests.Learning.Recommendation;

public sealed class EaseTests
{
    [Theory]
    [InlineData(true, 2.0, "ease_binary_2")]
    [InlineData(false, 30.0, "ease_values_30")]
    public void Weights_are_those_of_numpy(bool binary, double ridge, string expected)
    {
        var model = new Ease { Binary = binary, Ridge = ridge }.Fit(Expected.Bought);

        for (var item = 0; item < 10; item++) Expected.Near(Expected.Table(expected)[item], model.Weights(item));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_score_is_the_sum_of_weights(bool binary)
    {
        var model = new Ease { Binary = binary, Ridge = 2 }.Fit(Expected.Bought);
        var (user, scores) = (Expected.Bought.Values.IndicesOf(9).ToArray(), new double[10]);
        for (var i = 0; i < user.Length; i++)
            for (var item = 0; item < 10; item++) scores[item] += (binary ? 1 : Expected.Bought.Values.ValuesOf(9)[i]) * model.Weights(user[i])[item];

        Expected.Near(scores, model.Scores(9));
    }

    [Fact]
    public void Values_too_large_for_the_ridge_are_refused() => Assert.Contains(
        "use Ease.Binary",
        Assert.Throws<BadDataException>(() => new Ease { Binary = false }.Fit(Interactions.Of([("a", "x", 3e30f), ("a", "y", 3e30f)]))).Message, StringComparison.Ordinal);

    [Fact]
    public void More_items_than_memory_allows_are_refused_before_the_work()
    {
        var bought = Interactions.Of(Enumerable.Range(0, 1000).Select(item => ("ann", $"item {item}", 1f)));

        var error = Assert.Throws<SettingException>(() => new Ease { MaxMegabytes = 12 }.Fit(bought));

        Assert.Equal("MaxMegabytes", error.Setting);
        Assert.Contains("is 12, but the weights between 1000 items need 13", error.Message, StringComparison.Ordinal);
    }
}
