using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class BetaCurveTests
{
    /// <summary>Outcomes that follow a curve with different slopes towards 0 and 1, and what a too bold model said.</summary>
    private static readonly (double[] Targets, float[] Said) Bent = Draw(p => (0.9 * Math.Log(p)) - (0.4 * Math.Log(1 - p)) - 0.1);

    private static readonly float[] Said = [0.02f, 0.05f, 0.08f, 0.1f, 0.15f, 0.2f, 0.25f, 0.3f, 0.4f, 0.5f, 0.55f, 0.6f, 0.7f, 0.75f, 0.8f, 0.85f, 0.9f, 0.95f, 0.97f, 0.99f];
    private static readonly double[] Rising = [0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1];

    // The numbers are those of scipy 1.10.1: minimize(method="BFGS", gtol=1e-12) of the log loss of a logistic regression without a penalty over
    // [ln p, -ln(1 - p)], p being the single-precision numbers, with the targets (ones + 1) / (ones + 2) and 1 / (zeros + 2), ones and zeros being sums of
    // weights; slopes that are held were left out. scikit-learn 1.2.1 agrees within 1e-5: LogisticRegression(penalty="none", tol=1e-12) over each row twice,
    // once as 1 and once as 0, weighted by target and 1 - target.
    public static TheoryData<double[], double[], double, double, double> Fitted => new()
    {
        { Rising, [], 0.51001911, 0.23233389, 0.26794966 },
        { Rising, [1, 2, 1, 3, 1, 1, 2, 1, 1, 2, 1, 1, 3, 1, 0.5, 1, 2, 1, 1, 2], 0.84338067, 0.24255751, 0.76345044 },
        // Free, the lower slope would be -1.765.
        { [1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1], [], 0, 0.66083567, -0.73607681 },
        // Free, the upper slope would be -0.561.
        { [0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1], [], 0.91157786, 0, 0.69479849 },
        // Free, both would fall, and each would without the other.
        { [1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0], [], 0, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Fitted))]
    public void The_curve_is_a_logistic_regression_over_both_logarithms_whose_slopes_do_not_fall(double[] targets, double[] weights, double low, double high, double intercept)
    {
        var curve = BetaCurve.Fit(targets, Said, weights);

        Assert.Equal(low, curve.Low, 1e-6);
        Assert.Equal(high, curve.High, 1e-6);
        Assert.Equal(intercept, curve.Intercept, 1e-6);
    }

    [Fact]
    public void Whole_weights_are_so_many_copies_of_a_row()
    {
        double[] weights = [.. Enumerable.Range(0, Said.Length).Select(row => (double)(row % 3))];
        int[] copies = [.. Enumerable.Range(0, Said.Length).SelectMany(row => Enumerable.Repeat(row, row % 3))];

        var (weighted, copied) = (BetaCurve.Fit(Rising, Said, weights), BetaCurve.Fit([.. copies.Select(row => Rising[row])], [.. copies.Select(row => Said[row])]));

        Assert.Equal(copied.Low, weighted.Low, 1e-6);
        Assert.Equal(copied.High, weighted.High, 1e-6);
        Assert.Equal(copied.Intercept, weighted.Intercept, 1e-6);
    }

    [Fact]
    public void The_slopes_that_made_the_outcomes_are_found_and_a_straight_line_is_worse()
    {
        var curve = BetaCurve.Fit(Bent.Targets, Bent.Said);

        Assert.Equal(0.9, curve.Low, 0.06);
        Assert.Equal(0.4, curve.High, 0.06);
        Assert.Equal(-0.1, curve.Intercept, 0.12);
        var line = PlattCurve.Fit(Bent.Targets, Bent.Said);
        Assert.True(Loss(Bent, curve) < Loss(Bent, line));
    }

    [Fact]
    public void A_curve_never_falls_even_where_the_outcomes_do()
    {
        var falling = Draw(p => (-0.5 * Math.Log(p)) - (0.7 * Math.Log(1 - p)));
        var curve = BetaCurve.Fit(falling.Targets, falling.Said);

        Assert.Equal(0, curve.Low);
        float[] asked = [.. Enumerable.Range(0, 101).Select(i => curve.Apply(i / 100f))];
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
        Assert.All(asked, p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public void With_two_different_probabilities_it_says_of_these_what_a_line_says()
    {
        float[] said = [.. Enumerable.Range(0, 200).Select(row => row % 2 == 0 ? 0.2f : 0.8f)];
        double[] targets = [.. Enumerable.Range(0, 200).Select(row => row / 2 % 10 < (row % 2 == 0 ? 3 : 6) ? 1.0 : 0.0)];

        var (curve, line) = (BetaCurve.Fit(targets, said), PlattCurve.Fit(targets, said));

        Assert.All((float[])[0.2f, 0.8f], p => Assert.Equal(line.Apply(p), curve.Apply(p), 1e-5));
    }

    [Fact]
    public void With_one_probability_it_says_the_share()
    {
        double[] targets = [.. Enumerable.Range(0, 300).Select(row => row % 3 == 0 ? 1.0 : 0.0)];

        Assert.Equal(1 / 3.0, BetaCurve.Fit(targets, [.. targets.Select(_ => 0.7f)]).Apply(0.7f), 0.005);
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(40)]   // held where a single-precision number is 1
    public void Log_odds_are_corrected_like_probabilities(double odds)
    {
        var curve = new BetaCurve(0.9, 0.4, -0.1);
        var said = curve.Apply((float)(1 / (1 + Math.Exp(-odds))));

        Assert.Equal(said, 1 / (1 + Math.Exp(-curve.ApplyToLogOdds(odds))), 1e-6);
        Assert.Equal((1.3 * odds) + 0.2, new BetaCurve(1.3, 1.3, 0.2).ApplyToLogOdds(odds), Math.Abs(odds) > 15 ? 50 : 1e-12);
    }

    [Fact]
    public void Rows_of_one_class_are_refused() => Assert.Throws<BadDataException>(() => BetaCurve.Fit([1, 1], [0.2f, 0.4f]));

    private static double Loss((double[] Targets, float[] Said) rows, ICalibrationCurve curve) => BinaryMeasures.LogLoss(rows.Targets, Array.ConvertAll(rows.Said, curve.Apply));

    private static (double[] Targets, float[] Said) Draw(Func<double, double> odds)
    {
        var random = new Seed(3).For(0);
        float[] said = [.. Enumerable.Range(0, 40_000).Select(row => (float)(0.01 + (0.98 * (row + 0.5) / 40_000)))];
        return (Array.ConvertAll(said, p => random.Below(1_000_000) < 1e6 / (1 + Math.Exp(-odds(p))) ? 1.0 : 0.0), said);
    }
}
