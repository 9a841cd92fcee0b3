using System.Globalization;
using Habitue.Learning.Numerics;
using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.ModelShelf;

namespace Habitue.Prediction;

/// <summary>
/// How a model did on rows that it had never seen: every figure with a 95 % interval, beside the naive rule and beside
/// saying the same for everybody, and the curves that show it. Accuracy counts a yes from one half on, where it is highest for probabilities that are right; precision, recall and F1
/// are of the threshold that was chosen, since of rare outcomes hardly any is likelier than not.
/// </summary>
/// <param name="BeatsBaseline">It orders customers better than the rule, and its probabilities are better than the same one for everybody.</param>
/// <param name="Verdict">That in words, with the figures.</param>
internal sealed record TestSheet(IReadOnlyList<ModelMetric> Metrics, IReadOnlyList<CurvePoint> Curves, bool BeatsBaseline, string Verdict)
{
    /// <summary>Groups of fewer customers have no figures of their own: chance would speak.</summary>
    public const int LeastOfGroup = 50;

    /// <summary>Nor have those with fewer of an outcome.</summary>
    private const int LeastOutcomes = 5;

    /// <summary>The value of a figure on all test rows.</summary>
    public double this[string metric] => Metrics.First(one => one.Part == "all" && one.Metric == metric).Value;

    /// <param name="threshold">From this probability on it is a yes.</param>
    public static TestSheet Of(PredictionTask task, float[] answers, double threshold, Seed seed, FitRun run) =>
        Of(task, answers, Array.ConvertAll(answers, p => p >= threshold), threshold, seed, run);

    /// <param name="task">What was asked, with the test rows.</param>
    /// <param name="answers">What was said of these.</param>
    /// <param name="saysYes">Which of these answers count as a yes, by a threshold that may have been chosen for each part of the rows by the other parts.</param>
    /// <param name="threshold">From this probability on a yes is said in future.</param>
    /// <param name="seed">Where samples are drawn from.</param>
    /// <param name="run">How the work is carried out.</param>
    public static TestSheet Of(PredictionTask task, float[] answers, bool[] saysYes, double threshold, Seed seed, FitRun run)
    {
        double[] targets = [.. task.Test.Targets];
        var rate = task.Validation.Targets.ToArray().Average();
        var constant = Enumerable.Repeat((float)rate, targets.Length).ToArray();
        // The rule says "yes" to as many as do it, the likeliest first.
        var cut = Cut(task.RuleOnValidation, rate);
        var byRule = Array.ConvertAll(task.RuleOnTest, score => score >= cut ? 1f : 0f);

        var own = new SheetFigures(targets, answers, saysYes);
        var limits = new Bootstrap { Samples = 500, Seed = seed }.Of(targets.Length, SheetFigures.Count, own.Of, run);
        var calibration = Calibration(limits[SheetFigures.CalibrationError].Estimate, targets.Length, own, seed, run);
        ModelMetric With(int figure, string name, double? baseline, bool higherIsBetter = true) =>
            new("all", name, limits[figure].Estimate, limits[figure].Low, limits[figure].High, baseline, higherIsBetter);
        double Base(Func<ConfusionMatrix, double> figure) => figure(ConfusionMatrix.AtThreshold(targets, byRule));

        var auc = DeLong.Auc(targets, answers);
        var against = DeLong.Compare(targets, answers, task.RuleOnTest);
        List<ModelMetric> metrics =
        [
            new("all", "AUC", auc.Estimate, auc.Low, auc.High, against.Second, true),
            With(SheetFigures.AveragePrecision, "average precision", BinaryMeasures.AveragePrecision(targets, task.RuleOnTest)),
            With(SheetFigures.LogLoss, "log loss", BinaryMeasures.LogLoss(targets, constant), false),
            With(SheetFigures.Brier, "Brier score", BinaryMeasures.Brier(targets, constant), false),
            new("all", "calibration error", calibration.Estimate, calibration.Low, calibration.High, BinaryMeasures.ExpectedCalibrationError(targets, constant), false),
            With(SheetFigures.Accuracy, "accuracy", Math.Max(targets.Average(), 1 - targets.Average())),
            With(SheetFigures.Precision, "precision", Base(matrix => matrix.Precision())),
            With(SheetFigures.Recall, "recall", Base(matrix => matrix.Recall())),
            With(SheetFigures.F1, "F1", Base(matrix => matrix.F1())),
            With(SheetFigures.Lift, "lift of the first tenth", LiftTable.Of(targets, task.RuleOnTest)[0].Lift),
        ];
        foreach (var (group, rows) in task.Groups) AddGroup(metrics, group, rows, targets, answers, task.RuleOnTest, rate);

        var (loss, blind) = (metrics[2].Value, metrics[2].Baseline!.Value);
        var beats = auc.Estimate > against.Second && loss < blind;
        var verdict = string.Create(CultureInfo.InvariantCulture, $"AUC {auc.Estimate:0.000} ({auc.Low:0.000} to {auc.High:0.000}) beside {against.Second:0.000} of the rule '{task.RuleName}', {against.Difference.Estimate:+0.000;-0.000} ({against.Difference.Low:+0.000;-0.000} to {against.Difference.High:+0.000;-0.000}); log loss {loss:0.000} beside {blind:0.000} of saying {rate:0.0%} to everybody.");
        return new TestSheet(metrics, [.. CurvesOf(targets, answers, saysYes, threshold)], beats, verdict);
    }

