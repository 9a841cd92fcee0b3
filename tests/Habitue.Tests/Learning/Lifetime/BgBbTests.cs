using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;

namespace Habitue.Tests.Learning.Lifetime;

/// <summary>Against the published results on 11,104 donors, and against exact integration of the model (tests/reference/lifetime.py).</summary>
public sealed class BgBbTests
{
    [Fact]
    public void It_finds_the_published_maximum()
    {
        var model = new BgBb().Fit(Cdnow.Donors());

        Assert.True(model.Estimates.Converged);
        Assert.Equal(11_104, model.Card.Rows);
        Assert.Equal(-33_225.6, model.Estimates.LogLikelihood, 0.05);
        Iris.Near([1.204, 0.750, 0.657, 2.783], model.Estimates.Values, 0.0005);
        Assert.Equal([model.Alpha, model.Beta, model.Gamma, model.Delta], model.Estimates.Values);
    }

    [Fact]
    public void Its_formulas_are_what_the_model_says()
    {
        var rows = Reference.Of("bgbb", "rows").EnumerateArray().ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var p = row.GetProperty("parameters").Numbers();
            var (model, customer) = (BgBbModel.Of(p[0], p[1], p[2], p[3]), BgNbdTests.History(row));
            Reference.Near(row.Number("log_likelihood"), new BgBbLikelihood(customer.Groups()).Sum(p, new double[4]), 1e-12);
            Reference.Near(row.Number("alive"), model.ProbabilityAlive(customer)[0], 1e-12);
            Reference.Near(row.Number("expected_5"), model.ExpectedPurchases(customer, 5)[0], 1e-12);
            if (row.TryGetProperty("new_5", out var fresh)) Reference.Near(fresh.GetDouble(), model.ExpectedPurchases(5), 1e-12);
        }
    }

    [Fact]
    public void The_gradient_is_that_of_the_likelihood()
    {
        var likelihood = new BgBbLikelihood(new PurchaseHistories([0, 1, 2, 6, 3, 0, 12], [0, 1, 5, 6, 7, 0, 12], [6, 6, 6, 6, 12, 0, 12]).Groups());
        double[] at = [1.2, 0.75, 0.66, 2.8], gradient = new double[4], none = new double[4];
        likelihood.Sum(at, gradient);
        for (var i = 0; i < 4; i++)
        {
            double[] low = [.. at], high = [.. at];
            low[i] -= 1e-5;
            high[i] += 1e-5;
            Reference.Near((likelihood.Sum(high, none) - likelihood.Sum(low, none)) / 2e-5, gradient[i], 1e-8);
        }
    }

    [Theory]
    [InlineData(2, 3.5, 6, "recency")]
    [InlineData(3, 2, 6, "recency")]
    [InlineData(2, 3, 6.5, "age")]
    public void Times_are_whole_opportunities_as_many_as_purchases(int repeats, double recency, double age, string column)
    {
        var odd = new PurchaseHistories([1, repeats], [1, recency], [6, age]);

        var error = Assert.Throws<BadDataException>(() => new BgBb().Fit(odd));

        Assert.Equal((column, 1), (error.Column, error.Row));
        Assert.Throws<BadDataException>(() => BgBbModel.Of(1, 1, 1, 1).ProbabilityAlive(odd));
        Assert.Throws<ArgumentOutOfRangeException>(() => BgBbModel.Of(1, 1, 1, 1).ExpectedPurchases(2.5));
    }
}
