namespace Habitue.Learning.Evaluation;

/// <summary>
/// The means of <see cref="RankingMeasures"/> over the customers that have a relevant item; those without are left out,
/// since no list could be right for them.
/// <code>
/// var report = RankingReport.Of(recommended, boughtAfterwards, k: 10, items: catalogue.Count);
/// </code>
/// </summary>
/// <param name="Customers">How many customers had a relevant item; when there is none the means are NaN.</param>
/// <param name="Precision">Mean precision at k.</param>
/// <param name="Recall">Mean recall at k.</param>
/// <param name="Map">Mean average precision at k.</param>
/// <param name="Ndcg">Mean normalized discounted cumulative gain at k.</param>
/// <param name="HitRate">The share of these customers with a relevant item among the first k.</param>
/// <param name="Mrr">Mean reciprocal rank within the first k.</param>
/// <param name="Coverage">The share of all items that are among the first k of anybody, customers without relevant items included.</param>
public sealed record RankingReport(int Customers, double Precision, double Recall, double Map, double Ndcg, double HitRate, double Mrr, double Coverage)
{
    /// <summary>Judges one ranked list per customer against that customer's relevant items.</summary>
    /// <param name="ranked">A list per customer, the best item first.</param>
    /// <param name="relevant">The relevant items of each, in any order.</param>
    /// <param name="k">How many places count, at least 1.</param>
    /// <param name="items">How many items there are to recommend, at least 1.</param>
    /// <exception cref="BadDataException">The lists are not of one length, or an item is ranked twice.</exception>
    public static RankingReport Of(IReadOnlyList<int[]> ranked, IReadOnlyList<int[]> relevant, int k, int items)
    {
        ArgumentNullException.ThrowIfNull(ranked);
        ArgumentNullException.ThrowIfNull(relevant);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 1);
        if (ranked.Count != relevant.Count) throw new BadDataException($"There are {ranked.Count} ranked lists for {relevant.Count} customers.");
        var (customers, shown, sums) = (0, new HashSet<int>(), new double[6]);
        for (var c = 0; c < ranked.Count; c++)
        {
            var (list, wanted) = (ranked[c], relevant[c].ToHashSet());
            shown.UnionWith(list.Take(k));
            if (wanted.Count == 0) continue;
            customers++;
            sums[0] += RankingMeasures.PrecisionAt(list, wanted, k);
            sums[1] += RankingMeasures.RecallAt(list, wanted, k);
            sums[2] += RankingMeasures.AveragePrecisionAt(list, wanted, k);
            sums[3] += RankingMeasures.NdcgAt(list, wanted, k);
            sums[4] += RankingMeasures.HitAt(list, wanted, k);
            sums[5] += RankingMeasures.ReciprocalRankAt(list, wanted, k);
        }

        var means = Array.ConvertAll(sums, sum => Measured.Ratio(sum, customers));
        return new RankingReport(customers, means[0], means[1], means[2], means[3], means[4], means[5], (double)shown.Count / items);
    }
}
