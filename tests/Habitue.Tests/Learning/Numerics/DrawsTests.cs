using Habitue.Learning;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Numerics;

/// <summary>Means and variances of a hundred thousand draws lie within five standard errors of the textbooks'.</summary>
public sealed class DrawsTests
{
    private const int Many = 100_000;

    [Fact]
    public void Exponential_numbers_have_mean_and_variance_1() => Expect(random => random.Exponential(), 1, 1);

    [Fact]
    public void Normal_numbers_have_mean_0_and_variance_1() => Expect(random => random.Normal(), 0, 1);

    [Theory]
    [InlineData(0.24)]
    [InlineData(1)]
    [InlineData(7.5)]
    public void Gamma_numbers_have_their_shape_as_mean_and_as_variance(double shape) => Expect(random => random.Gamma(shape), shape, shape);

    [Theory]
    [InlineData(0.8, 2.4)]
    [InlineData(5, 1)]
    public void Beta_numbers_have_the_mean_of_a_share(double a, double b) =>
        Expect(random => random.Beta(a, b), a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1)));

    [Fact]
    public void Every_order_of_three_comes_as_often_as_any_other()
    {
        var random = new Seed(2).For(0);
        var counts = Enumerable.Range(0, 60_000).Select(_ =>
        {
            char[] letters = ['a', 'b', 'c'];
            random.Shuffle<char>(letters);
            return new string(letters);
        }).CountBy(order => order).Select(pair => pair.Value).ToArray();

        // Binomial with 1/6: a deviation of 91.
        Assert.Equal(6, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 460, 10_000 + 460));
    }

    [Fact]
    public void Shapes_near_nothing_still_give_a_share() => Assert.InRange(new Seed(1).For(0).Beta(1e-320, 1e-320), 0, 1);

    private static void Expect(Func<Generator, double> draw, double mean, double variance)
    {
        var random = new Seed(5).For(0);
        double[] values = [.. Enumerable.Range(0, Many).Select(_ => draw(random))];
        double found = values.Average(), spread = values.Average(value => (value - found) * (value - found));

        Assert.Equal(mean, found, 5 * Math.Sqrt(variance / Many));
        Assert.InRange(spread / variance, 0.9, 1.1);
    }
}
