using Habitue.Insights;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Experiments;
using Habitue.Learning.Preprocessing;
using Habitue.Prediction;

namespace Habitue.Experiments.Uplift;

/// <summary>
/// Finds the best model of uplift for a test: candidates learn from half of the customers and are compared by Qini's coefficient on a fifth; the best learns once more from both and is judged on the rest.
/// A goal that is an amount is learned as whether it is above 0, times what those have on average; it is chosen and judged by the amounts themselves.
/// </summary>
internal static class UpliftContest
{
    /// <summary>Each arm needs so many customers with the outcome, and without it, in each part.</summary>
    public const int LeastOfEach = 10;

    private const double ToChoose = 0.2, ToJudge = 0.3;

    public static FoundUplift Run(UpliftRows data, double cost, Seed seed, FitRun run)
    {
        double[] kinds = [.. data.Outcomes.Zip(data.Treated, (outcome, treated) => (treated ? 2.0 : 0) + (outcome > 0 ? 1 : 0))];
        Check(kinds);
        var parts = Split.TrainValidationTest(kinds, ToChoose, ToJudge, seed);
        int[] learn = [.. parts.Train], choose = [.. parts.Validation], judge = [.. parts.Test], both = [.. learn.Concat(choose).Order()];
        string[] columns = [.. CustomerModel.Telling(data.Features.Take(learn), label: "")];
        if (columns.Length == 0) throw new NotReadyException("it needs something that differs among customers before their exposure; nothing does.");
        var best = Best(data, columns, learn, choose, seed, run);
        var model = Learned.From(best.Recipe, data, columns, both, seed, run);
        var judged = new UpliftJudge(Of(data.Outcomes, judge), Of(data.Treated, judge), model.Uplift(data.Features.Take(judge)), cost);
        return new FoundUplift(model, judged.Judge(best.Name, both.Length, seed, run), judged.Cuts);
    }

    /// <summary>Of equal ones the first.</summary>
    private static UpliftCandidate Best(UpliftRows data, string[] columns, int[] learn, int[] choose, Seed seed, FitRun run)
    {
        var (outcomes, treated, unseen) = (Of(data.Outcomes, choose), Of(data.Treated, choose), data.Features.Take(choose));
        return UpliftCandidate.All(seed).MaxBy(candidate => UpliftMeasures.Qini(outcomes, treated, Learned.From(candidate.Recipe, data, columns, learn, seed, run).Uplift(unseen)))!;
    }

    private static void Check(double[] kinds)
    {
        const int least = (int)(LeastOfEach / ToChoose);
        string[] names = ["without the outcome in the control", "with the outcome in the control", "without the outcome among the treated", "with the outcome among the treated"];
        for (var kind = 0; kind < names.Length; kind++)
            if (kinds.Count(one => (int)one == kind) is var count && count < least)
                throw new NotReadyException($"it needs {least} customers {names[kind]} who were known before their exposure; there {(count == 1 ? "is 1" : $"are {count:N0}")}.");
    }

    private static T[] Of<T>(T[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    /// <summary>A model of uplift with what makes numbers of features, and between which each lay when it learned.</summary>
    internal sealed record Learned(string[] Columns, FrameEncoding Encoding, (float Least, float Most)[] Seen, IUpliftModel Model, float Worth)
    {
        public static Learned From(IEstimator<TreatedRows, IUpliftModel> recipe, UpliftRows data, string[] columns, int[] rows, Seed seed, FitRun run)
        {
            var (outcomes, treated) = (Of(data.Outcomes, rows), Of(data.Treated, rows));
            double[] yes = Array.ConvertAll(outcomes, outcome => outcome > 0 ? 1.0 : 0);
            var encoding = new FrameEncoder { Log = true, Many = ManyTexts.ByFrequency, Seed = seed }.FitEncode(new LabeledFrame(data.Features.Select(columns).Take(rows), yes), out var encoded, run);
            (float, float)[] seen = [.. Enumerable.Range(0, encoded.Columns.Count).Select(column => encoded.Column(column)).Select(values => (values.Min(), values.Max()))];
            return new Learned(columns, encoding, seen, recipe.Fit(new TreatedRows(encoded, yes, treated), run), (float)(outcomes.Sum() / yes.Sum()));
        }

        /// <summary>
        /// What treating each customer adds to their outcome, in the outcome's unit. Time goes on after a test: what lies beyond all that it saw, such as a longer silence, counts as the utmost that it saw, so that
        /// no line is drawn on into where nobody was tried.
        /// </summary>
        public float[] Uplift(Frame features)
        {
            var encoded = Encoding.Encode(features.Select(Columns));
            for (var row = 0; row < encoded.Rows; row++)
            {
                var values = encoded.Row(row);
                for (var column = 0; column < values.Length; column++) values[column] = Math.Clamp(values[column], Seen[column].Least, Seen[column].Most);
            }

            return Array.ConvertAll(Model.Uplift(encoded), uplift => uplift * Worth);
        }
    }
}

/// <summary>The best model of uplift, how it was judged, and the scores from which on the fifths begin.</summary>
internal sealed record FoundUplift(UpliftContest.Learned Model, UpliftSheet Sheet, IReadOnlyList<float> Cuts);
