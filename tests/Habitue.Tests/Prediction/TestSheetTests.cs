using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Prediction;

namespace Habitue.Tests.Prediction;

public sealed class TestSheetTests
{
    /// <summary>Ten customers: the four that did it got 0.9, 0.8, 0.6 and 0.3; the others 0.7, 0.4, 0.2, 0.2, 0.1 and 0.1.</summary>
    private static readonly float[] Said = [0.9f, 0.8f, 0.6f, 0.3f, 0.7f, 0.4f, 0.2f, 0.2f, 0.1f, 0.1f];
    private static readonly double[] Did = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void The_figures_are_those_that_can_be_counted_by_hand()
    {
        var sheet = TestSheet.Of(Task(Did, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]), Said, 0.5, new Seed(1), default);

        Assert.Equal(21 / 24.0, sheet["AUC"], 9);                     // 0.3 lies below 0.7 and 0.4, 0.6 below 0.7: 3 of 24 pairs are wrong
        Assert.Equal(3 / 4.0, sheet["precision"], 9);                 // 0.9, 0.8, 0.6 of 0.9, 0.8, 0.7, 0.6
        Assert.Equal(3 / 4.0, sheet["recall"], 9);
        Assert.Equal(8 / 10.0, sheet["accuracy"], 9);
        Assert.Equal(1 / 0.4, sheet["lift of the first tenth"], 9);
        Assert.Equal((0.01 + 0.04 + 0.16 + 0.49 + 0.49 + 0.16 + 0.04 + 0.04 + 0.01 + 0.01) / 10, sheet["Brier score"], 6);
        Assert.All(sheet.Metrics, metric => Assert.True(metric.Low <= metric.Value && metric.Value <= metric.High, metric.Metric));
        var matrix = sheet.Curves.Where(point => point.Curve == "confusion").ToDictionary(point => (point.X, point.Y), point => point.Weight);
        Assert.Equal([5.0, 1, 1, 3], new[] { matrix[(0, 0)], matrix[(0, 1)], matrix[(1, 0)], matrix[(1, 1)] });
        Assert.Equal(0.5, sheet.Curves.Single(point => point.Curve == "threshold").X);
    }

    [Fact]
    public void Yes_may_be_said_from_other_thresholds_than_one_half_on_and_accuracy_does_not_ask_which()
    {
        // The first five say yes from 0.3 on, the others from 0.2 on: seven are called, four of them rightly.
        bool[] yes = [true, true, true, true, true, true, true, false, false, false];
        var sheet = TestSheet.Of(Task(Did, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]), Said, yes, 0.25, new Seed(1), default);

        Assert.Equal(4 / 7.0, sheet["precision"], 9);
        Assert.Equal(1, sheet["recall"], 9);
        Assert.Equal(2 * 4 / (4 + 7.0), sheet["F1"], 9);
        Assert.Equal(8 / 10.0, sheet["accuracy"], 9);
        var matrix = sheet.Curves.Where(point => point.Curve == "confusion").ToDictionary(point => (point.X, point.Y), point => point.Weight);
        Assert.Equal([3.0, 3, 0, 4], new[] { matrix[(0, 0)], matrix[(0, 1)], matrix[(1, 0)], matrix[(1, 1)] });
        Assert.Equal(0.25, sheet.Curves.Single(point => point.Curve == "threshold").X);
    }

    /// <summary>
    /// Of answers that are the true probabilities the error is 0, of answers that are all a tenth too high it is a tenth. An interval that holds the truth 95 times of a hundred
    /// misses it in more than nine of sixty trials less often than once in a thousand (binomial).
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void The_interval_of_the_calibration_error_holds_it_and_the_truth(double tooHigh)
    {
        var (random, missed) = (new Seed(11).For(0), 0);
        for (var trial = 0; trial < 60; trial++)
        {
            double[] truth = [.. Enumerable.Range(0, 800).Select(_ => 0.05 + (0.8 * random.NextDouble()))];
            double[] did = [.. truth.Select(p => random.NextDouble() < p ? 1.0 : 0)];
            var sheet = TestSheet.Of(Task(did, new float[800]), [.. truth.Select(p => (float)(p + tooHigh))], 0.5, new Seed(1), default);
            var error = sheet.Metrics.Single(metric => metric.Metric == "calibration error");
            Assert.True(error.Low <= error.Value && error.Value <= error.High && error.Low < error.High, $"{error.Value} ({error.Low} to {error.High})");
            missed += error.Low <= tooHigh && tooHigh <= error.High ? 0 : 1;
        }
        Assert.InRange(missed, 0, 9);
    }

    [Fact]
    public void A_rule_that_orders_better_keeps_the_model_from_being_better()
    {
        var sheet = TestSheet.Of(Task(Did, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]), Said, 0.5, new Seed(1), default);
        Assert.Equal(1, sheet.Metrics[0].Baseline);   // the rule of the test rows is perfect
        Assert.False(sheet.BeatsBaseline);
        Assert.Contains("beside 1.000 of the rule 'by number', -0.125", sheet.Verdict);
        Assert.True(TestSheet.Of(Task(Did, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), Said, 0.5, new Seed(1), default).BeatsBaseline);
    }

    [Fact]
    public void Groups_have_figures_of_their_own_unless_they_are_too_small()
    {
        var (data, _) = Cases.Draw(400, 3);
        var said = data.Targets.ToArray().Select(target => target == 1 ? 0.7f : 0.2f).ToArray();
        var task = new PredictionTask(data, data, data, "by number", new float[400], new float[400]) { Groups = [("first half", [.. Enumerable.Range(0, 200)]), ("few", [.. Enumerable.Range(0, 40)])] };
        var sheet = TestSheet.Of(task, said, 0.5, new Seed(1), default);
        var group = sheet.Metrics.Where(metric => metric.Part != "all").ToArray();
        Assert.Equal([("first half", "AUC"), ("first half", "share that did it"), ("first half", "said minus happened")], group.Select(metric => (metric.Part, metric.Metric)));
        Assert.Equal(1, group[0].Value);
        Assert.Equal(data.Targets.ToArray().Take(200).Average(), group[1].Value, 9);
        Assert.Equal(said.Take(200).Average(one => (double)one) - group[1].Value, group[2].Value, 9);
        Assert.Equal(group[1].High - group[1].Low, group[2].High - group[2].Low, 9);
        // The rule says the same of everybody, so of any pair it is right half of the time; and the share of all is said of each group where nothing is known.
        Assert.Equal(0.5, group[0].Baseline);
        Assert.Equal(data.Targets.ToArray().Average() - group[1].Value, group[2].Baseline!.Value, 9);
    }

    private static PredictionTask Task(double[] targets, float[] rule)
    {
        var rows = new LabeledFrame(new Frame(new NumberColumn("x", new double[targets.Length])), targets);
        return new PredictionTask(rows, rows, rows, "by number", rule, rule);
    }
}
