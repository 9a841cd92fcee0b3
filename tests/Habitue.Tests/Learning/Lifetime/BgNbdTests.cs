using System.Text.Json;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Lifetime;

/// <summary>Against the published results on CDNOW, and against scipy's values of the paper's formulas (tests/reference/lifetime.py).</summary>
public sealed class BgNbdTests
{
    private static readonly Lazy<BgNbdModel> Fitted = new(() => new BgNbd().Fit(Cdnow.Histories()));

    /// <summary>As printed in the paper's table 2 and in the tests of lifetimes.</summary>
    private static readonly BgNbdModel Published = BgNbdModel.Of(0.243, 4.414, 0.793, 2.426);

    /// <summary>Parameters and standard errors of logarithms as CLVTools documents them, the likelihood as in the paper.</summary>
    [Fact]
    public void It_finds_the_published_maximum()
    {
        var found = Fitted.Value.Estimates;

        Assert.True(found.Converged);
        Assert.Equal(-9582.429, found.LogLikelihood, 0.0005);
        Iris.Near([0.24259, 4.41360, 0.79292, 2.42589], found.Values, 2e-5);
        Iris.Near([0.05176, 0.08570, 0.23424, 0.29078], found.LogStandardErrors, 2e-4);
        Assert.Equal(["r", "alpha", "a", "b"], found.Names);
        Assert.Equal(-9582.43, new BgNbd().Fit(Cdnow.Summary()).Estimates.LogLikelihood, 0.005); // times rounded, as in the paper
        Assert.Equal(found.Values, [Fitted.Value.R, Fitted.Value.Alpha, Fitted.Value.A, Fitted.Value.B]);
    }

    [Fact]
    public void It_expects_of_a_customer_what_the_paper_expects()
    {
        var customer = new PurchaseHistories([2], [30.43], [38.86]);

        Assert.Equal(1.226, Fitted.Value.ExpectedPurchases(customer, 39)[0], 0.0005);
    }

    /// <summary>
    /// The published values come from the authors' spreadsheet. Its last one, 1.8576 for 78 weeks, is what the series of 2F1 gives when it is cut off after 150
    /// terms; summed to its end (and by scipy) it is 1.85797.
    /// </summary>
    [Fact]
    public void It_expects_of_a_new_customer_what_the_paper_expects()
    {
        var model = Fitted.Value;

        Iris.Near([0.0078, 0.0532, 0.1506, 1.0405, 1.0437], new[] { 0.1429, 1, 3, 31.8571, 32 }.Select(model.ExpectedPurchases), 0.00005);
        Assert.Equal(1.85797, model.ExpectedPurchases(78), 0.00002);
        var (sum, term, z) = (1.0, 1.0, 78 / (model.Alpha + 78));
        for (var n = 0; n < 150; n++) sum += term *= (model.R + n) * (model.B + n) / ((model.A + model.B - 1 + n) * (n + 1)) * z;
        Assert.Equal(1.8576, (model.A + model.B - 1) / (model.A - 1) * (1 - (Math.Pow(model.Alpha / (model.Alpha + 78), model.R) * sum)), 0.00005);
    }

    /// <summary>The chi-squared of the paper: numbers of customers by repeat purchases, 0 to 6 and 7 or more; 8 - 4 - 1 degrees of freedom.</summary>
    [Fact]
    public void The_histogram_fits_as_well_as_in_the_paper()
    {
        var histories = Cdnow.Summary();
        var (expected, found) = (new double[8], new double[8]);
        for (var i = 0; i < histories.Count; i++)
        {
            found[Math.Min(7, histories.Repeats[i])]++;
            for (var n = 0; n < 7; n++) expected[n] += Fitted.Value.ProbabilityOf(n, histories.Age[i]);
        }

        expected[7] = histories.Count - expected[..7].Sum();
        var chiSquared = expected.Zip(found, (e, f) => (e - f) * (e - f) / e).Sum();

        Assert.Equal(1411, found[0]);
        Assert.Equal(4.82, chiSquared, 0.005);
        Assert.Equal(0.19, SpecialFunctions.ChiSquaredTail(chiSquared, 3), 0.005);
    }

