namespace Habitue.Decisions;

/// <summary>What the merchants' wishes make of the policy's scores, and the final order.</summary>
internal static class Ordering
{
    /// <summary>Boosts, and the margin's weight beside the score; both brought between 0 and 1 among what may be shown.</summary>
    public static void Weigh(List<Candidate> candidates, Steering steering)
    {
        if (steering.MarginWeight > 0)
        {
            var (scores, margins) = (Spread(candidates, one => one.Score), Spread(candidates, one => one.Margin));
            foreach (var one in candidates) one.Score = ((1 - steering.MarginWeight) * scores(one)) + (steering.MarginWeight * margins(one));
        }
        foreach (var one in candidates)
            if (steering.Boost.TryGetValue(one.Id, out var factor)) one.Score *= factor;
    }

    /// <summary>Higher priority first, then the higher score; equals stay as they stood. What is buried goes to the end.</summary>
    public static List<Candidate> Sorted(List<Candidate> candidates, Steering steering) =>
        [.. candidates.OrderBy(one => steering.Bury.Contains(one.Id)).ThenByDescending(one => one.Priority).ThenByDescending(one => double.IsNaN(one.Score) ? double.NegativeInfinity : one.Score)];

    /// <summary>The first of those that all others in the first place could be exchanged for: equal in priority, none buried unless all are.</summary>
    public static int TopTier(List<Candidate> sorted, Steering steering)
    {
        var count = 1;
        while (count < sorted.Count && sorted[count].Priority == sorted[0].Priority && steering.Bury.Contains(sorted[count].Id) == steering.Bury.Contains(sorted[0].Id)) count++;
        return count;
    }

    /// <summary>What is pinned comes first, in the order in which it was pinned.</summary>
    public static void Pin(List<Candidate> sorted, Steering steering)
    {
        for (var pin = steering.Pin.Count - 1; pin >= 0; pin--)
        {
            if (sorted.FindIndex(one => one.Id == steering.Pin[pin]) is not (>= 0 and var place)) continue;
            var pinned = sorted[place];
            sorted.RemoveAt(place);
            sorted.Insert(0, pinned);
        }
    }

    /// <summary>The first so many, leaving out what must not stand beside one that is taken.</summary>
    public static List<Candidate> Take(List<Candidate> sorted, int count, Steering steering)
    {
        var taken = new List<Candidate>(count);
        foreach (var one in sorted)
        {
            if (taken.Count == count) break;
            if (steering.NeverTogether.Any(group => group.Contains(one.Id) && taken.Exists(other => group.Contains(other.Id)))) continue;
            taken.Add(one);
        }
        return taken;
    }

    private static Func<Candidate, double> Spread(List<Candidate> candidates, Func<Candidate, double> of)
    {
        var known = candidates.Select(of).Where(double.IsFinite).ToArray();
        if (known.Length == 0) return _ => 0;
        var (least, most) = (known.Min(), known.Max());
        return one => of(one) is var value && double.IsFinite(value) ? most > least ? (value - least) / (most - least) : 1 : 0;
    }
}
