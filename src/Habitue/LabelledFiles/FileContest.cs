using System.Globalization;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Evaluation.Calibration;
using Habitue.Learning.Preprocessing;
using Habitue.Prediction;

namespace Habitue.LabelledFiles;

/// <summary>
/// Finds the best model for a file's label. The rows of a file have no order in time that could be kept apart, so it is chosen on five folds drawn by the seed, each
/// label in its share, and judged on ten other folds in the order of the file, whose answers are pooled; what answers from then on learns from all rows.
/// </summary>
internal static class FileContest
{
    /// <summary>More rows than this choose and judge no better.</summary>
    private const int MostToChoose = 20_000, MostToJudge = 100_000;

    /// <summary>Yes is said when it is likelier than not.</summary>
    public const double Threshold = 0.5;

    public static FileContestResult Run(LabeledFrame data, SingleColumn best, Seed seed, FitRun run)
    {
        var candidates = FileCandidates.Of(seed);
        var some = Drawn(data, MostToChoose, seed);
        var answers = Answers(data.Take(some), Split.Stratified(data.Take(some).Targets, 5, seed), [.. candidates.Select(one => one.Recipe)], seed, Part(run, 0, 0.5));
        double[] targets = [.. data.Take(some).Targets];
        var choice = BlendSearch.Of(targets, answers, most: 4);
        var curve = PlattCurve.Fit(targets, choice.Blend(answers));
        IEstimator<Labeled, IClassifier> recipe = choice.Parts.Count == 1 ? candidates[choice.Parts[0]].Recipe : new BlendedClassifier { Classifiers = [.. choice.Parts.Select(part => candidates[part].Recipe)] };

        var judged = Drawn(data, MostToJudge, seed);
        var rows = data.Take(judged);
        var onTest = Array.ConvertAll(Answers(rows, Split.Stratified(rows.Targets, 10), [recipe], seed, Part(run, 0.5, 0.9))[0], curve.Apply);
        float[] rule = Array.ConvertAll(judged, row => best.Scores[row]);
        var sheet = TestSheet.Of(new PredictionTask(rows, rows, rows, $"by {best.Name} alone", rule, rule), onTest, Threshold, seed, run with { Progress = null });

        var encoding = Encoder(seed).FitEncode(data, out var encoded, run with { Progress = null });
        var model = encoding.With(CalibratedClassifierModel.Of(recipe.Fit(data.With(encoded), run with { Progress = null }), curve));
        return new FileContestResult(model, new StandardScaler().Fit(encoded, run with { Progress = null }), Name(candidates, choice), Reason(candidates, choice), sheet, judged, onTest);
    }

    /// <summary>What each recipe says of rows that it had not seen, pooled over the folds; all of them share what each fold's encoder learned.</summary>
    private static float[][] Answers(LabeledFrame data, IReadOnlyList<Fold> folds, IReadOnlyList<IEstimator<Labeled, IClassifier>> recipes, Seed seed, FitRun run)
    {
        var said = recipes.Select(_ => new float[data.Rows.Rows]).ToArray();
        for (var fold = 0; fold < folds.Count; fold++)
        {
            int[] learn = [.. folds[fold].Train], judge = [.. folds[fold].Test];
            var known = data.Take(learn);
            var encoding = Encoder(seed).FitEncode(known, out var rows, run with { Progress = null });
            var asked = encoding.Encode(data.Rows.Take(judge));
            for (var recipe = 0; recipe < recipes.Count; recipe++)
            {
                run.Cancel.ThrowIfCancellationRequested();
                var answers = recipes[recipe].Fit(known.With(rows), run with { Progress = null }).Probability(asked);
                for (var i = 0; i < judge.Length; i++) said[recipe][judge[i]] = answers[i];
                run.Progress?.Report(((fold * recipes.Count) + recipe + 1.0) / (folds.Count * recipes.Count));
            }
        }
        return said;
    }

    private static FitRun Part(FitRun run, double from, double to) => run with { Progress = run.Progress is { } whole ? new Stretch(whole, from, to) : null };

    private sealed class Stretch(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + (value * (to - from)));
    }

    private static FrameEncoder Encoder(Seed seed) => new() { Scale = false, FewTexts = 30, Seed = seed };

    /// <summary>At most so many rows, in their order, each label in its share.</summary>
    private static int[] Drawn(LabeledFrame data, int most, Seed seed) => data.Rows.Rows <= most ? [.. Enumerable.Range(0, data.Rows.Rows)]
        : [.. Split.Stratified(data.Targets, (data.Rows.Rows + most - 1) / most, seed)[0].Test.Order()];

    private static string Name(IReadOnlyList<(string Name, IEstimator<Labeled, IClassifier>)> candidates, BlendChoice choice) =>
        choice.Parts.Count == 1 ? candidates[choice.Parts[0]].Name
        : $"blend of {string.Join(", ", choice.Parts.CountBy(part => part).Select(one => one.Value == 1 ? candidates[one.Key].Name : $"{candidates[one.Key].Name} ({one.Value} times)"))}";

    private static string Reason(IReadOnlyList<(string Name, IEstimator<Labeled, IClassifier>)> candidates, BlendChoice choice)
    {
        var best = Enumerable.Range(0, candidates.Count).MinBy(place => choice.Alone[place]);
        return string.Create(CultureInfo.InvariantCulture, $"of {candidates.Count} recipes and their blends this one has the best log loss on the folds to choose by, {choice.LogLoss:0.0000}{(choice.Parts.Count == 1 ? "" : $"; the best alone is {candidates[best].Name} with {choice.Alone[best]:0.0000}")}.");
    }
}

/// <summary>What came out of a contest over a file.</summary>
/// <param name="Typical">Its offsets are the means of the encoded rows.</param>
/// <param name="Recipe">What won, in words.</param>
/// <param name="Judged">The rows that were judged, of those with a label.</param>
/// <param name="OnTest">What was said of each of these by a model that had not seen it.</param>
internal sealed record FileContestResult(EncodedClassifier<CalibratedClassifierModel> Model, LinearScaling Typical, string Recipe, string Reason, TestSheet Sheet, int[] Judged, float[] OnTest);
