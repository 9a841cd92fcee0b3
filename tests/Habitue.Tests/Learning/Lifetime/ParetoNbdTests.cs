using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;

namespace Habitue.Tests.Learning.Lifetime;

/// <summary>Against the published results on CDNOW, and against scipy's values of the paper's formulas (tests/reference/lifetime.py).</summary>
public sealed class ParetoNbdTests
{
    private static readonly Lazy<ParetoNbdModel> Fitted = new(() => new ParetoNbd().Fit(Cdnow.Summary()));

    [Fact]
    public void It_finds_the_published_maximum()
    {
        var found = Fitted.Value.Estimates;

        Assert.True(found.Converged);
        Assert.Equal(-9594.97, found.LogLikelihood, 0.01);
        Iris.Near([0.553, 10.578, 0.606, 11.669], found.Values, 0.002);
        Assert.Equal(found.Values, [Fitted.Value.R, Fitted.Value.Alpha, Fitted.Value.S, Fitted.Value.Beta]);
        Assert.All(found.LogStandardErrors, error => Assert.InRange(error, 0.01, 1));
    }

    /// <summary>The published values belong to the two digits of the parameters in the manual of the R package BTYD.</summary>
    [Fact]
    public void It_expects_of_a_new_customer_what_is_published()
    {
        var published = ParetoNbdModel.Of(0.55, 10.56, 0.61, 11.64);

        Iris.Near(
            [0, 0.05078, 0.09916, 0.14543, 0.18980, 0.23247, 0.27361, 0.31335, 0.35181, 0.38909],
            Enumerable.Range(0, 10).Select(t => published.ExpectedPurchases(t)), 0.0000051);
    }

    [Fact]
    public void It_expects_of_a_frequent_buyer_what_is_published()
    {
        var customer = new PurchaseHistories([26], [30.86], [31]);

        Assert.Equal(25.46, Fitted.Value.ExpectedPurchases(customer, 52)[0], 0.005);
        Assert.Equal(0.9979, Fitted.Value.ProbabilityAlive(customer)[0], 0.00005);
    }

    /// <summary>The zero class and the correlation with the holdout, as in the stored note on the paper.</summary>
    [Fact]
    public void Its_forecast_of_the_holdout_is_as_good_as_it_is_known_to_be()
    {
        var (histories, bought) = (Cdnow.Histories(), Cdnow.Holdout());
        var forecast = new ParetoNbd().Fit(histories).ExpectedPurchases(histories, 39);

        Assert.Equal(0.630, BgNbdTests.Correlated(forecast, [.. bought.Select(count => (double)count)]), 0.0005);
        Assert.Equal(0.14, Enumerable.Range(0, histories.Count).Where(i => histories.Repeats[i] == 0).Average(i => forecast[i]), 0.005);
    }

    [Fact]
    public void Its_formulas_are_those_of_the_papers()
    {
        var rows = Reference.Of("pareto", "rows").EnumerateArray().ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var p = row.GetProperty("parameters").Numbers();
            var (model, customer) = (ParetoNbdModel.Of(p[0], p[1], p[2], p[3]), BgNbdTests.History(row));
            Reference.Near(row.Number("log_likelihood"), new ParetoNbdLikelihood(customer.Groups()).Sum(p, new double[4], default), 1e-11);
            Reference.Near(row.Number("alive"), model.ProbabilityAlive(customer)[0], 1e-10);
            Reference.Close(row.Number("expected_1"), model.ExpectedPurchases(customer, 1)[0], 1e-9);
            Reference.Close(row.Number("expected_52"), model.ExpectedPurchases(customer, 52)[0], 1e-9);
        }
    }

    [Theory]
    [InlineData(0.6, 10, 0.7, 12)]
    [InlineData(2.5, 30, 0.4, 3)]
    [InlineData(1.5, 6, 1, 6)]
    public void The_gradient_is_that_of_the_likelihood(double r, double alpha, double s, double beta)
    {
        var likelihood = new ParetoNbdLikelihood(new PurchaseHistories([0, 0, 1, 2, 5, 26, 120, 3], [0, 0, 1.71, 30.43, 36, 30.86, 30, 9], [38.86, 2, 38.86, 38.86, 37.5, 31, 31, 9]).Groups());
        double[] at = [r, alpha, s, beta], gradient = new double[4], none = new double[4];
        likelihood.Sum(at, gradient, default);
        for (var i = 0; i < 4; i++)
        {
            double[] low = [.. at], high = [.. at];
            low[i] -= 1e-5;
            high[i] += 1e-5;
            Reference.Near((likelihood.Sum(high, none, default) - likelihood.Sum(low, none, default)) / 2e-5, gradient[i], 1e-7);
        }
    }
}
