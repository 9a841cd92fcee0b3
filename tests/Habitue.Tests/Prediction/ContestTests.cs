using Habitue.Insights;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Models;
using Habitue.Prediction;

namespace Habitue.Tests.Prediction;

public sealed class ContestTests
{
    [Fact]
    public void The_winner_comes_near_to_what_the_true_probabilities_reach_and_is_calibrated()
    {
        var task = Cases.Task(2_000);
        var truth = Cases.Draw(2_000, 3).Truth;
        var best = BinaryMeasures.RocAuc(task.Test.Targets, [.. truth.Select(p => (float)p)]);

        var result = Contest.Run(task, new Seed(1), default);

        Assert.InRange(result.Sheet["AUC"], best - 0.015, best + 0.01);
        // Even the true probabilities have an error on 2,000 rows, by chance; the model's can be larger by no more than it is off.
        var ofTruth = BinaryMeasures.ExpectedCalibrationError(task.Test.Targets, [.. truth.Select(p => (float)p)]);
        Assert.InRange(result.Sheet["calibration error"], 0, ofTruth + Chance(truth, learned: 8_000, calibrated: 2_000));
        Assert.True(result.Sheet.BeatsBaseline);
        Assert.Equal(6_000 + 2_000 + 2_000, result.LearnedRows);
        Assert.InRange(Error(result.OnTest, truth), 0, Chance(truth, learned: 8_000, calibrated: 2_000));
        Assert.StartsWith("of 13 recipes ", result.Reason);
    }

    [Fact]
    public void What_answers_from_then_on_is_what_was_judged_but_for_the_latest_rows()
    {
        var result = Contest.Run(Cases.Task(1_000), new Seed(1), default);
        var rows = Cases.Draw(500, 9);
        var said = result.Model.Probability(rows.Data.Rows);
        Assert.InRange(Error(said, rows.Truth), 0, Chance(rows.Truth, learned: 5_000, calibrated: 2_000));
        using var file = new MemoryStream(ModelFile.Save(result.Model));
        Assert.Equal(said, ModelFile.Load<EncodedClassifier<CalibratedClassifierModel>>(file).Probability(rows.Data.Rows));
    }

    [Fact]
    public void The_same_seed_gives_the_same_model_whatever_the_number_of_threads()
    {
        var first = Contest.Run(Cases.Task(400), new Seed(5), new FitRun(Threads: 1));
        var again = Contest.Run(Cases.Task(400), new Seed(5), new FitRun(Threads: 2));
        Assert.Equal(ModelFile.Save(first.Model), ModelFile.Save(again.Model));
        Assert.Equal(first.Sheet.Metrics, again.Sheet.Metrics);
        Assert.Equal(first.Threshold, again.Threshold);
    }

    [Fact]
    public void Where_there_is_nothing_to_learn_the_model_does_not_beat_its_baseline()
    {
        var result = Contest.Run(Cases.Task(400, strength: 0), new Seed(1), default);
        Assert.InRange(result.Sheet["AUC"], 0.42, 0.58);
        Assert.False(result.Sheet.BeatsBaseline && result.Sheet.Metrics[0].Low > 0.5);
    }

    [Theory]
    [InlineData(0, "of 300 there are 0 with 'yes'.")]
    [InlineData(1, "of 300 there is 1 with 'yes'.")]
    [InlineData(9, "of 300 there are 9 with 'yes'.")]
    [InlineData(300, "of 300 there are 300 with 'yes'.")]
    public void Too_few_of_an_outcome_are_said_in_words(int yes, string words)
    {
        var task = Cases.Task(300);
        var few = new LabeledFrame(task.Validation.Rows, [.. Enumerable.Range(0, 300).Select(row => row < yes ? 1.0 : 0.0)], classes: task.Validation.Classes);
        var lack = Assert.Throws<NotReadyException>(() => Contest.Run(task with { Validation = few }, new Seed(1), default));
        Assert.Equal($"it needs at least 10 customers of each outcome to choose by; {words}", lack.Message);
    }

    /// <summary>How far the answers are from the true probabilities: the root of the mean square.</summary>
    private static double Error(float[] said, double[] truth) => Math.Sqrt(said.Zip(truth, (one, p) => (one - p) * (one - p)).Average());

    /// <summary>
    /// What chance alone makes of that error in 999 of 1,000 draws, for a line over nine encoded columns with its intercept and the two numbers of a curve over it: the
    /// squared errors of the log-odds, weighted by p (1 - p), are distributed as chi-squared over the number of rows, with as many degrees of freedom as there are numbers.
    /// </summary>
    private static double Chance(double[] truth, int learned, int calibrated)
    {
        const double OfTen = 29.588, OfTwo = 13.816;   // chi-squared, 99.9 %
        var weights = truth.Select(p => p * (1 - p)).ToArray();
        return Math.Sqrt(weights.Sum(w => w * w) / weights.Sum() * ((OfTen / learned) + (OfTwo / calibrated)));
    }
}