    /// <summary>The figures were computed with the published three digits of the parameters; with more digits the total is 1,653.4.</summary>
    [Fact]
    public void Its_forecast_of_the_holdout_is_as_good_as_it_is_known_to_be()
    {
        var (histories, bought) = (Cdnow.Histories(), Cdnow.Holdout());
        var forecast = Published.ExpectedPurchases(histories, 39);
        Assert.Equal(forecast.Sum(), Fitted.Value.ExpectedPurchases(histories, 39).Sum(), 0.001 * forecast.Sum());
        double[] actual = [.. bought.Select(count => (double)count)];

        Assert.Equal((1882.0, 684), (actual.Sum(), bought.Count(count => count > 0)));
        Assert.Equal(1653.9, forecast.Sum(), 0.05);
        Assert.Equal(0.786, forecast.Zip(actual, (f, a) => Math.Abs(f - a)).Average(), 0.0005);
        Assert.Equal(1.608, Math.Sqrt(forecast.Zip(actual, (f, a) => (f - a) * (f - a)).Average()), 0.0005);
        Assert.Equal(0.6256, Correlated(forecast, actual), 0.00005);
        int[] without = [.. Enumerable.Range(0, histories.Count).Where(i => histories.Repeats[i] == 0)];
        Assert.Equal((1411, 334.0), (without.Length, without.Sum(i => actual[i])));
        Assert.Equal(0.225, without.Average(i => forecast[i]), 0.0005);
    }

    [Fact]
    public void The_published_summary_follows_from_the_purchases()
    {
        var (exact, published) = (Cdnow.Histories(), Cdnow.Summary());

        Assert.Equal(published.Repeats.ToArray(), exact.Repeats.ToArray());
        Iris.Near(published.Recency.ToArray(), exact.Recency.ToArray(), 0.00501);
        Iris.Near(published.Age.ToArray(), exact.Age.ToArray(), 0.00501);
        Iris.Near(published.Spend.ToArray(), exact.Spend.ToArray(), 0.00501);
    }

    [Fact]
    public void Its_formulas_are_those_of_the_paper()
    {
        foreach (var row in Reference.Of("bgnbd", "rows").EnumerateArray())
        {
            var (model, customer) = (Of(row.GetProperty("parameters").Numbers()), History(row));
            Reference.Near(row.Number("log_likelihood"), LogLikelihood(model.Estimates.Span, customer, new double[4]), 1e-12);
            Reference.Near(row.Number("alive"), model.ProbabilityAlive(customer)[0], 1e-13);
            if (!row.TryGetProperty("expected_1", out _)) continue;
            Reference.Close(row.Number("expected_1"), model.ExpectedPurchases(customer, 1)[0], 1e-10);
            Reference.Close(row.Number("expected_39"), model.ExpectedPurchases(customer, 39)[0], 1e-10);
        }
    }

    [Fact]
    public void Where_the_papers_formula_has_no_value_the_forecast_has_one()
    {
        var customer = new PurchaseHistories([3], [20], [30]);

        Assert.Equal(Reference.Of("bgnbd", "expected_at_a_1")[0].GetDouble(), Of([0.5, 4, 1, 2]).ExpectedPurchases(customer, 10)[0], 1e-6);
        Assert.Equal(Of([0.5, 4, 0.6, 0.4 + 1e-9]).ExpectedPurchases(10), Of([0.5, 4, 0.6, 0.4]).ExpectedPurchases(10), 1e-7);
    }

    [Fact]
    public void Numbers_of_purchases_are_as_likely_as_the_mixture_says()
    {
        var model = Of([2.4, 4.4, 1.8, 2.4]);

        Assert.All(Reference.Rows("bgnbd", "probability"), row => Assert.Equal(row[2], model.ProbabilityOf((int)row[0], row[1]), 2e-5));
        Assert.Equal(1, Enumerable.Range(0, 200).Sum(n => model.ProbabilityOf(n, 10)), 1e-9);
        Assert.Equal(model.ExpectedPurchases(10), Enumerable.Range(0, 400).Sum(n => n * model.ProbabilityOf(n, 10)), 1e-9);
    }

    [Fact]
    public void The_gradient_is_that_of_the_likelihood()
    {
        var histories = new PurchaseHistories([0, 0, 1, 2, 5, 26, 120], [0, 0, 1.71, 30.43, 36, 30.86, 30], [38.86, 2, 38.86, 38.86, 37.5, 31, 31]);
        double[] at = [0.6, 7.0, 0.8, 2.4], gradient = new double[4], none = new double[4];
        LogLikelihood(at, histories, gradient);
        for (var i = 0; i < 4; i++)
        {
            double[] low = [.. at], high = [.. at];
            low[i] -= 1e-5;
            high[i] += 1e-5;
            Reference.Near((LogLikelihood(high, histories, none) - LogLikelihood(low, histories, none)) / 2e-5, gradient[i], 1e-8);
        }
    }

