using System.Globalization;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;
using Habitue.Learning.Linear;
using Habitue.Learning.Preprocessing;

namespace Habitue.Prediction;

/// <summary>
/// Finds the best model for a question with two answers: candidates are tuned by successive halving, the best by log loss on the
/// validation rows (a simple one unless another is surely better) is calibrated there, learns once more from training and validation rows together, and is judged by the test rows. What answers
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
        // The curve and the threshold come from answers about rows that the model had not seen.
        var later = encoding.Encode(validation.Rows);
        var (chosen, onValidation) = (found.Best, found.Best.Recipe.Fit(learn, alone).Probability(later));
        var simplest = found.Candidates.Where(one => one.Recipe is LogisticRegression).MinBy(one => one.Mean)!;
        if (chosen.Recipe is not LogisticRegression && simplest.Recipe.Fit(learn, alone).Probability(later) is var simply && !IsSurelyBetter(validation.Targets, onValidation, simply)) (chosen, onValidation) = (simplest, simply);
        var recipe = chosen.Recipe;
        var curve = PlattCurve.Fit(validation.Targets, onValidation);
        var threshold = Thresholds.BestF1(validation.Targets, Array.ConvertAll(onValidation, curve.Apply)).Threshold;

        var (judged, learned) = task.Known is { } more ? Encoded(more, seed, alone) : (encoding, known);
        var unseen = judged.Encode(test.Rows);
        var fitted = task.Known is null && chosen == found.Best ? found.Model : recipe.Fit(learned, alone);
        var raw = fitted.Probability(unseen);
        var season = SeasonShift.Of(task.Year, rows => Array.ConvertAll(fitted.Probability(judged.Encode(rows)), curve.Apply));
        var onTest = Array.ConvertAll(raw, Shifted(curve, season.ToTest ?? 0).Apply);
        var sheet = TestSheet.Of(task, onTest, threshold, seed, alone);

        // What answers from now on knows the latest outcomes too, and its curve the latest answers.
        var latest = PlattCurve.Fit([.. validation.Targets, .. test.Targets], [.. onValidation, .. raw]);
        var (answering, all) = task.All is { } everything ? Encoded(everything, seed, alone) : (judged, Join(learned, test.With(unseen)));
        var model = answering.With(CalibratedClassifierModel.Of(recipe.Fit(all, alone), Shifted(latest, season.ToNow ?? 0)));
        return new ContestResult(model, new StandardScaler().Fit(all.Rows, alone), chosen, Reason(found, chosen), sheet, season, onTest, threshold, all.Rows.Rows);
    }

    private static (FrameEncoding, Labeled) Encoded(LabeledFrame data, Seed seed, FitRun run)
    {
        var some = Fewer(data, seed);
        var encoding = new FrameEncoder { Log = true, Seed = seed }.FitEncode(some, out var rows, run);
        return (encoding, some.With(rows));
    }

    private static PlattCurve Shifted(PlattCurve curve, double by) => curve with { Intercept = curve.Intercept + by };

    /// <summary>
    /// Whether the log loss of the same rows is lower by more than one standard error of the difference. If not, chance may have chosen,
    /// and the simpler recipe is the better choice: it goes wrong less where nobody has looked, and its reasons are exact.
    /// </summary>
    private static bool IsSurelyBetter(ReadOnlySpan<double> targets, float[] first, float[] second)
    {
        var gains = new double[targets.Length];
        for (var row = 0; row < gains.Length; row++) gains[row] = BinaryMeasures.LogLoss([targets[row]], [second[row]]) - BinaryMeasures.LogLoss([targets[row]], [first[row]]);
        var mean = gains.Average();
        return mean > Math.Sqrt(gains.Average(gain => (gain - mean) * (gain - mean)) / gains.Length);
    }

    private static string Reason(SearchResult<IClassifier> found, SearchCandidate<IClassifier> chosen)
    {
        if (chosen != found.Best)
            return string.Create(CultureInfo.InvariantCulture, $"of {found.Candidates.Count} recipes {chosen.Name} is the simplest whose log loss on the rows to choose by is the best within one standard error: {chosen.Mean:0.0000}; the lowest is {found.Best.Mean:0.0000} of {found.Best.Name}.");
        var others = found.Candidates.Where(one => one.Round == found.Best.Round && one.Number != found.Best.Number).OrderBy(one => one.Mean).ToArray();
        var next = others.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; the next is {others[0].Name} with {others[0].Mean:0.0000}");
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
/// <param name="Best">Who won.</param>
/// <param name="Reason">Why this one won, in words.</param>
/// <param name="Sheet">How it was judged on the test rows.</param>
/// <param name="Season">How the season moved everybody.</param>
/// <param name="OnTest">The calibrated answers there.</param>
/// <param name="Threshold">From this probability on "yes" is said; chosen on validation rows for the best F1.</param>
/// <param name="LearnedRows">How many rows the model learned from.</param>
internal sealed record ContestResult(
    EncodedClassifier<CalibratedClassifierModel> Model, LinearScaling Typical, SearchCandidate<IClassifier> Best, string Reason, TestSheet Sheet, SeasonShift Season, float[] OnTest, double Threshold, int LearnedRows);
