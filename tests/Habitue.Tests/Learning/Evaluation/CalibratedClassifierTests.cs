using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;
using Habitue.Learning.Linear;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;
using Habitue.Learning.Trees;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class CalibratedClassifierTests
{
    private static readonly Reference Expected = Reference.Of("calibration");
    private static readonly Matrix Rows = Matrix.OfRows(["a", "b"], [.. Expected.Rows("rows").Select(row => Array.ConvertAll(row, value => (float)value))]);
    private static readonly Labeled Two = new(Rows, Expected.Doubles("targets"));
    private static readonly Labeled Three = new(Rows, Expected.Doubles("three"));

    [Fact]
    public void Lines_over_the_log_odds_are_those_of_scikit_learn()
    {
        var model = new CalibratedClassifier().Fit(Two);

        Reference.Near(Expected.Doubles("sigmoid"), [.. Iris.Doubles(model.Probability(Rows))], 2e-5);
        Assert.IsType<PlattCurve>(Assert.Single(model.Curves));
    }

    [Fact]
    public void Steps_with_weights_are_those_of_scikit_learn()
    {
        var data = new Labeled(Rows, Expected.Doubles("targets"), Expected.Doubles("weights"));

        var model = new CalibratedClassifier { Method = CalibrationMethod.Isotonic }.Fit(data);

        // Where a curve is steep, the rounding of what goes in is seen.
        double[] off = [.. model.Probability(Rows).Zip(Expected.Doubles("weightedSteps"), (ours, theirs) => Math.Abs(ours - theirs))];
        Assert.Equal(120, off.Length);
        Assert.InRange(off.Average(), 0, 1e-3);
        Assert.InRange(off.Max(), 0, 1e-2);
        Assert.IsType<IsotonicCurve>(Assert.Single(model.Curves));
    }

    [Fact]
    public void Steps_of_naive_Bayes_are_those_of_scikit_learn() =>
        Reference.Near(Expected.Doubles("whole"), [.. Iris.Doubles(new CalibratedClassifier { Classifier = new GaussianNaiveBayes(), Method = CalibrationMethod.Isotonic }.Fit(Two).Probability(Rows))], 1e-5);

    [Fact]
    public void Steps_of_three_classes_are_those_of_scikit_learn() =>
        Reference.Near(Expected.Doubles("multi"), [.. Iris.Doubles(new CalibratedClassifier { Classifier = new GaussianNaiveBayes(), Method = CalibrationMethod.Isotonic }.Fit(Three).Probabilities(Rows).Values.ToArray())], 1e-5);

    [Fact]
    public void Lines_of_three_classes_are_those_put_together_from_scikit_learn()
    {
        var model = new CalibratedClassifier().Fit(Three);

        Reference.Near(Expected.Doubles("multiSigmoid"), [.. Iris.Doubles(model.Probabilities(Rows).Values.ToArray())], 1e-4);
        Assert.Equal(3, model.Curves.Count);
    }

    [Theory]
    [InlineData(CalibrationMethod.Platt, false)]
    [InlineData(CalibrationMethod.Isotonic, false)]
    [InlineData(CalibrationMethod.Beta, false)]
    [InlineData(CalibrationMethod.Platt, true)]
    [InlineData(CalibrationMethod.Isotonic, true)]
    [InlineData(CalibrationMethod.Beta, true)]
    public void A_saved_model_answers_like_the_model(CalibrationMethod method, bool three)
    {
        // A chain within, so that models are nested twice.
        var recipe = new CalibratedClassifier { Classifier = new StandardScaler().Then(new LogisticRegression()), Method = method, Seed = 5 };
        var model = recipe.Fit(three ? Three : Two);
        var saved = ModelFile.Save(model);

        var again = Assert.IsType<CalibratedClassifierModel>(ModelFile.Load(new MemoryStream(saved)));

        Assert.Equal(model.Probabilities(Rows).Values.ToArray(), again.Probabilities(Rows).Values.ToArray());
        Assert.Equal(saved, ModelFile.Save(again));
        Assert.Equal(["a", "b"], again.Card.Columns);
        Assert.Equal(("5", method.ToString()), (again.Card.Settings["Seed"], again.Card.Settings["Method"]));
    }

    [Fact]
    public void A_curve_that_was_fitted_elsewhere_is_saved_with_its_model()
    {
        var curve = new BetaCurve(0.9, 0.4, -0.1);
        var model = CalibratedClassifierModel.Of(new LogisticRegression().Fit(Two), curve);

        var again = ModelFile.Load<CalibratedClassifierModel>(new MemoryStream(ModelFile.Save(model)));

        Assert.Equal(curve, Assert.Single(again.Curves));
        Assert.Equal("Beta", again.Card.Settings["Method"]);
        Assert.Equal(model.Inner.Probability(Rows).Select(curve.Apply), again.Probability(Rows));
    }

    [Fact]
    public void A_row_of_which_every_curve_says_none_gets_equal_probabilities()
    {
        var flat = IsotonicCurve.Fit([0, 0], [0.2f, 0.4f]);
        var model = new CalibratedClassifierModel(new LogisticRegression().Fit(Three).Card, new LogisticRegression().Fit(Three), [flat, flat, flat]);

        Assert.All(model.Probabilities(Rows).Values.ToArray(), p => Assert.Equal(1 / 3f, p));
    }

    [Fact]
    public void Probabilities_that_are_too_bold_are_mended_and_keep_their_order()
    {
        // The same column three times over: naive Bayes takes it for three witnesses.
        var random = new Seed(4).For(0);
        var (rows, targets) = (new Matrix(4_000, ["x", "again", "oncemore"]), new double[4_000]);
        for (var r = 0; r < targets.Length; r++)
        {
            var x = (float)((4 * random.NextDouble()) - 2);
            rows.Row(r).Fill(x);
            targets[r] = random.NextDouble() < 1 / (1 + Math.Exp(-x)) ? 1 : 0;
        }

        var (learn, judge) = (Enumerable.Range(0, 2_000).ToArray(), Enumerable.Range(2_000, 2_000).ToArray());
        var (data, test) = (new Labeled(rows, targets).Take(learn), new Labeled(rows, targets).Take(judge));
        var bold = new GaussianNaiveBayes().Fit(data).Probability(test.Rows);
        var platt = new CalibratedClassifier { Classifier = new GaussianNaiveBayes() }.Fit(data).Probability(test.Rows);
        var steps = new CalibratedClassifier { Classifier = new GaussianNaiveBayes(), Method = CalibrationMethod.Isotonic }.Fit(data).Probability(test.Rows);
        var beta = new CalibratedClassifier { Classifier = new GaussianNaiveBayes(), Method = CalibrationMethod.Beta }.Fit(data).Probability(test.Rows);

        Assert.InRange(BinaryMeasures.ExpectedCalibrationError(test.Targets, bold), 0.1, 1);
        Assert.InRange(BinaryMeasures.ExpectedCalibrationError(test.Targets, platt), 0, 0.05);
        Assert.InRange(BinaryMeasures.ExpectedCalibrationError(test.Targets, steps), 0, 0.05);
        Assert.InRange(BinaryMeasures.ExpectedCalibrationError(test.Targets, beta), 0, 0.05);
        Assert.Equal(BinaryMeasures.RocAuc(test.Targets, bold), BinaryMeasures.RocAuc(test.Targets, beta), 1e-6);
        Assert.Equal(BinaryMeasures.RocAuc(test.Targets, bold), BinaryMeasures.RocAuc(test.Targets, platt), 1e-6);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("needs at least 5 rows of each class, one per fold; class '1' has 2", Assert.Throws<BadDataException>(() =>
            new CalibratedClassifier().Fit(new Labeled(Matrix.OfColumns(("x", [1, 2, 3, 4, 5, 6, 7])), [0, 0, 1, 0, 1, 0, 0]))).Message, StringComparison.Ordinal);
        Assert.Equal("Classifier", Assert.Throws<SettingException>(() => new CalibratedClassifier { Classifier = null! }.Fit(Two)).Setting);
        Assert.Equal("Method", Assert.Throws<SettingException>(() => new CalibratedClassifier { Method = (CalibrationMethod)7 }.Fit(Two)).Setting);
        Assert.Equal("MaxDepth", Assert.Throws<SettingException>(() => new CalibratedClassifier { Classifier = new DecisionTreeClassifier { MaxDepth = -1 } }.Fit(Two)).Setting);
    }

    [Theory]
    [InlineData(new[] { 0.2, 0.2 }, new[] { 0.1, 0.3 }, "does not rise")]
    [InlineData(new[] { 0.2, 0.4 }, new[] { 0.3, 0.1 }, "does not rise")]
    [InlineData(new[] { 0.2, 1.5 }, new[] { 0.1, 0.3 }, "is no probability")]
    public void A_saved_curve_that_is_none_is_refused(double[] said, double[] happened, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => IsotonicCurve.Of(said, happened)).Message, StringComparison.Ordinal);
}
