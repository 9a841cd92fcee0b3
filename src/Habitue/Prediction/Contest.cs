using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;
using Habitue.Learning.Preprocessing;

namespace Habitue.Prediction;

/// <summary>
/// Finds the best model for a question with two answers: candidates are tuned by successive halving, the best by log loss on the
/// validation rows is calibrated there, learns once more from training and validation rows together, and is judged by the test rows. What answers
/// in future then learns from all rows.
/// </summary>
internal static class Contest
{
    /// <summary>Each class needs so many rows in every part; with fewer nothing can be told apart from chance.</summary>
    public const int LeastOfEachClass = 10;

    /// <summary>More rows than this teach these recipes little and cost much: then as many are drawn.</summary>
    private const int MostRows = 200_000;

    public static ContestResult Run(PredictionTask task, Seed seed, FitRun run)
    {
        Check(task);
        var encoder = new FrameEncoder { Seed = seed };
        var train = Fewer(task.Train, seed);
        var validation = task.Validation;

        var encoding = encoder.FitEncode(train, out var rows, run);
        var known = Join(train.With(rows), validation.With(encoding.Encode(validation.Rows)));
        var fold = new Fold([.. Enumerable.Range(0, train.Rows.Rows)], [.. Enumerable.Range(train.Rows.Rows, validation.Rows.Rows)]);
        var found = Search.Halving(Candidates.Of(seed), known, [fold], Measures.LogLoss, seed, run: run);
        var recipe = found.Best.Recipe;

        // The curve and the threshold come from answers about rows that the model had not seen.
        var onValidation = recipe.Fit(train.With(rows), run with { Progress = null }).Probability(encoding.Encode(validation.Rows));
        var curve = PlattCurve.Fit(validation.Targets, onValidation);
        var threshold = Thresholds.BestF1(validation.Targets, Array.ConvertAll(onValidation, curve.Apply)).Threshold;

        var (judged, _) = Learn(recipe, encoder, Join(train, validation), curve, run);
        var onTest = judged.Probability(task.Test.Rows);
        var sheet = TestSheet.Of(task, onTest, threshold, seed, run with { Progress = null });

        // What answers from now on knows the latest outcomes too, and its curve the latest answers.
        var raw = judged.Last.Inner.Probability(judged.First.Encode(task.Test.Rows));
        var latest = PlattCurve.Fit([.. validation.Targets, .. task.Test.Targets], [.. onValidation, .. raw]);
        var (model, learned) = Learn(recipe, encoder, Join(Join(train, validation), task.Test), latest, run);
        return new ContestResult(model, found, sheet, onTest, threshold, learned);
    }

    private static (EncodedClassifier<CalibratedClassifierModel> Model, int Rows) Learn(IEstimator<Labeled, IClassifier> recipe, FrameEncoder encoder, LabeledFrame data, PlattCurve curve, FitRun run)
    {
        var encoding = encoder.FitEncode(data, out var rows, run with { Progress = null });
        return (encoding.With(CalibratedClassifierModel.Of(recipe.Fit(data.With(rows), run with { Progress = null }), curve)), data.Rows.Rows);
    }

    private static void Check(PredictionTask task)
    {
        foreach (var (part, name) in new[] { (task.Train, "to learn from"), (task.Validation, "to choose by"), (task.Test, "to judge by") })
        {
            var yes = Count(part.Targets, 1);
            var least = Math.Min(yes, part.Rows.Rows - yes);
            if (least < LeastOfEachClass)
                throw new Insights.NotReadyException($"it needs at least {LeastOfEachClass} customers of each outcome {name}; of {part.Rows.Rows:N0} there {(yes == 1 ? "is 1" : $"are {yes:N0}")} with '{part.Classes?[1] ?? "yes"}'.");
        }
    }

    private static int Count(ReadOnlySpan<double> targets, double value)
    {
        var count = 0;
        foreach (var target in targets)
            if (target == value) count++;
        return count;
    }

    private static LabeledFrame Fewer(LabeledFrame data, Seed seed)
    {
        if (data.Rows.Rows <= MostRows) return data;
        var random = seed.For(0);
        var (rows, left, need) = (new List<int>(MostRows), data.Rows.Rows, MostRows);
        for (var row = 0; row < data.Rows.Rows; row++, left--)
        {
            if (random.NextDouble() * left >= need) continue;
            rows.Add(row);
            need--;
        }
        return data.Take([.. rows]);
    }

    private static Labeled Join(Labeled first, Labeled second)
    {
        var rows = new Matrix(first.Rows.Rows + second.Rows.Rows, first.Rows.Columns);
        for (var row = 0; row < rows.Rows; row++)
            (row < first.Rows.Rows ? first.Rows.Row(row) : second.Rows.Row(row - first.Rows.Rows)).CopyTo(rows.Row(row));
        return new Labeled(rows, [.. first.Targets, .. second.Targets], classes: first.Classes);
    }

    private static LabeledFrame Join(LabeledFrame first, LabeledFrame second) =>
        new(Frames.Join(first.Rows, second.Rows), [.. first.Targets, .. second.Targets], classes: first.Classes);
}

/// <summary>What came out of a contest.</summary>
/// <param name="Model">The best recipe, learned from all rows, calibrated.</param>
/// <param name="Search">Who competed and why this one won.</param>
/// <param name="Sheet">How it was judged on the test rows.</param>
/// <param name="OnTest">The calibrated answers there.</param>
/// <param name="Threshold">From this probability on "yes" is said; chosen on validation rows for the best F1.</param>
/// <param name="LearnedRows">How many rows the model learned from.</param>
internal sealed record ContestResult(EncodedClassifier<CalibratedClassifierModel> Model, SearchResult<IClassifier> Search, TestSheet Sheet, float[] OnTest, double Threshold, int LearnedRows);
