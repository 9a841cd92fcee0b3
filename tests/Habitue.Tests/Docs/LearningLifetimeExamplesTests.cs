using System.Text.RegularExpressions;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;
using Habitue.Tests.Architecture;
using Habitue.Tests.Learning.Lifetime;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/lifetime.md run here; each of its blocks stands in this file, line for line.</summary>
public sealed partial class LearningLifetimeExamplesTests
{
    [Fact]
    public void Every_example_of_the_page_is_run_here()
    {
        string[] here = [.. File.ReadAllLines(Path.Combine(Repository.Folder, "tests", "Habitue.Tests", "Docs", $"{nameof(LearningLifetimeExamplesTests)}.cs")).Select(line => line.Trim())];
        string[] blocks = [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "learning", "lifetime.md"))).Select(match => match.Groups[1].Value)];

        Assert.Equal(8, blocks.Length);
        Assert.All(blocks, block =>
        {
            string[] lines = [.. block.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim())];
            Assert.Contains(Enumerable.Range(0, here.Length), at => here.AsSpan(at).StartsWith(lines));
        });
    }

    /// <summary>Lines stand here as on the page, so that names must be used in the way of the page too.</summary>
    [Fact]
    public void Purchases_are_forecast_with_intervals_and_worth()
    {
        var (customers, dates, amounts) = Cdnow.Transactions();

        var histories = PurchaseHistories.OfTransactions(customers, dates, amounts, until: new DateOnly(1997, 9, 30), TimeUnit.Week);

        var model = new BgNbd().Fit(histories);
        double[] next = model.ExpectedPurchases(histories, periods: 39);
        double[] alive = model.ProbabilityAlive(histories);

        var intervals = new ParametricBootstrap { Resamples = 100, Level = 0.9, Seed = 1 }.Expectations(model, histories, periods: 39);
        var (low, high) = intervals[0];

        var pareto = new ParetoNbd().Fit(histories);
        double[] aliveNow = pareto.ProbabilityAlive(histories);

        var spend = new GammaGamma().Fit(histories);
        double[] each = spend.ExpectedSpend(histories);
        double[] value = new DiscountedValue { Periods = 12, PeriodLength = 30.4375 / 7, Discount = 0.01 }.PerCustomer(model, spend, histories);

        Assert.Equal(1.226, next[0], 0.001);
        Assert.InRange(next[0], low, high);
        var silent = Array.IndexOf(histories.Repeats.ToArray(), 0);
        Assert.Equal(1, alive[silent]);
        Assert.InRange(aliveNow[silent], 0, 0.9);
        Assert.Equal(24.65, each[0], 0.1);
        Assert.InRange(value[0], 0.9 * each[0] * model.ExpectedPurchases(histories, 12 * 30.4375 / 7)[0], each[0] * model.ExpectedPurchases(histories, 12 * 30.4375 / 7)[0]);
    }

    [Fact]
    public void Donations_are_forecast()
    {
        var donors = new PurchaseHistories(repeats: [3, 1, 0, 6], recency: [5, 1, 0, 6], age: [6, 6, 6, 6]);
        var yearly = new BgBb().Fit(donors);
        double[] nextFiveYears = yearly.ExpectedPurchases(donors, periods: 5);

        Assert.All(nextFiveYears, expected => Assert.InRange(expected, 0, 5));
        Assert.True(nextFiveYears[3] > nextFiveYears[0] && nextFiveYears[0] > nextFiveYears[1]);
    }

    /// <summary>At 6 one of six leaves, at 7 one of four, at 10 one of three, at 16 the last one: 5/6, 5/8, 5/12, 0.</summary>
    [Fact]
    public void Subscriptions_are_counted()
    {
        var subscriptions = new Survivals(durations: [6, 6, 7, 10, 13, 16], events: [true, false, true, true, false, true]);
        var curve = new KaplanMeier().Fit(subscriptions);
        double afterTen = curve.Survival(10);
        double half = curve.Median;

        Assert.Equal(5.0 / 12, afterTen, 1e-12);
        Assert.Equal(10, half);
    }

    [Fact]
    public void Leaving_is_explained()
    {
        double[] months = [.. KaplanMeierTests.SixMp, .. KaplanMeierTests.Placebo];
        bool[] left = [.. KaplanMeierTests.Treated().Events, .. KaplanMeierTests.Placebo.Select(_ => true)];
        var features = Matrix.OfColumns(("placebo", [.. months.Select((_, i) => i < 21 ? 0f : 1f)]));

        var watched = new Survivals(months, left, features);
        var cox = new CoxRegression { Ties = TiedEvents.Efron }.Fit(watched);
        CoxCoefficient first = cox.Coefficients[0];
        double factor = first.HazardRatio, p = first.PValue;
        double[] stays = cox.Survival(features, time: 12);

        Assert.Equal(4.817, factor, 0.0005);
        Assert.Equal(0.000138, p, 0.000001);
        Assert.True(stays[0] > 0.6 && stays[41] < 0.3);
    }

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
