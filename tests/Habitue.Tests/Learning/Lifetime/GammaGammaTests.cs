using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;

namespace Habitue.Tests.Learning.Lifetime;

/// <summary>Against the published results on the 946 customers of CDNOW who came back.</summary>
public sealed class GammaGammaTests
{
    private static readonly GammaGammaModel Published = GammaGammaModel.Of(6.25, 3.74, 15.44);
    private static readonly Lazy<GammaGammaModel> Fitted = new(() => new GammaGamma().Fit(Cdnow.Summary()));

    [Fact]
    public void It_finds_the_published_parameters()
    {
        var found = Fitted.Value.Estimates;

        Assert.True(found.Converged);
        Iris.Near([6.25, 3.74, 15.44], found.Values, 0.0101); // v is 15.448; the likelihood is so flat along it that 15.44 has the same to two decimals
        Iris.Near([6.25, 3.74], found.Values.Take(2), 0.005);
        Assert.Equal(-4055.92, found.LogLikelihood, 0.005);
        Assert.Equal([Fitted.Value.P, Fitted.Value.Q, Fitted.Value.V], found.Values);
        Assert.All(found.StandardErrors, error => Assert.InRange(error, 0.1, 5));
    }

    [Fact]
    public void At_the_published_parameters_the_likelihood_is_what_it_is_known_to_be()
    {
        var likelihood = new GammaGammaLikelihood(Cdnow.Summary());

        Assert.Equal(946, likelihood.Customers);
        Assert.Equal(35.08, likelihood.MeanSpend, 0.005);
        Assert.Equal(-4055.92, likelihood.Sum([6.25, 3.74, 15.44], new double[3]), 0.005);
    }

    [Fact]
    public void It_expects_of_customers_what_is_published()
    {
        Assert.Equal(35.22, Published.MeanSpend, 0.005);
        Iris.Near([24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17], Fitted.Value.ExpectedSpend(Cdnow.Summary()).Take(10), 0.1);
    }

    [Fact]
    public void The_gradient_is_that_of_the_likelihood()
    {
        var likelihood = new GammaGammaLikelihood(new PurchaseHistories([1, 2, 2, 9, 0], [1, 2, 2, 3, 0], [5, 5, 5, 5, 5], [20, 35.5, 12, 70, 0]));
        double[] at = [4.5, 2.5, 11], gradient = new double[3], none = new double[3];
        likelihood.Sum(at, gradient);
        for (var i = 0; i < 3; i++)
        {
            double[] low = [.. at], high = [.. at];
            low[i] -= 1e-5;
            high[i] += 1e-5;
            Reference.Near((likelihood.Sum(high, none) - likelihood.Sum(low, none)) / 2e-5, gradient[i], 1e-8);
        }
    }

    /// <summary>The discounted value by months, as tests/reference/lifetime.py sums it from the papers' formulas.</summary>
    [Fact]
    public void Value_is_the_discounted_sum_of_what_each_period_brings()
    {
        var rows = Reference.Rows("value");
        var customers = new PurchaseHistories([.. rows.Select(row => (int)row[0])], [.. rows.Select(row => row[1])], [.. rows.Select(row => row[2])], [.. rows.Select(row => row[3])]);
        var purchases = BgNbdModel.Of(0.243, 4.414, 0.793, 2.426);

        var value = new DiscountedValue { Periods = 12, Discount = 0.01 }.PerCustomer(purchases, Published, customers);

        for (var i = 0; i < rows.Length; i++)
        {
            Reference.Close(rows[i][4], Published.ExpectedSpend(customers)[i], 1e-12);
            Reference.Close(rows[i][5], value[i], 1e-10);
        }

        var undiscounted = new DiscountedValue { Periods = 1, PeriodLength = 52, Discount = 0 }.PerCustomer(purchases, Published, customers);
        Iris.Near([.. purchases.ExpectedPurchases(customers, 52).Zip(Published.ExpectedSpend(customers), (count, each) => count * each)], undiscounted, 1e-10);
    }

    [Fact]
    public void Where_there_is_no_mean_it_is_infinite()
    {
        var model = GammaGammaModel.Of(0.4, 0.5, 10);

        Assert.Equal(double.PositiveInfinity, model.MeanSpend);
        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity, Math.Round(0.4 * (10 + 40) / 0.3, 9)], model.ExpectedSpend(new PurchaseHistories([0, 1, 2], [0, 1, 1], [2, 2, 2], [0, 20, 20])).Select(one => Math.Round(one, 9)));
    }

    [Fact]
    public void Spend_that_is_missing_or_nothing_is_an_error()
    {
        Assert.Equal("spend", Assert.Throws<BadDataException>(() => new GammaGamma().Fit(new PurchaseHistories([1], [1], [2]))).Column);
        var error = Assert.Throws<BadDataException>(() => new GammaGamma().Fit(new PurchaseHistories([1, 1], [1, 1], [2, 2], [5, 0])));
        Assert.Equal(("The mean spend of customer 1 is 0; GammaGamma knows only amounts above 0, so leave the customer out.", 1), (error.Message, error.Row));
        Assert.Throws<BadDataException>(() => new GammaGamma().Fit(new PurchaseHistories([0], [0], [2], [0])));
        Assert.Equal("Periods", Assert.Throws<SettingException>(() => new DiscountedValue { Periods = 0 }.PerCustomer(BgNbdModel.Of(1, 1, 1, 1), Published, Cdnow.Summary())).Setting);
    }
}
