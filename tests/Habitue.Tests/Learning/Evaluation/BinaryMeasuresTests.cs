using Habitue.Learning;
using Habitue.Learning.Evaluation;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class BinaryMeasuresTests
{
    private static readonly Reference Expected = Reference.Of("binary");
    private static readonly double[] Targets = Expected.Doubles("targets");
    private static readonly float[] Scores = Expected.Floats("scores");

    [Theory]
    [InlineData("plain")]
    [InlineData("weighted")]
    public void Measures_are_those_of_scikit_learn(string which)
    {
        var (expected, weights) = (Expected[which], which == "plain" ? [] : Expected.Doubles("weights"));

        Assert.Equal(expected.Number("auc"), BinaryMeasures.RocAuc(Targets, Scores, weights), 1e-12);
        Assert.Equal(expected.Number("averagePrecision"), BinaryMeasures.AveragePrecision(Targets, Scores, weights), 1e-12);
        Assert.Equal(expected.Number("brier"), BinaryMeasures.Brier(Targets, Scores, weights), 1e-7); // scikit-learn subtracts in float32
        Assert.Equal(expected.Number("logLoss"), BinaryMeasures.LogLoss(Targets, Scores, weights), 1e-6);
        var confusion = ConfusionMatrix.AtThreshold(Targets, Scores, 0.5, weights);
        Reference.Near(expected.Doubles("confusion"), [confusion[0, 0], confusion[0, 1], confusion[1, 0], confusion[1, 1]]);
        Assert.Equal(expected.Number("accuracy"), confusion.Accuracy, 1e-12);
        Assert.Equal(expected.Number("balanced"), confusion.BalancedAccuracy, 1e-12);
        Assert.Equal(expected.Number("precision"), confusion.Precision(), 1e-12);
        Assert.Equal(expected.Number("recall"), confusion.Recall(), 1e-12);
        Assert.Equal(expected.Number("f1"), confusion.F1(), 1e-12);
        Assert.Equal(expected.Number("macroF1"), confusion.MacroF1, 1e-12);
        Assert.Equal(expected.Number("weightedF1"), confusion.WeightedF1, 1e-12);
    }

    [Fact]
    public void Curves_are_those_of_scikit_learn()
    {
        var roc = Curves.Roc(Targets, Scores).Skip(1).ToList();
        Reference.Near(Expected.Doubles("fpr"), [.. roc.Select(point => point.FalsePositiveRate)]);
        Reference.Near(Expected.Doubles("tpr"), [.. roc.Select(point => point.TruePositiveRate)]);
        var curve = Curves.PrecisionRecall(Targets, Scores);
        Reference.Near(Expected.Doubles("precision"), [.. curve.Take(Expected.Doubles("precision").Length).Select(point => point.Precision)]);
        Reference.Near(Expected.Doubles("recall"), [.. curve.Take(Expected.Doubles("recall").Length).Select(point => point.Recall)]);
        Assert.Equal(1, curve[^1].Recall);
        var bins = Curves.Calibration(Targets, Scores);
        Reference.Near(Expected["plain"].Doubles("frequency"), [.. bins.Select(bin => bin.Frequency)]);
        Reference.Near(Expected["plain"].Doubles("mean"), [.. bins.Select(bin => bin.MeanProbability)], 1e-7);
        Assert.Equal(Expected["plain"].Number("ece"), BinaryMeasures.ExpectedCalibrationError(Targets, Scores), 1e-7);
    }

    [Fact]
    public void Thresholds_are_the_best_of_the_curves()
    {
        var f1 = Thresholds.BestF1(Targets, Scores);
        Assert.Equal(Expected.Number("bestF1"), f1.Value, 1e-12);
        Assert.Equal(Expected.Number("bestF1At"), f1.Threshold, 1e-6);
        Assert.Equal(f1.Value, ConfusionMatrix.AtThreshold(Targets, Scores, f1.Threshold).F1(), 1e-12);
        Assert.Equal(Expected.Number("bestYouden"), Thresholds.BestYouden(Targets, Scores).Value, 1e-12);
    }

    [Fact]
    public void A_threshold_by_cost_weighs_the_two_mistakes()
    {
        // By falling score: 1 0 1 0. To act on none costs 2 missed; on the first three one in vain.
        double[] targets = [1, 0, 1, 0];
        float[] scores = [0.9f, 0.8f, 0.7f, 0.1f];

        Assert.Equal((0.7f, 1.0, 1.0, 0.5), Parts(Thresholds.LeastCost(targets, scores, 1, 5)));
        Assert.Equal((0.9f, 1.0, 0.5, 0.0), Parts(Thresholds.LeastCost(targets, scores, 5, 1)));
        Assert.Equal((double.PositiveInfinity, 0.0, 0.0, 0.0), Parts(Thresholds.LeastCost(targets, scores, 5, 0)));
        Assert.Equal((0.7f, 2 / 3.0, 1.0, 0.5), Parts(Thresholds.AtRecall(targets, scores, 0.6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Thresholds.AtRecall(targets, scores, 0));
        Assert.Contains("both classes", Assert.Throws<BadDataException>(() => Thresholds.BestF1([1, 1], [0.3f, 0.4f])).Message, StringComparison.Ordinal);

        static (double, double, double, double) Parts(ChosenThreshold chosen) => (chosen.Threshold, chosen.Value, chosen.Recall, chosen.FalsePositiveRate);
    }

    [Fact]
    public void Lift_is_counted_by_hand()
    {
        // Ten rows, four positive, in five parts of two; the third and fourth by score are alike.
        double[] targets = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
        float[] scores = [10, 9, 8, 8, 6, 5, 4, 3, 2, 1];

        var parts = LiftTable.Of(targets, scores, parts: 5);

        Reference.Near([2, 1, 1, 0, 0], [.. parts.Select(part => part.Positives)]);
        Reference.Near([2.5, 1.25, 1.25, 0, 0], [.. parts.Select(part => part.Lift)]);
        Reference.Near([0.5, 0.75, 1, 1, 1], [.. parts.Select(part => part.CumulativeGain)]);
        Reference.Near([2.5, 1.875, 5 / 3.0, 1.25, 1], [.. parts.Select(part => part.CumulativeLift)]);
        // In four parts of two and a half rows, half of the pair of equals (one positive in two) falls to the first, by a quarter.
        Reference.Near([2.25, 0.75, 1, 0], [.. LiftTable.Of(targets, scores, parts: 4).Select(part => part.Positives)]);
        Assert.Equal([0, 0.1, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], Curves.Gain(targets, scores).Select(point => Math.Round(point.ShareOfRows, 12)));
        Assert.Equal(1, Curves.Gain(targets, scores)[^1].ShareOfPositives);
        Assert.Empty(LiftTable.Of([], []));
    }

    [Fact]
    public void What_cannot_be_said_is_no_number()
    {
        Assert.Equal(double.NaN, BinaryMeasures.RocAuc([1, 1], [0.1f, 0.2f]));
        Assert.Equal(double.NaN, BinaryMeasures.RocAuc([], []));
        Assert.Equal(double.NaN, BinaryMeasures.AveragePrecision([0, 0], [0.1f, 0.2f]));
        Assert.Equal(double.NaN, BinaryMeasures.LogLoss([], []));
        Assert.Equal(double.NaN, BinaryMeasures.Brier([], []));
        Assert.Equal(double.NaN, BinaryMeasures.ExpectedCalibrationError([], []));
        Assert.Equal(double.NaN, Curves.Roc([1], [0.5f])[0].FalsePositiveRate);
        Assert.Equal(double.NaN, LiftTable.Of([0, 0], [1, 2], 2)[0].Lift);
    }

    [Fact]
    public void Bad_rows_are_named()
    {
        Assert.Equal(1, Assert.Throws<BadDataException>(() => BinaryMeasures.RocAuc([0, 1], [0.1f, float.NaN])).Row);
        Assert.Equal(1, Assert.Throws<BadDataException>(() => BinaryMeasures.RocAuc([0, 2], [0.1f, 0.2f])).Row);
        Assert.Equal("weight", Assert.Throws<BadDataException>(() => BinaryMeasures.RocAuc([0, 1], [0.1f, 0.2f], [1, -1])).Column);
        Assert.Contains("1 answers for 2 targets", Assert.Throws<BadDataException>(() => BinaryMeasures.RocAuc([0, 1], [0.1f])).Message, StringComparison.Ordinal);
        Assert.Contains("1 weights for 2 targets", Assert.Throws<BadDataException>(() => BinaryMeasures.Brier([0, 1], [0.1f, 0.2f], [1])).Message, StringComparison.Ordinal);
        Assert.Contains("between 0 and 1", Assert.Throws<BadDataException>(() => BinaryMeasures.LogLoss([0, 1], [0.1f, 1.2f])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_certainty_costs_sixteen_and_not_everything() => Assert.Equal(-Math.Log(Math.Pow(2, -23)), BinaryMeasures.LogLoss([1], [0f]), 1e-9);

    [Fact]
    public void Infinite_scores_and_both_zeros_have_their_place()
    {
        Assert.Equal(1, BinaryMeasures.RocAuc([0, 1], [float.NegativeInfinity, float.PositiveInfinity]));
        Assert.Equal(0.5, BinaryMeasures.RocAuc([0, 1], [-0f, 0f]));
    }
}
