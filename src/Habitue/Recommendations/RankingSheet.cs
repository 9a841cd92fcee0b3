using Habitue.Learning;
using Habitue.Learning.Evaluation;

namespace Habitue.Recommendations;

/// <summary>How well one way of recommending would have foretold what customers bought, with intervals over the customers.</summary>
/// <param name="Figures">By measure: the figure with its 95 % interval.</param>
/// <param name="NdcgOfEach">That of each customer, so that two ways can be compared customer by customer; NaN where nothing could be found.</param>
/// <param name="HitOfEach">1 for a customer who bought one of the ten, else 0; NaN where nothing could be found.</param>
internal sealed record RankingSheet(string Model, string Part, int Customers, IReadOnlyList<(string Measure, Interval Figure)> Figures, double[] NdcgOfEach, double[] HitOfEach)
{
    public const string All = "all", New = "new to the customer";

    public const string NdcgAt10 = "NDCG@10", RecallAt10 = "recall@10", HitRate = "hit rate", Coverage = "coverage", Novelty = "novelty";

    private const int K = RecommendationTables.Places;

    /// <summary>The best ten of a list by a blend.</summary>
    public static int[] Ranked(Shortlist list, Blend blend, Basket? without = null)
    {
        var scores = blend.Scores(list);
        if (without is not null)
            for (var i = 0; i < scores.Length; i++)
                if (without.Has(list.Items[i])) scores[i] = 0;
        return Array.ConvertAll(Shortlist.Top(scores, K), place => list.Items[place]);
    }

    /// <summary>As <see cref="RankingMeasures"/>: 1 for a list that holds nothing but what was bought, or all of it in front.</summary>
    /// <param name="ranked">The best first.</param>
    /// <param name="bought">Rising.</param>
    /// <param name="boughtInAll">How much was bought, what could not be found included.</param>
    public static double Ndcg(int[] ranked, int[] bought, int boughtInAll)
    {
        if (boughtInAll == 0) return double.NaN;
        var (sum, best) = (0.0, 0.0);
        for (var place = 0; place < ranked.Length; place++)
            if (Array.BinarySearch(bought, ranked[place]) >= 0) sum += 1 / Math.Log2(place + 2);
        for (var place = 0; place < Math.Min(K, boughtInAll); place++) best += 1 / Math.Log2(place + 2);
        return sum / best;
    }

    /// <summary>Judges lists, one per judged customer.</summary>
    /// <param name="model">What they are of.</param>
    /// <param name="judged">Whose they are.</param>
    /// <param name="lists">The best first.</param>
    /// <param name="onlyNew">Only what the customer had not bought before counts.</param>
    /// <param name="seed">Where the draws come from.</param>
    /// <param name="run">How the work is carried out.</param>
    public static RankingSheet Of(string model, Judged judged, int[][] lists, bool onlyNew, Seed seed, FitRun run)
    {
        var (ndcg, recall, hit, novelty) = (new double[lists.Length], new double[lists.Length], new double[lists.Length], new double[lists.Length]);
        var known = judged.Snapshot.Baskets.Count(basket => basket.Items.Length > 0);
        for (var i = 0; i < lists.Length; i++)
        {
            var bought = onlyNew ? Array.FindAll(judged.Found[i], item => !judged.Baskets[i].Has(item)) : judged.Found[i];
            var all = bought.Length + judged.OutOfReach[i];
            var found = lists[i].Count(item => Array.BinarySearch(bought, item) >= 0);
            ndcg[i] = Ndcg(lists[i], bought, all);
            recall[i] = all == 0 ? double.NaN : (double)found / all;
            hit[i] = all == 0 ? double.NaN : found > 0 ? 1 : 0;
            novelty[i] = lists[i].Length == 0 ? double.NaN : lists[i].Average(item => Math.Log2((known + 1.0) / (judged.Snapshot.Buyers[item] + 1.0)));
        }
        var intervals = Means([ndcg, recall, hit, novelty], seed, run);
        return new RankingSheet(model, onlyNew ? New : All, ndcg.Count(value => !double.IsNaN(value)),
            [(NdcgAt10, intervals[0]), (RecallAt10, intervals[1]), (HitRate, intervals[2]), (Coverage, CoverageOf(lists, judged.Snapshot.OnSale.Count(onSale => onSale))), (Novelty, intervals[3])], ndcg, hit);
    }

    /// <summary>By how much the NDCG@10 of one is above that of another, customer by customer.</summary>
    public Interval Above(RankingSheet other, Seed seed, FitRun run) => Means([[.. NdcgOfEach.Zip(other.NdcgOfEach, (mine, theirs) => mine - theirs)]], seed, run)[0];

    /// <summary>The mean NDCG@10 and hit rate of some of the customers, by their places among those judged.</summary>
    public IReadOnlyList<Interval> OfGroup(int[] places, Seed seed, FitRun run) =>
        Means([Array.ConvertAll(places, place => NdcgOfEach[place]), Array.ConvertAll(places, place => HitOfEach[place])], seed, run);

    /// <summary>
    /// The share of the products on sale that are shown to anybody. Drawing customers again would show fewer of them always, so the interval is that of the jackknife: who alone is
    /// shown a product takes it away by not being there. Its variance is never too small on average. Source: Efron and Stein, "The jackknife estimate of variance" (1981), theorem 2.
    /// </summary>
    /// <param name="lists">What each customer is shown.</param>
    /// <param name="onSale">How many products there are to show.</param>
    public static Interval CoverageOf(int[][] lists, int onSale)
    {
        var times = lists.SelectMany(list => list).CountBy(item => item).ToDictionary();
        double all = Math.Max(1, onSale), value = times.Count / all;
        double[] alone = [.. lists.Select(list => list.Count(item => times[item] == 1) / all)];
        var mean = alone.Length == 0 ? 0 : alone.Average();
        var half = Interval.Normal95 * Math.Sqrt(alone.Sum(one => (one - mean) * (one - mean)) * Math.Max(0, alone.Length - 1) / Math.Max(1, alone.Length));
        return new Interval(value, Math.Max(0, value - half), Math.Min(1, value + half), 0.95);
    }

    /// <summary>The means of what is known, with intervals from drawing customers.</summary>
    private static IReadOnlyList<Interval> Means(double[][] figures, Seed seed, FitRun run)
    {
        void Mean(ReadOnlySpan<int> rows, Span<double> into)
        {
            for (var figure = 0; figure < figures.Length; figure++)
            {
                var (values, sum, count) = (figures[figure], 0.0, 0);
                foreach (var row in rows)
                {
                    if (double.IsNaN(values[row])) continue;
                    sum += values[row];
                    count++;
                }
                into[figure] = count == 0 ? double.NaN : sum / count;
            }
        }
        return new Bootstrap { Samples = 500, Method = BootstrapMethod.Percentile, Seed = seed }.Of(figures[0].Length, figures.Length, Mean, run);
    }
}
