using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Lifetime;

public sealed class ParametricBootstrapTests
{
    /// <summary>The spread of the refits is what the information says: two ways to the same standard errors, of a hundred draws within a quarter.</summary>
    [Fact]
    public void Refits_spread_as_the_standard_errors_say()
    {
        var histories = Cdnow.Summary();
        var model = new BgNbd().Fit(histories);

        var intervals = new ParametricBootstrap { Resamples = 200, Seed = 4 }.Expectations(model, histories, 39);

        Assert.Equal(200, intervals.Parameters.Count);
        for (var i = 0; i < 4; i++)
        {
            double[] logarithms = [.. intervals.Parameters.Select(draw => Math.Log(draw[i]))];
            var mean = logarithms.Average();
            var spread = Math.Sqrt(logarithms.Sum(value => (value - mean) * (value - mean)) / (logarithms.Length - 1));
            Assert.InRange(spread / model.Estimates.LogStandardErrors[i], 0.75, 1.35);
            Assert.InRange(mean - Math.Log(model.Estimates.Values[i]), -0.5 * spread, 0.5 * spread);
        }
    }

    /// <summary>The width for the customer of the paper, by the delta method: gradient of the expectation by numbers, times the covariance.</summary>
    [Fact]
    public void Intervals_are_as_wide_as_the_delta_method_says()
    {
        var histories = Cdnow.Summary();
        var (model, customer) = (new BgNbd().Fit(histories), histories.Take([0]));
        var slopes = new double[4];
        for (var i = 0; i < 4; i++)
        {
            double[] low = [.. model.Estimates.Values], high = [.. model.Estimates.Values];
            low[i] *= Math.Exp(-1e-4);
            high[i] *= Math.Exp(1e-4);
            slopes[i] = (BgNbdTests.Of(high).ExpectedPurchases(customer, 39)[0] - BgNbdTests.Of(low).ExpectedPurchases(customer, 39)[0]) / 2e-4;
        }

        var variance = Enumerable.Range(0, 16).Sum(at => slopes[at / 4] * slopes[at % 4] * model.Estimates.LogCovariance(at / 4, at % 4));
        var width = 2 * SpecialFunctions.NormalQuantile(0.95) * Math.Sqrt(variance);

        var intervals = new ParametricBootstrap { Resamples = 400, Level = 0.9, Seed = 9 }.Expectations(model, histories, 39);

        Assert.Equal(histories.Count, intervals.Count);
        Assert.Equal(0.9, intervals.Level);
        Assert.InRange(1.226, intervals[0].Low, intervals[0].High);
        Assert.InRange((intervals[0].High - intervals[0].Low) / width, 0.8, 1.25);
        var forecast = model.ExpectedPurchases(histories, 39);
        Assert.All(Enumerable.Range(0, histories.Count), i => Assert.InRange(forecast[i], 0.8 * intervals[i].Low, 1.25 * intervals[i].High));
    }

    [Fact]
    public void A_fit_to_simulated_customers_finds_the_parameters_they_were_drawn_from()
    {
        double[] truth = [0.8, 6, 1.2, 3];
        var drawn = BgNbdTests.Of(truth).Simulate([.. Enumerable.Range(0, 20_000).Select(i => 20.0 + (i % 30))], seed: 2);

        var found = new BgNbd().Fit(drawn).Estimates;

        for (var i = 0; i < 4; i++) Assert.InRange(Math.Abs(Math.Log(found.Values[i] / truth[i])) / found.LogStandardErrors[i], 0, 3.5);
    }

    /// <summary>Equation 8 and the recency, of which the mean given one purchase follows from the model by numbers.</summary>
    [Fact]
    public void Simulated_customers_buy_as_often_as_the_model_says()
    {
        const int many = 50_000;
        var model = BgNbdModel.Of(0.8, 6, 1.2, 3);

        var drawn = model.Simulate([.. Enumerable.Repeat(25.0, many)], seed: 7);

        for (var n = 0; n < 6; n++)
        {
            var expected = model.ProbabilityOf(n, 25);
            Assert.Equal(expected, drawn.Repeats.ToArray().Count(x => x == n) / (double)many, 4 * Math.Sqrt(expected * (1 - expected) / many));
        }

        Assert.Equal(model.ExpectedPurchases(25), drawn.Repeats.ToArray().Average(), 0.05);

        // Of one purchase at t: (alpha + t)^-(r+1) if the customer left then, (alpha + T)^-(r+1) if not, with odds a : b.
        double mass = 0, moment = 0;
        for (var t = 0.0005; t < 25; t += 0.001)
        {
            var density = (1.2 * Math.Pow(6 + t, -1.8)) + (3 * Math.Pow(31, -1.8));
            (mass, moment) = (mass + density, moment + (density * t));
        }

        double[] once = [.. Enumerable.Range(0, many).Where(i => drawn.Repeats[i] == 1).Select(i => drawn.Recency[i])];
        Assert.Equal(moment / mass, once.Average(), 5 * 8 / Math.Sqrt(once.Length));
    }

    [Fact]
    public void The_same_seed_gives_the_same_intervals_on_any_number_of_threads()
    {
        var histories = Cdnow.Summary().Take([.. Enumerable.Range(0, 600)]);
        var model = new BgNbd().Fit(histories);
        var recipe = new ParametricBootstrap { Resamples = 20, Seed = 3 };

        ExpectationIntervals one = recipe.Expectations(model, histories, 10, new FitRun(Threads: 1)), four = recipe.Expectations(model, histories, 10, new FitRun(Threads: 4));
        var other = (recipe with { Seed = 4 }).Expectations(model, histories, 10);

        Assert.Equal(Enumerable.Range(0, one.Count).Select(i => one[i]), Enumerable.Range(0, one.Count).Select(i => four[i]));
        Assert.NotEqual(one[0], other[0]);
    }

    [Fact]
    public void It_stops_when_cancelled_and_tells_how_far_it_is()
    {
        var histories = Cdnow.Summary().Take([.. Enumerable.Range(0, 300)]);
        var model = new BgNbd().Fit(histories);
        using var cancel = new CancellationTokenSource();
        var shares = new List<double>();
        new ParametricBootstrap { Resamples = 10 }.Expectations(model, histories, 10, new FitRun(Progress: new Listener(shares.Add), Threads: 1));
        cancel.Cancel();

        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        Assert.ThrowsAny<OperationCanceledException>(() => new ParametricBootstrap().Expectations(model, histories, 10, new FitRun(cancel.Token)));
    }

    [Fact]
    public void Its_limits_are_named()
    {
        var histories = new PurchaseHistories([1, 2], [1, 2], [3, 4]);
        var model = BgNbdTests.Of([0.5, 4, 1, 2]);

        Assert.Equal("Resamples", Assert.Throws<SettingException>(() => new ParametricBootstrap { Resamples = 9 }.Expectations(model, histories, 1)).Setting);
        Assert.Equal("Level", Assert.Throws<SettingException>(() => new ParametricBootstrap { Level = 1 }.Expectations(model, histories, 1)).Setting);
        Assert.Throws<BadDataException>(() => new ParametricBootstrap().Expectations(model, new PurchaseHistories([], [], []), 1));
    }

    private sealed class Listener(Action<double> heard) : IProgress<double>
    {
        public void Report(double value) => heard(value);
    }
}
