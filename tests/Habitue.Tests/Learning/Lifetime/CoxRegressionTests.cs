using System.Text.Json;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;

namespace Habitue.Tests.Learning.Lifetime;

/// <summary>Against what tests/reference/lifetime.py finds by searching the partial likelihood, written by its definition, with scipy.optimize.</summary>
public sealed class CoxRegressionTests
{
    public static TheoryData<string, TiedEvents> Cases => new()
    {
        { "leukaemia", TiedEvents.Efron }, { "leukaemia", TiedEvents.Breslow }, { "made", TiedEvents.Efron }, { "made", TiedEvents.Breslow },
    };

    /// <summary>As R and the textbooks print them.</summary>
    [Theory]
    [InlineData(TiedEvents.Efron, 1.5721, 0.4124, -85.0084)]
    [InlineData(TiedEvents.Breslow, 1.5092, 0.4096, -86.3796)]
    public void The_drug_of_the_textbooks_works_as_in_the_textbooks(TiedEvents ties, double coefficient, double error, double logLikelihood)
    {
        var model = new CoxRegression { Ties = ties }.Fit(Leukaemia());

        Iris.Near([coefficient, error, logLikelihood], [model.Coefficients[0].Value, model.Coefficients[0].StandardError, model.LogLikelihood], 0.00006);
        Assert.True(model.Converged);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_finds_what_a_search_finds(string name, TiedEvents ties)
    {
        var (data, expected) = (Data(name), Expected(name, ties));

        var model = new CoxRegression { Ties = ties }.Fit(data);

        Assert.True(model.Converged);
        Iris.Near(expected.GetProperty("coefficients").Numbers(), model.Coefficients.Select(one => one.Value), 2e-6);
        Iris.Near(expected.GetProperty("standard_errors").Numbers(), model.Coefficients.Select(one => one.StandardError), 1e-5);
        Reference.Near(expected.Number("log_likelihood"), model.LogLikelihood, 1e-9);
        Reference.Near(expected.Number("empty_log_likelihood"), model.EmptyLogLikelihood, 1e-9);
        Assert.Equal(expected.Number("concordance"), model.Concordance, 1e-9);
        Assert.Equal(expected.GetProperty("times").Numbers(), model.Times);
        var hazards = expected.GetProperty("hazards").Numbers();
        Assert.All(hazards.Zip(model.BaselineHazards), pair => Reference.Close(pair.First, pair.Second, 2e-5));
    }

    [Fact]
    public void Survival_is_the_baseline_to_the_power_of_the_risk()
    {
        var (data, expected) = (Data("made"), Expected("made", TiedEvents.Efron));
        var model = new CoxRegression().Fit(data);
        double[] beta = expected.GetProperty("coefficients").Numbers(), means = expected.GetProperty("means").Numbers();
        var (times, hazards) = (expected.GetProperty("times").Numbers(), expected.GetProperty("hazards").Numbers());

        var (risk, survival) = (model.Risk(data.Rows!), model.Survival(data.Rows!, times[4] + 0.5));

        for (var row = 0; row < 60; row++)
        {
            var factor = Math.Exp(Enumerable.Range(0, 3).Sum(c => beta[c] * (data.Rows![row, c] - means[c])));
            Reference.Near(factor, risk[row], 1e-4);
            Assert.Equal(Math.Exp(-hazards[4] * factor), survival[row], 1e-5);
        }

        Assert.All(model.Survival(data.Rows!, -1), one => Assert.Equal(1, one));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Survival(data.Rows!, double.NaN));
    }

    [Fact]
    public void A_coefficient_tells_factor_interval_and_p_value()
    {
        var one = new CoxRegression().Fit(Leukaemia()).Coefficients[0];
        var (low, high) = one.Interval();

        Assert.Equal(("placebo", 4.817), (one.Name, Math.Round(one.HazardRatio, 3)));
        Iris.Near([3.812, 0.000138, 2.147, 10.81], [one.Z, one.PValue, low, high], 0.005);
        Assert.Equal(0.000138, one.PValue, 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => one.Interval(0));
    }

