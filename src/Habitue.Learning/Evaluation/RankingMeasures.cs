namespace Habitue.Learning.Evaluation;

/// <summary>
/// How good one ranked list of items is, the best first, when it is known which items were relevant (bought afterwards,
/// say). <see cref="RankingReport"/> takes the mean over many customers. A list may be shorter than
/// <c>k</c>; the places that it leaves empty count as misses. Without relevant items all but precision and hit are NaN.
/// </summary>
/// <exception cref="BadDataException">An item is ranked twice.</exception>
public static class RankingMeasures
{
    /// <summary>The share of the first <paramref name="k"/> places that hold a relevant item.</summary>
    public static double PrecisionAt(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k) => (double)Hits(ranked, relevant, k) / k;

    /// <summary>The share of the relevant items that are among the first <paramref name="k"/>.</summary>
    public static double RecallAt(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k) => Measured.Ratio(Hits(ranked, relevant, k), relevant.Count);

    /// <summary>1 when any of the first <paramref name="k"/> is relevant, else 0.</summary>
    public static double HitAt(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k) => Hits(ranked, relevant, k) > 0 ? 1 : 0;

    /// <summary>1 divided by the place of the first relevant item; 0 when none of the first <paramref name="k"/> is.</summary>
    public static double ReciprocalRankAt(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k)
    {
        if (Hits(ranked, relevant, k) == 0) return relevant.Count == 0 ? double.NaN : 0;
        var place = 0;
        while (!relevant.Contains(ranked[place])) place++;
        return 1.0 / (place + 1);
    }

    /// <summary>
    /// The mean of the precisions at the places of the relevant items, over as many as could be there: the smaller of
    /// <paramref name="k"/> and the number of relevant items. Its mean over customers is MAP.
    /// </summary>
    public static double AveragePrecisionAt(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k)
    {
        Check(ranked, k);
        var (hits, sum) = (0, 0.0);
        for (var place = 0; place < Math.Min(k, ranked.Length); place++)
            if (relevant.Contains(ranked[place])) sum += (double)++hits / (place + 1);
        return Measured.Ratio(sum, Math.Min(k, relevant.Count));
    }

    /// <summary>The same as the other NdcgAt, all relevant items being worth 1.</summary>
    public static double NdcgAt(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k) =>
        NdcgAt(ranked, relevant.ToDictionary(item => item, _ => 1.0), k);

    /// <summary>
    /// Normalized discounted cumulative gain: the worth of each ranked item divided by log2(place + 1), summed, as a share
    /// of the best possible list's. Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation" (2002), linear gain.
    /// </summary>
    /// <param name="ranked">Items, the best first.</param>
    /// <param name="worth">What each relevant item is worth, 0 or more; others are worth 0.</param>
    /// <param name="k">How many places count, at least 1.</param>
    public static double NdcgAt(ReadOnlySpan<int> ranked, IReadOnlyDictionary<int, double> worth, int k)
    {
        Check(ranked, k);
        foreach (var (item, value) in worth)
            if (!double.IsFinite(value) || value < 0) throw new BadDataException($"Item {item} is worth {value}; it must be 0 or more.", "worth");
        var (sum, best) = (0.0, 0.0);
        for (var place = 0; place < Math.Min(k, ranked.Length); place++) sum += worth.GetValueOrDefault(ranked[place]) / Math.Log2(place + 2);
        foreach (var (value, place) in worth.Values.OrderDescending().Take(k).Select((value, place) => (value, place))) best += value / Math.Log2(place + 2);
        return Measured.Ratio(sum, best);
    }

    private static int Hits(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, int k)
    {
        Check(ranked, k);
        var hits = 0;
        foreach (var item in ranked[..Math.Min(k, ranked.Length)])
            if (relevant.Contains(item)) hits++;
        return hits;
    }

    private static void Check(ReadOnlySpan<int> ranked, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var seen = new HashSet<int>(ranked.Length);
        foreach (var item in ranked)
            if (!seen.Add(item)) throw new BadDataException($"Item {item} is ranked twice; a list holds each item once.");
    }
}
