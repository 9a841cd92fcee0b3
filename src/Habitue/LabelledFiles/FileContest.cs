using System.Globalization;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Preprocessing;
using Habitue.Prediction;

namespace Habitue.LabelledFiles;

/// <summary>
/// Finds the best model for a file's label. The rows of a file have no order in time that could be kept apart, so it is judged on ten folds in the order of
/// the file, each label in its share, whose answers are pooled. Recipe, blend, curve and the cut of yes and no are chosen anew for each two of the folds by rows outside of
/// them (<see cref="NestedAnswers"/>), so that the figures count the choosing in; what answers from then on is chosen by and learned from all rows.
/// </summary>
internal static class FileContest
{
    /// <summary>More rows than this choose and judge no better.</summary>
    private const int MostToChoose = 20_000, MostToJudge = 100_000;

    private const int Folds = 2 * NestedAnswers.Parts, MostBlended = 6;

    public static FileContestResult Run(LabeledFrame data, SingleColumn best, Seed seed, FitRun run)
    {
        var candidates = FileCandidates.Of(seed);
        var judged = Drawn(data, MostToJudge, seed);
        var rows = data.Take(judged);
        var folds = Split.Stratified(rows.Targets, Folds);
        var part = new int[judged.Length];
        foreach (var (number, fold) in folds.Index())
            foreach (var row in fold.Test) part[row] = number / 2;

        var some = Drawn(rows, MostToChoose, seed);
        var nested = Nested(rows.Take(some), Array.ConvertAll(some, row => part[row]), [.. candidates.Select(one => one.Recipe)], seed, Part(run, 0, 0.5));
        var choices = Enumerable.Range(0, NestedAnswers.Parts).Select(hidden => nested.Choose(hidden, MostBlended)).ToArray();
        var (onTest, saysYes) = (new float[judged.Length], new bool[judged.Length]);
        foreach (var (number, fold) in folds.Index())
        {
            var (blend, curveOfFold, cutOfFold) = choices[number / 2];
            int[] asked = [.. fold.Test];
            Answer(rows, [.. fold.Train], asked, [Recipe(candidates, blend)], seed, run, (_, said) =>
            {
                for (var i = 0; i < asked.Length; i++) onTest[asked[i]] = curveOfFold.Apply(said[i]);
                foreach (var row in asked) saysYes[row] = onTest[row] >= cutOfFold;
            });
            Part(run, 0.5, 0.9).Progress?.Report((number + 1.0) / Folds);
        }
        float[] rule = Array.ConvertAll(judged, row => best.Scores[row]);
        var (choice, curve, cut) = nested.Choose(hidden: null, MostBlended);
        var sheet = TestSheet.Of(new PredictionTask(rows, rows, rows, $"by {best.Name} alone", rule, rule), onTest, saysYes, cut, seed, run with { Progress = null });

        var encoding = Encoder(seed).FitEncode(data, out var encoded, run with { Progress = null });
        var model = encoding.With(CalibratedClassifierModel.Of(Recipe(candidates, choice).Fit(data.With(encoded), run with { Progress = null }), curve));
        return new FileContestResult(model, new StandardScaler().Fit(encoded, run with { Progress = null }), Name(candidates, choice), Reason(candidates, choice), sheet, judged, onTest, saysYes, cut);
    }

    private static NestedAnswers Nested(LabeledFrame data, int[] parts, IReadOnlyList<IEstimator<Labeled, IClassifier>> recipes, Seed seed, FitRun run)
    {
        var done = 0;
        return NestedAnswers.Of(data, parts, recipes.Count, (learn, asked, keep) => Answer(data, learn, asked, recipes, seed, run, (recipe, said) =>
        {
            keep(recipe, said);
            run.Progress?.Report(++done / (double)(recipes.Count * NestedAnswers.Parts * (NestedAnswers.Parts - 1) / 2));
        }));
    }

    /// <summary>Each recipe learns from some rows and answers about others; all of them share what the encoder learned of the former.</summary>
    private static void Answer(LabeledFrame data, int[] learn, int[] asked, IReadOnlyList<IEstimator<Labeled, IClassifier>> recipes, Seed seed, FitRun run, Action<int, float[]> keep)
    {
        var known = data.Take(learn);
        var encoding = Encoder(seed).FitEncode(known, out var rows, run with { Progress = null });
        var unseen = encoding.Encode(data.Rows.Take(asked));
        for (var recipe = 0; recipe < recipes.Count; recipe++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            keep(recipe, recipes[recipe].Fit(known.With(rows), run with { Progress = null }).Probability(unseen));
        }
    }

    private static IEstimator<Labeled, IClassifier> Recipe(IReadOnlyList<(string Name, IEstimator<Labeled, IClassifier> Recipe)> candidates, BlendChoice choice) =>
        choice.Parts.Count == 1 ? candidates[choice.Parts[0]].Recipe : new BlendedClassifier { Classifiers = [.. choice.Parts.Select(part => candidates[part].Recipe)] };

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
        return string.Create(CultureInfo.InvariantCulture, $"of {candidates.Count} recipes and their blends this one has the best log loss on rows that had not been learned from, {choice.LogLoss:0.0000}{(choice.Parts.Count == 1 ? "" : $"; the best alone is {candidates[best].Name} with {choice.Alone[best]:0.0000}")}.");
    }
}

/// <summary>What came out of a contest over a file.</summary>
/// <param name="Typical">Its offsets are the means of the encoded rows.</param>
/// <param name="Recipe">What won, in words.</param>
/// <param name="Judged">The rows that were judged, of those with a label.</param>
/// <param name="OnTest">What was said of each of these by a model that had not seen it.</param>
/// <param name="SaysYes">Whether that was a yes, from a probability on that was chosen by other rows.</param>
/// <param name="Cut">From this probability on the model that answers says yes.</param>
internal sealed record FileContestResult(EncodedClassifier<CalibratedClassifierModel> Model, LinearScaling Typical, string Recipe, string Reason, TestSheet Sheet, int[] Judged, float[] OnTest, bool[] SaysYes, double Cut);