    [Fact]
    public void Another_unit_of_time_changes_alpha_alone()
    {
        var (customers, dates, amounts) = Cdnow.Transactions();
        var days = new BgNbd().Fit(PurchaseHistories.OfTransactions(customers, dates, amounts, Cdnow.Calibrated, TimeUnit.Day)).Estimates;
        var weeks = new BgNbd().Fit(Cdnow.Histories()).Estimates;

        Iris.Near([weeks.Values[0], 7 * weeks.Values[1], weeks.Values[2], weeks.Values[3]], days.Values, 1e-4);
        Iris.Near(weeks.LogStandardErrors, days.LogStandardErrors, 1e-4);
    }

    [Fact]
    public void The_order_of_the_customers_changes_nothing()
    {
        var histories = Cdnow.Histories();
        int[] backwards = [.. Enumerable.Range(0, histories.Count).Reverse()];

        Assert.Equal(ModelFile.Save(Fitted.Value), ModelFile.Save(new BgNbd().Fit(histories.Take(backwards))));
    }

    [Fact]
    public void Customers_that_do_not_differ_have_no_maximum_but_finite_answers()
    {
        var same = new PurchaseHistories([.. Enumerable.Repeat(3, 40)], [.. Enumerable.Repeat(20.0, 40)], [.. Enumerable.Repeat(30.0, 40)]);

        var model = new BgNbd().Fit(same);

        Assert.False(model.Estimates.Converged);
        Assert.InRange(model.ExpectedPurchases(same, 30)[0], 0, 6);
        Assert.True(double.IsNaN(model.Estimates.StandardErrors[0]));
    }

    [Fact]
    public void Who_never_came_back_teaches_nothing()
    {
        var error = Assert.Throws<BadDataException>(() => new BgNbd().Fit(new PurchaseHistories([0, 0], [0, 0], [3, 4])));

        Assert.Equal(("BgNbd needs customers who bought again; none of 2 did.", "repeats"), (error.Message, error.Column));
    }

    [Fact]
    public void Standard_errors_and_intervals_follow_from_the_covariance_of_logarithms()
    {
        var found = Fitted.Value.Estimates;

        Assert.Equal(found.Values[1] * found.LogStandardErrors[1], found.StandardErrors[1], 1e-12);
        Assert.Equal(found.StandardErrors[1] * found.StandardErrors[1], found.Covariance(1, 1), 1e-12);
        Assert.Equal(found.Covariance(0, 2), found.Covariance(2, 0), 1e-12);
        var (low, high) = found.Interval(1);
        Assert.Equal(found.Values[1] * Math.Exp(-1.959963984540054 * found.LogStandardErrors[1]), low, 1e-9);
        Assert.Equal(found.Values[1], Math.Sqrt(low * high), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => found.Interval(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => found.LogCovariance(0, 4));
    }

    [Fact]
    public void A_time_ahead_is_not_below_0()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Fitted.Value.ExpectedPurchases(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fitted.Value.ProbabilityOf(-1, 1));
        Assert.Throws<ArgumentException>(() => Fitted.Value.ExpectedPurchases(new PurchaseHistories([0], [0], [1]), 1, new double[2]));
        Assert.Equal(0, Fitted.Value.ExpectedPurchases(0), 1e-15);
    }

    [Fact]
    public void Parameters_of_elsewhere_make_a_model_whose_likelihood_nobody_knows()
    {
        Assert.Equal((0.243, 2.426, false), (Published.R, Published.B, Published.Estimates.Converged));
        Assert.True(double.IsNaN(Published.Estimates.LogLikelihood));
        Assert.Throws<ArgumentOutOfRangeException>(() => BgNbdModel.Of(1, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BgNbdModel.Of(1, 1, double.NaN, 1));
    }

    internal static BgNbdModel Of(double[] parameters) => BgNbdModel.Of(parameters[0], parameters[1], parameters[2], parameters[3]);

    internal static PurchaseHistories History(JsonElement row)
    {
        var history = row.GetProperty("history").Numbers();
        return new PurchaseHistories([(int)history[0]], [history[1]], [history[2]]);
    }

    internal static double Correlated(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        var both = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return both / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }

    private static double LogLikelihood(ReadOnlySpan<double> parameters, PurchaseHistories histories, double[] gradient) =>
        BgNbdLikelihood.Of(histories.Groups()).Sum(parameters, gradient, default);
}