    [Fact]
    public void A_column_that_follows_from_others_is_left_out_and_changes_nothing()
    {
        var data = Data("made");
        var rows = data.Rows!;
        var more = new Matrix(rows.Rows, ["a", "b", "constant", "twice_a", "c"]);
        for (var r = 0; r < rows.Rows; r++) (more[r, 0], more[r, 1], more[r, 2], more[r, 3], more[r, 4]) = (rows[r, 0], rows[r, 1], 7, 2 * rows[r, 0], rows[r, 2]);

        CoxRegressionModel plain = new CoxRegression().Fit(data), found = new CoxRegression().Fit(new Survivals(data.Durations, data.Events, more));

        Iris.Near([plain.Coefficients[0].Value, plain.Coefficients[1].Value, 0, 0, plain.Coefficients[2].Value], found.Coefficients.Select(one => one.Value), 1e-9);
        Assert.Equal([false, false, true, true, false], found.Coefficients.Select(one => double.IsNaN(one.StandardError)));
        Assert.Equal(plain.LogLikelihood, found.LogLikelihood, 1e-9);
        Assert.True(double.IsNaN(found.Coefficients[2].PValue));
    }

    [Fact]
    public void The_order_of_the_rows_and_a_shift_of_a_column_change_nothing()
    {
        var data = Data("made");
        var moved = data.Take([.. Enumerable.Range(0, 60).Select(i => i * 7 % 60)]);
        for (var r = 0; r < 60; r++) moved.Rows![r, 0] += 1000;

        var (before, after) = (new CoxRegression().Fit(data), new CoxRegression().Fit(moved));

        Iris.Near([.. before.Coefficients.Select(one => one.Value)], after.Coefficients.Select(one => one.Value), 1e-7);
        Assert.Equal(before.Concordance, after.Concordance, 1e-12);
    }

    [Fact]
    public void A_column_that_parts_the_rows_does_not_settle()
    {
        var model = new CoxRegression().Fit(new Survivals([1, 2, 3, 4, 5, 6], [true, true, true, false, false, false], Matrix.OfColumns(("left", [1, 1, 1, 0, 0, 0]))));

        Assert.False(model.Converged);
        Assert.True(double.IsFinite(model.Coefficients[0].Value));
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused()
    {
        Assert.Contains("give Survivals the rows", Assert.Throws<BadDataException>(() => new CoxRegression().Fit(new Survivals([1, 2], [true, true]))).Message, StringComparison.Ordinal);
        var error = Assert.Throws<BadDataException>(() => new CoxRegression().Fit(new Survivals([1, 2], [false, false], Matrix.OfColumns(("x", [1, 2])))));
        Assert.Equal("CoxRegression needs at least one event; none of 2 rows has one.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoxRegression().Fit(Leukaemia()).Covariance(0, 1));
    }

    private static Survivals Leukaemia()
    {
        var treated = KaplanMeierTests.Treated();
        return new Survivals(
            [.. treated.Durations, .. KaplanMeierTests.Placebo], [.. treated.Events, .. KaplanMeierTests.Placebo.Select(_ => true)],
            Matrix.OfColumns(("placebo", [.. Enumerable.Repeat(0f, 21), .. Enumerable.Repeat(1f, 21)])));
    }

    private static Survivals Data(string name)
    {
        if (name == "leukaemia") return Leukaemia();
        var made = Reference.Of("cox", "made");
        float[][] rows = [.. made.GetProperty("rows").EnumerateArray().Select(row => Array.ConvertAll(row.Numbers(), value => (float)value))];
        return new Survivals(made.GetProperty("durations").Numbers(), [.. made.GetProperty("events").Numbers().Select(one => one == 1)], Matrix.OfRows(["a", "b", "c"], rows));
    }

    private static JsonElement Expected(string name, TiedEvents ties) => Reference.Of("cox", name, ties == TiedEvents.Efron ? "efron" : "breslow");
}
