using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Drift;

namespace Habitue.Tests.Learning.Evaluation;

/// <summary>What must hold for any rows; FsCheck makes them.</summary>
public sealed class EvaluationProperties
{
    /// <summary>Rows with a target and a score of few different values, so that ties are frequent.</summary>
    private static readonly Arbitrary<(double Target, float Score)[]> Rows = Gen.Elements(0.0, 1.0)
        .SelectMany(target => Gen.Choose(0, 12).Select(score => (target, score / 12f))).NonEmptyListOf().Select(rows => rows.ToArray()).ToArbitrary();

    private static readonly Arbitrary<double[]> Sample = Gen.Choose(-50, 50).Select(value => value / 4.0).NonEmptyListOf().Select(values => values.ToArray()).ToArbitrary();

    [Fact]
    public void Reversed_scores_have_one_less_the_area() => Prop.ForAll(Rows, rows =>
    {
        var (targets, scores) = Parts(rows);
        var (area, reversed) = (BinaryMeasures.RocAuc(targets, scores), BinaryMeasures.RocAuc(targets, Array.ConvertAll(scores, score => -score)));
        return targets.Distinct().Count() == 1 ? double.IsNaN(area) && double.IsNaN(reversed) : Math.Abs(1 - area - reversed) < 1e-12;
    }).Check(QuietCheck.Times());

    [Fact]
    public void The_order_of_the_rows_changes_no_measure() => Prop.ForAll(Rows, rows =>
    {
        var ((targets, scores), (otherTargets, otherScores)) = (Parts(rows), Parts([.. rows.Reverse().OrderBy(row => row.Score * 7 % 3)]));
        return Near(BinaryMeasures.RocAuc(targets, scores), BinaryMeasures.RocAuc(otherTargets, otherScores))
            && Near(BinaryMeasures.AveragePrecision(targets, scores), BinaryMeasures.AveragePrecision(otherTargets, otherScores))
            && Near(BinaryMeasures.LogLoss(targets, scores), BinaryMeasures.LogLoss(otherTargets, otherScores))
            && Near(BinaryMeasures.Brier(targets, scores), BinaryMeasures.Brier(otherTargets, otherScores))
            && Near(BinaryMeasures.ExpectedCalibrationError(targets, scores), BinaryMeasures.ExpectedCalibrationError(otherTargets, otherScores))
            && LiftTable.Of(targets, scores).Zip(LiftTable.Of(otherTargets, otherScores)).All(pair => Near(pair.First.Positives, pair.Second.Positives))
            && Near(RegressionMeasures.R2(targets, scores), RegressionMeasures.R2(otherTargets, otherScores))
            && Near(RegressionMeasures.MedianAbsoluteError(targets, scores), RegressionMeasures.MedianAbsoluteError(otherTargets, otherScores));
    }).Check(QuietCheck.Times());

    [Fact]
    public void A_stability_index_is_never_negative_and_0_for_equal_samples() => Prop.ForAll(Sample, Sample, (before, now) =>
        DriftMeasures.Psi(before, now) >= 0 && DriftMeasures.Psi(before, [.. before.Reverse()]) == 0).Check(QuietCheck.Times());

    [Fact]
    public void Distances_are_the_same_both_ways() => Prop.ForAll(Sample, Sample, (before, now) =>
        Near(DriftMeasures.Wasserstein(before, now), DriftMeasures.Wasserstein(now, before))
        && DriftMeasures.Wasserstein(before, before) == 0
        && DriftMeasures.KolmogorovSmirnov(before, now).Statistic == DriftMeasures.KolmogorovSmirnov(now, before).Statistic
        && DriftMeasures.KolmogorovSmirnov(before, now).PValue is >= 0 and <= 1).Check(QuietCheck.Times());

    [Fact]
    public void Folds_divide_the_rows() => Prop.ForAll(Rows, Gen.Choose(2, 6).ToArbitrary(), (rows, folds) =>
    {
        if (rows.Length < folds) return true;
        var (targets, _) = Parts(rows);
        return Divides(Split.Stratified(targets, folds), rows.Length) && Divides(Split.Stratified(targets, folds, seed: 4), rows.Length);
    }).Check(QuietCheck.Times());

    private static bool Divides(IReadOnlyList<Fold> folds, int rows) =>
        folds.SelectMany(fold => fold.Test).Order().SequenceEqual(Enumerable.Range(0, rows))
        && folds.All(fold => fold.Train.Concat(fold.Test).Order().SequenceEqual(Enumerable.Range(0, rows)));

    private static (double[] Targets, float[] Scores) Parts((double Target, float Score)[] rows) =>
        (Array.ConvertAll(rows, row => row.Target), Array.ConvertAll(rows, row => row.Score));

    private static bool Near(double a, double b) => (double.IsNaN(a) && double.IsNaN(b)) || Math.Abs(a - b) < 1e-9;
}
