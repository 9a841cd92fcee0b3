using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;
using Habitue.Learning.Preprocessing;

namespace Habitue.Prediction;

/// <summary>
/// Finds the best model for a question with two answers: candidates are tuned by successive halving, the best by log loss on the
/// validation rows (see <see cref="RecipeChoice"/>) is calibrated there, learns once more from training and validation rows together, and is judged by the test rows. What answers
/// in future then learns from all rows.
/// </summary>
internal static class Contest
{
    /// <summary>Each class needs so many rows in every part; with fewer nothing can be told apart from chance.</summary>
    public const int LeastOfEachClass = 10;

    /// <summary>With fewer rows than this a recipe is not judged: what is best on a few hundred is seldom best on thousands.</summary>
    private const int LeastRows = 4_000;

    public static ContestResult Run(PredictionTask task, Seed seed, FitRun run)
    {
        Check(task);
        var test = task.Test;
        var alone = run with { Progress = null };
        var choosing = ChoosingRows.Of(task, seed, alone);
        var found = Search.Halving(Candidates.Of(seed), choosing.Rows, choosing.Folds, Measures.LogLoss, seed, leastRows: LeastRows, run: run);
        // The curve and the threshold come from answers about rows that the model had not seen.
        var choice = RecipeChoice.Of(found, choosing, alone);
        var (targets, recipe) = (choosing.Targets, choice.Best.Recipe);
        var curve = PlattCurve.Fit(targets, choice.Answers);
        var threshold = Thresholds.BestF1(targets, Array.ConvertAll(choice.Answers, curve.Apply)).Threshold;

        var (judged, learned) = task.Known is { } more && !choosing.IsOfKnown ? Encoded(more, seed, alone) : (choosing.Encoding, choosing.Rows);
        var unseen = judged.Encode(test.Rows);
        var fitted = learned == choosing.Rows && choice.Best == found.Best ? found.Model : recipe.Fit(learned, alone);
        var raw = fitted.Probability(unseen);
        float[] Said(Frame rows) => Array.ConvertAll(fitted.Probability(judged.Encode(rows)), curve.Apply);
        var season = SeasonShift.Of(task.Year, Said);
        var onTest = Array.ConvertAll(raw, Shifted(curve, task.Latest?.ToTest(season, Said) ?? season.ToTest ?? 0).Apply);
        var sheet = TestSheet.Of(task, onTest, threshold, seed, alone);

        // What answers from now on knows the latest outcomes too, and its curve the latest answers.
        var latest = PlattCurve.Fit([.. targets, .. test.Targets], [.. choice.Answers, .. raw]);
        var (answering, all) = task.All is { } everything ? Encoded(everything, seed, alone) : (judged, ChoosingRows.Join(learned, test.With(unseen)));
        var last = recipe.Fit(all, alone);
        float[] SaidNow(Frame rows) => Array.ConvertAll(last.Probability(answering.Encode(rows)), latest.Apply);
        var model = answering.With(CalibratedClassifierModel.Of(last, Shifted(latest, task.Latest?.ToNow(season, test, SaidNow) ?? season.ToNow ?? 0)));
        return new ContestResult(model, new StandardScaler().Fit(all.Rows, alone), choice.Best, choice.Reason, sheet, season, onTest, threshold, all.Rows.Rows);
    }

    private static (FrameEncoding, Labeled) Encoded(LabeledFrame data, Seed seed, FitRun run)
    {
        var some = data.Take(ChoosingRows.Drawn(data, seed));
        var encoding = new FrameEncoder { Log = true, Seed = seed }.FitEncode(some, out var rows, run);
        return (encoding, some.With(rows));
    }

    private static PlattCurve Shifted(PlattCurve curve, double by) => curve with { Intercept = curve.Intercept + by };

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