    /// <summary>
    /// A calibration error is never below 0, so chance has made it larger, and drawing rows again makes it larger once more: the quantiles lie above it, and corrected for that
    /// they may lie below it altogether. So the limit below is set twice as far off as the upper quantile lies above: once for the spread, once for what chance had added to the
    /// error itself. That is wider than need be where the error is large, and it holds the error.
    /// </summary>
    private static Interval Calibration(double value, int rows, SheetFigures figures, Seed seed, FitRun run)
    {
        var drawn = new Bootstrap { Samples = 500, Method = BootstrapMethod.Percentile, Seed = seed }.Of(rows, SheetFigures.Count, figures.Of, run)[SheetFigures.CalibrationError];
        var high = Math.Max(value, drawn.High);
        return new Interval(value, Math.Max(0, value - (2 * (high - value))), high, 0.95);
    }

    /// <param name="metrics">Where the figures go.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="targets">What happened, of all rows.</param>
    /// <param name="answers">What the model said of them.</param>
    /// <param name="rule">What the naive rule said of them.</param>
    /// <param name="rate">What is said of everybody where nothing is known of anybody.</param>
    private static void AddGroup(List<ModelMetric> metrics, string group, int[] rows, double[] targets, float[] answers, float[] rule, double rate)
    {
        double[] own = [.. rows.Select(row => targets[row])];
        float[] said = [.. rows.Select(row => answers[row])];
        var yes = own.Count(target => target == 1);
        if (rows.Length < LeastOfGroup || Math.Min(yes, own.Length - yes) < LeastOutcomes) return;
        var auc = DeLong.Auc(own, said);
        metrics.Add(new ModelMetric(group, "AUC", auc.Estimate, auc.Low, auc.High, BinaryMeasures.RocAuc(own, [.. rows.Select(row => rule[row])]), true));
        var mean = said.Average(one => (double)one);
        var happened = Interval.Wilson(yes, own.Length);
        metrics.Add(new ModelMetric(group, "share that did it", happened.Estimate, happened.Low, happened.High, mean, true));
        // Calibration within a group: an error over ten bins would be mostly chance where rows are few.
        metrics.Add(new ModelMetric(group, "said minus happened", mean - happened.Estimate, mean - happened.High, mean - happened.Low, rate - happened.Estimate, false));
    }

    private static IEnumerable<CurvePoint> CurvesOf(double[] targets, float[] answers, bool[] saysYes, double threshold)
    {
        foreach (var point in Thinned(Habitue.Learning.Evaluation.Curves.Roc(targets, answers), 200)) yield return new CurvePoint("roc", point.FalsePositiveRate, point.TruePositiveRate, point.Threshold);
        foreach (var part in LiftTable.Of(targets, answers)) yield return new CurvePoint("lift", part.Part / 10.0, part.CumulativeLift, part.Rows);
        foreach (var point in Thinned(Habitue.Learning.Evaluation.Curves.Gain(targets, answers), 200)) yield return new CurvePoint("gain", point.ShareOfRows, point.ShareOfPositives, 0);
        foreach (var bin in Habitue.Learning.Evaluation.Curves.Calibration(targets, answers)) yield return new CurvePoint("calibration", bin.MeanProbability, bin.Frequency, bin.Weight);
        var matrix = ConfusionMatrix.Of(targets, Array.ConvertAll(saysYes, yes => yes ? 1 : 0));
        foreach (var (actual, answered) in new[] { (0, 0), (0, 1), (1, 0), (1, 1) }) yield return new CurvePoint("confusion", actual, answered, matrix[actual, answered]);
        yield return new CurvePoint("threshold", threshold, 0, 0);
    }

    /// <summary>At most so many points, evenly, with the first and the last.</summary>
    private static IEnumerable<T> Thinned<T>(IReadOnlyList<T> points, int most) =>
        points.Count <= most ? points : Enumerable.Range(0, most).Select(i => points[(int)((long)i * (points.Count - 1) / (most - 1))]);

    private static float Cut(float[] scores, double share)
    {
        var sorted = (float[])scores.Clone();
        RadixSort.Rising(sorted.AsSpan());
        return sorted[Math.Clamp((int)(sorted.Length * (1 - share)), 0, sorted.Length - 1)];
    }
}
