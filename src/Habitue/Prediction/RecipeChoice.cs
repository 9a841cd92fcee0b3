using System.Globalization;
using Habitue.Learning;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Linear;

namespace Habitue.Prediction;

/// <summary>
/// Which recipe it shall be after a search: the best linear one together with the best of another kind. Linear models and trees err in different places, so that
/// the two together seldom lose on rows that nobody has looked at. One of them alone must be surely better than both: chance likes to choose single recipes.
/// </summary>
/// <param name="Best">What was chosen; a blend counts as a candidate of its own.</param>
/// <param name="Answers">What it says of the rows to choose by, none of which it had seen.</param>
/// <param name="Reason">Why this one, in words.</param>
internal sealed record RecipeChoice(SearchCandidate<IClassifier> Best, float[] Answers, string Reason)
{
    public static RecipeChoice Of(SearchResult<IClassifier> found, ChoosingRows rows, FitRun run)
    {
        var simple = found.Candidates.Where(one => one.Recipe is LogisticRegression).MinBy(one => one.Mean)!;
        var other = found.Candidates.Where(one => one.Recipe is not LogisticRegression).OrderByDescending(one => one.Round).ThenBy(one => one.Mean).First();
        var (targets, count) = (rows.Targets, found.Candidates.Count);
        RecipeChoice Tried(SearchCandidate<IClassifier> one, float[] answers) => new(one with { Scores = [BinaryMeasures.LogLoss(targets, answers)] }, answers, "");
        var (first, second) = (Tried(simple, rows.Answers(simple.Recipe, run)), Tried(other, rows.Answers(other.Recipe, run)));
        var blend = new SearchCandidate<IClassifier>(count, $"a blend of {simple.Name} and {other.Name}", new BlendedClassifier { Classifiers = [simple.Recipe, other.Recipe] }, other.Round, other.LearnedRows, []);
        var both = Tried(blend, new BlendChoice([0, 1], 0, []).Blend([first.Answers, second.Answers]));
        RecipeChoice[] tried = [first, both, second];
        var best = tried.MinBy(one => one.Best.Mean)!;
        var chosen = best == both || IsSurelyBetter(targets, best.Answers, both.Answers) ? best : both;
        // What the search found keeps its identity: its model is fitted already.
        return chosen with
        {
            Best = chosen.Best.Number == found.Best.Number ? found.Best : chosen.Best,
            Reason = chosen != best
                ? string.Create(CultureInfo.InvariantCulture, $"of {count} recipes and a blend of two, {chosen.Best.Name} is kept, whose log loss on the rows to choose by, {chosen.Best.Mean:0.0000}, is the best within two standard errors of the lowest, {best.Best.Mean:0.0000} of {best.Best.Name}.")
                : string.Create(CultureInfo.InvariantCulture, $"of {count} recipes and a blend of two, {best.Best.Name} has the best log loss on the rows to choose by, {best.Best.Mean:0.0000}{Next(tried, best)}."),
        };
    }

    private static string Next(RecipeChoice[] tried, RecipeChoice best) =>
        tried.Where(one => one != best).MinBy(one => one.Best.Mean)!.Best is var next ? string.Create(CultureInfo.InvariantCulture, $"; the next is {next.Name} with {next.Mean:0.0000}") : "";

    /// <summary>Whether the log loss of the same rows is lower by more than two standard errors of the difference. If not, chance may have chosen.</summary>
    private static bool IsSurelyBetter(ReadOnlySpan<double> targets, float[] first, float[] second)
    {
        var gains = new double[targets.Length];
        for (var row = 0; row < gains.Length; row++) gains[row] = BinaryMeasures.LogLoss([targets[row]], [second[row]]) - BinaryMeasures.LogLoss([targets[row]], [first[row]]);
        var mean = gains.Average();
        return mean > 2 * Math.Sqrt(gains.Average(gain => (gain - mean) * (gain - mean)) / gains.Length);
    }
}
