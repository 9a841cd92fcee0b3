using System.Globalization;
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

    /// <summary>With fewer rows than this a recipe is not judged: what is best on a few hundred is seldom best on thousands.</summary>
    private const int LeastRows = 4_000;

    public static ContestResult Run(PredictionTask task, Seed seed, FitRun run)
    {
        Check(task);
        var train = Fewer(task.Train, seed);
        var (validation, test) = (task.Validation, task.Test);
        var alone = run with { Progress = null };
        var encoding = new FrameEncoder { Log = true, Seed = seed }.FitEncode(train, out var rows, alone);
        var learn = train.With(rows);
        var known = Join(learn, validation.With(encoding.Encode(validation.Rows)));
        var fold = new Fold([.. Enumerable.Range(0, train.Rows.Rows)], [.. Enumerable.Range(train.Rows.Rows, validation.Rows.Rows)]);
        var found = Search.Halving(Candidates.Of(seed), known, [fold], Measures.LogLoss, seed, leastRows: LeastRows, run: run);
        var recipe = found.Best.Recipe;

        // The curve and the threshold come from answers about rows that the model had not seen.
        var onValidation = recipe.Fit(learn, alone).Probability(encoding.Encode(validation.Rows));
        var curve = PlattCurve.Fit(validation.Targets, onValidation);
        var threshold = Thresholds.BestF1(validation.Targets, Array.ConvertAll(onValidation, curve.Apply)).Threshold;

        var unseen = encoding.Encode(test.Rows);
        var raw = found.Model.Probability(unseen);
        var onTest = Array.ConvertAll(raw, curve.Apply);
        var sheet = TestSheet.Of(task, onTest, threshold, seed, alone);

        // What answers from now on knows the latest outcomes too, and its curve the latest answers.
        var latest = PlattCurve.Fit([.. validation.Targets, .. test.Targets], [.. onValidation, .. raw]);
        var all = Join(known, test.With(unseen));
        var model = encoding.With(CalibratedClassifierModel.Of(recipe.Fit(all, alone), latest));
        return new ContestResult(model, new StandardScaler().Fit(all.Rows, alone), found, Reason(found), sheet, onTest, threshold, all.Rows.Rows);
    }

    private static string Reason(SearchResult<IClassifier> found)
    {
        var last = found.Candidates.Where(one => one.Round == found.Best.Round && one.Number != found.Best.Number).OrderBy(one => one.Mean).ToArray();
        var next = last.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; the next is {last[0].Name} with {last[0].Mean:0.0000}");
        return string.Create(CultureInfo.InvariantCulture, $"of {found.Candidates.Count} recipes {found.Best.Name} has the best log loss on the rows to choose by, {found.Best.Mean:0.0000}{next}.");
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
}

/// <summary>What came out of a contest.</summary>
/// <param name="Model">The best recipe, learned from all rows, calibrated.</param>
/// <param name="Typical">What is usual of the encoded rows: its offsets are their means.</param>
/// <param name="Search">Who competed.</param>
/// <param name="Reason">Why this one won, in words.</param>
/// <param name="Sheet">How it was judged on the test rows.</param>
/// <param name="OnTest">The calibrated answers there.</param>
/// <param name="Threshold">From this probability on "yes" is said; chosen on validation rows for the best F1.</param>
/// <param name="LearnedRows">How many rows the model learned from.</param>
internal sealed record ContestResult(
    EncodedClassifier<CalibratedClassifierModel> Model, LinearScaling Typical, SearchResult<IClassifier> Search, string Reason, TestSheet Sheet, float[] OnTest, double Threshold, int LearnedRows);
