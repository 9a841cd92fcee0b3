using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class CalibrationTests
{
    private static readonly Reference Expected = Reference.Of("calibration");
    private static readonly double[] Targets = Expected.Doubles("targets");
    private static readonly float[] Said = Expected.Floats("probabilities");
    private static readonly float[] Ask = Expected.Floats("ask");
    private static readonly Arbitrary<(double Target, float Said)[]> Rows = Gen.Elements(0.0, 1.0)
        .SelectMany(target => Gen.Choose(0, 20).Select(p => (target, p / 20f))).NonEmptyListOf().Select(rows => rows.ToArray()).ToArbitrary();

    [Theory]
    [InlineData("plain")]
    [InlineData("weighted")]
    public void Curves_are_those_of_scikit_learn(string which)
    {
        var weights = which == "plain" ? [] : Expected.Doubles("weights");

        var platt = PlattCurve.Fit(Targets, Said, weights);
        var isotonic = IsotonicCurve.Fit(Targets, Said, weights);

        Reference.Near(Expected[which].Doubles("isotonic"), [.. Ask.Select(isotonic.Apply)], 1e-6);
        if (which == "plain") Reference.Near(Expected[which].Doubles("platt"), [.. Ask.Select(platt.Apply)], 1e-4);
        // Whole weights are so many copies of a row.
        int[] copies = [.. Enumerable.Range(0, Targets.Length).SelectMany(row => Enumerable.Repeat(row, which == "plain" ? 1 : (int)weights[row]))];
        var copied = PlattCurve.Fit([.. copies.Select(row => Targets[row])], [.. copies.Select(row => Said[row])]);
        Assert.Equal(copied.Slope, platt.Slope, 1e-7);
        Assert.Equal(copied.Intercept, platt.Intercept, 1e-7);
    }

    [Fact]
    public void Pooled_answers_calibrated_are_those_of_scikit_learn()
    {
        var rows = Matrix.OfRows(["a", "b"], [.. Expected.Rows("rows").Select(row => Array.ConvertAll(row, value => (float)value))]);
        var data = new Labeled(rows, Targets);

        var answers = CrossValidation.Classify(new NormalBayes(), data, Split.Stratified(Targets, 5));
        var curve = IsotonicCurve.Fit(answers.Targets, answers.Probability());

        float[] said = [.. new NormalBayes().Fit(data).Probability(rows).Select(curve.Apply)];
        // Their answers are rounded elsewhere on the way, and where the curve is steep that is seen.
        double[] off = [.. said.Zip(Expected.Doubles("whole"), (ours, theirs) => Math.Abs(ours - theirs))];
        Assert.InRange(off.Average(), 0, 1e-3);
        Assert.InRange(off.Max(), 0, 2e-2);
    }

    [Fact]
    public void An_isotonic_curve_never_falls() => Prop.ForAll(Rows, rows =>
    {
        var curve = IsotonicCurve.Fit(Array.ConvertAll(rows, row => row.Target), Array.ConvertAll(rows, row => row.Said));
        float[] asked = [.. Enumerable.Range(0, 101).Select(i => curve.Apply(i / 100f))];
        return asked.Zip(asked.Skip(1)).All(pair => pair.First <= pair.Second) && asked.All(p => p is >= 0 and <= 1);
    }).Check(QuietCheck.Times());

    [Fact]
    public void Four_rows_are_pooled_by_hand()
    {
        // Outcomes 0 1 0 1 by rising probability: the middle two violate the order and share one half.
        var curve = IsotonicCurve.Fit([0, 1, 0, 1], [0.125f, 0.25f, 0.5f, 0.75f]);

        Assert.Equal([0.125, 0.25, 0.5, 0.75], curve.Said);
        Assert.Equal([0, 0.5, 0.5, 1], curve.Happened);
        Assert.Equal([0f, 0.25f, 0.5f, 0.75f, 1f], new[] { 0f, 0.1875f, 0.375f, 0.625f, 1f }.Select(curve.Apply));
    }

    [Fact]
    public void A_curve_of_one_class_or_no_rows_is_refused()
    {
        Assert.Contains("both classes", Assert.Throws<BadDataException>(() => PlattCurve.Fit([1, 1], [0.5f, 0.6f])).Message, StringComparison.Ordinal);
        Assert.Contains("there are none", Assert.Throws<BadDataException>(() => IsotonicCurve.Fit([], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pooled_predictions_come_from_the_other_rows()
    {
        var data = new Labeled(Matrix.OfColumns(("x", [1, 2, 3, 4])), [10, 20, 30, 60]);

        var answers = CrossValidation.Predict(new Means(), data, [new Fold([0, 1], [2]), new Fold([0, 1, 2], [3])]);

        Assert.Equal([2, 3], answers.Rows);
        Assert.Equal([30.0, 60.0], answers.Targets);
        Assert.Equal([15f, 20f], answers.Predictions);
        Assert.Equal([0, 1], answers.Fold);
    }

    [Fact]
    public void Folds_that_do_not_fit_are_named()
    {
        var data = new Labeled(Matrix.OfColumns(("x", [1, 2, 3, 4])), [0, 1, 0, 2]);

        Assert.Contains("judged by fold 1 and by fold 2", Refused(new Fold([0], [1]), new Fold([0], [1])), StringComparison.Ordinal);
        Assert.Contains("names row 4; there are 4", Refused(new Fold([4], [1])), StringComparison.Ordinal);
        Assert.Contains("Fold 1 has 0 to learn, 1 to judge", Refused(new Fold([], [1])), StringComparison.Ordinal);
        Assert.Contains("no fold", Refused(), StringComparison.Ordinal);
        Assert.Contains("fold 2 have the classes 0, 1, not 0, 1, 2", Assert.Throws<BadDataException>(() =>
            CrossValidation.Classify(new NormalBayes(), data, [new Fold([0, 1, 3], [2]), new Fold([0, 1], [3])])).Message, StringComparison.Ordinal);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => CrossValidation.Predict(new Means(), data, [new Fold([0], [1])], new FitRun(cancel.Token)));

        string Refused(params Fold[] folds) => Assert.Throws<BadDataException>(() => CrossValidation.Predict(new Means(), data, folds)).Message;
    }
}
