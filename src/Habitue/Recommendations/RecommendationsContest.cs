using Habitue.Insights;
using Habitue.Learning.Evaluation;
using Habitue.Prediction;

namespace Habitue.Recommendations;

/// <summary>
/// Which way of recommending is best: all learn from what lies before the validation moment, the weights of the hybrid and the
/// winner are found on what was bought after it, and all are judged, learned anew, on what was bought after the test moment.
/// </summary>
/// <param name="Chosen">The name of the winner on validation.</param>
/// <param name="Blend">Its weights.</param>
/// <param name="Sheets">All ways on the test purchases: all of them, and only those that are new to the customer.</param>
/// <param name="Above">By how much the winner's NDCG@10 is above that of each baseline.</param>
/// <param name="Groups">Groups of the customers who judge, with their places among them.</param>
/// <param name="Bpr">How BPR learns, as was chosen on validation; null where it does not compete.</param>
internal sealed record RecommendationsContest(string Chosen, Blend Blend, double ValidationNdcg, IReadOnlyList<RankingSheet> Sheets, IReadOnlyList<(string Baseline, Interval Above)> Above, IReadOnlyList<(string Group, int[] Places)> Groups, BprTuning? Bpr)
{
    public RankingSheet Winner => Sheets.First(sheet => sheet.Model == Chosen && sheet.Part == RankingSheet.All);

    /// <summary>The best that needs no model.</summary>
    public RankingSheet BestBaseline => Sheets.Where(sheet => sheet.Part == RankingSheet.All && PartNames.Baselines.Contains(sheet.Model)).MaxBy(sheet => Of(sheet, RankingSheet.NdcgAt10).Estimate)!;

    /// <summary>It is surely better than everything that needs no model.</summary>
    public bool IsReady => Above.All(one => one.Above.Low > 0);

    public static RecommendationsContest Run(SliceRun run, PurchaseLog log, Moments moments, bool canServeBpr)
    {
        string[] wanted = [.. PartRecipes.Learned.Where(name => canServeBpr || name != PartNames.Bpr)];
        var before = Snapshot.Of(run, log, moments.Validation);
        var bpr = canServeBpr ? BprTuning.Choose(log, before, moments.Test, run.Seed, run.Fit) : null;
        var validation = Judge(run, log, before, moments.Test, wanted, bpr);
        var search = new BlendSearch(validation, run.Threads, run.Cancel);
        var (blend, ndcg) = search.Find();
        var (alone, ndcgAlone) = search.BestAlone([.. wanted]);
        var hybrid = blend;
        var chosen = PartNames.Hybrid;
        if (ndcgAlone >= ndcg) (chosen, blend, ndcg) = (alone, Blend.Alone(validation.Parts, alone), ndcgAlone);

        var test = Judge(run, log, Snapshot.Of(run, log, moments.Test), moments.Now, wanted, bpr);
        var sheets = new List<RankingSheet>();
        foreach (var onlyNew in (bool[])[false, true])
        {
            foreach (var part in test.Parts) Add(part == PartNames.Again ? PartNames.BuyAgain : part, part == PartNames.Again ? null : Blend.Alone(test.Parts, part), onlyNew);
            Add(PartNames.Hybrid, hybrid, onlyNew);
        }
        var winner = sheets.First(sheet => sheet.Model == chosen);
        return new RecommendationsContest(chosen, blend, ndcg, sheets,
            [.. PartNames.Baselines.Select(name => (name, winner.Above(sheets.First(sheet => sheet.Model == name), run.Seed, run.Fit)))], [.. CustomerGroups.Of(run, test.Ids, test.Habits, test.Snapshot.Moment)], bpr);

        void Add(string model, Blend? by, bool onlyNew)
        {
            int[][] lists = [.. Enumerable.Range(0, test.Customers).Select(i => by is null ? BuyAgain(test, i, onlyNew) : RankingSheet.Ranked(test.Lists[i], by, onlyNew ? test.Baskets[i] : null))];
            sheets.Add(RankingSheet.Of(model, test, lists, onlyNew, run.Seed, run.Fit));
        }
    }

    public static Interval Of(RankingSheet sheet, string measure) => sheet.Figures.First(figure => figure.Measure == measure).Figure;

    private static Judged Judge(SliceRun run, PurchaseLog log, Snapshot snapshot, DateTime until, string[] wanted, BprTuning? bpr) =>
        Judged.Of(log, snapshot, until, PartRecipes.Fit(snapshot, wanted, run.Seed, run.Fit, bpr), run.Threads, run.Cancel);

    /// <summary>What needs no model: what the customer ordered most often, of equals the latest, then what is bought by most. No rule holds anything back.</summary>
    private static int[] BuyAgain(Judged judged, int i, bool onlyNew)
    {
        var basket = judged.Baskets[i];
        var own = onlyNew ? [] : Enumerable.Range(0, basket.Items.Length).OrderByDescending(place => basket.Orders[place]).ThenByDescending(place => basket.Last[place])
            .ThenBy(place => place).Select(place => basket.Items[place]).Take(RecommendationTables.Places).ToArray();
        return [.. own.Concat(RankingSheet.Ranked(judged.Lists[i], Blend.Alone(judged.Parts, PartNames.Popular), basket)).Take(RecommendationTables.Places)];
    }
}
