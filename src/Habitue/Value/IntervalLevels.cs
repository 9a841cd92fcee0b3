namespace Habitue.Value;

/// <summary>
/// How much of the futures the intervals must hold, on average over all customers, so that 80 or 95 of a hundred really spend within theirs: found on a period whose outcome is
/// known (conformal calibration: Vovk, Gammerman and Shafer 2005). A perfect model needs 0.8 and 0.95. Whoever will surely spend nothing is always held; the others' intervals
/// are so much narrower that the shares are right for all together.
/// </summary>
/// <param name="Mass80">The share of the futures for 80 of a hundred.</param>
/// <param name="Mass95">The share for 95.</param>
internal sealed record IntervalLevels(double Mass80, double Mass95)
{
    /// <summary>More customers than this do not move the shares.</summary>
    public const int MostCustomers = 10_000;

    /// <summary>Draws enough for the tails of one customer.</summary>
    public const int Draws = 400;

    /// <summary>Half a cent: amounts that differ by less are the same.</summary>
    private const double Cent = 0.005;

    private static readonly double[] Grid = [.. Enumerable.Range(1, 199).Select(i => i / 200.0), 0.9975, 0.999];

    /// <summary>From one or more periods together. Where even the narrowest intervals hold more than they should, nothing is learned of the models, and they are believed.</summary>
    public static IntervalLevels Of(params IReadOnlyList<IntervalShares> periods)
    {
        double Mass(double share, double least, double most)
        {
            for (var i = 0; i < Grid.Length; i++)
                if (periods.Average(period => period.Held[i]) >= share) return i == 0 ? share : Math.Clamp(periods.Average(period => period.Mass[i]), least, most);
            return most;
        }
        return new IntervalLevels(Mass(0.8, 0.72, 0.93), Mass(0.95, 0.92, 0.995));
    }

    /// <summary>
    /// For so many days, of which the periods tried out only some: their shares count for the part of the days that they cover, and for the rest the models are believed. Customers with a season of
    /// their own look wilder in a part of a year than they are in a whole one.
    /// </summary>
    public IntervalLevels For(double days, int triedDays)
    {
        var part = Math.Min(1, triedDays / days);
        return new IntervalLevels(0.8 + (part * (Mass80 - 0.8)), 0.95 + (part * (Mass95 - 0.95)));
    }

    /// <summary>The levels of single intervals at which all together hold these shares of the futures.</summary>
    public (double Level80, double Level95) Levels(IntervalShares of)
    {
        double Level(double mass)
        {
            for (var i = 0; i < Grid.Length; i++)
                if (of.Mass[i] >= mass) return Grid[i];
            return Grid[^1];
        }
        return (Level(Mass80), Level(Mass95));
    }

    /// <summary>What intervals of each level hold of the futures, and of what came.</summary>
    /// <param name="futures">The futures.</param>
    /// <param name="came">What each customer spent; empty when nobody knows yet.</param>
    /// <param name="threads">How many may work.</param>
    /// <param name="cancel">The wish to stop.</param>
    public static IntervalShares Shares(FutureDraws futures, double[] came, int threads, CancellationToken cancel)
    {
        var (held, inside, count) = (new bool[came.Length][], new long[Grid.Length], futures.At.Count);
        futures.Each(threads, (customer, draws) =>
        {
            var own = new bool[Grid.Length];
            for (var i = 0; i < Grid.Length; i++)
            {
                var interval = PredictiveInterval.Of(draws, Grid[i]);
                Interlocked.Add(ref inside[i], Below(draws, interval.High + Cent) - Below(draws, interval.Low - Cent));
                own[i] = came.Length > 0 && Holds(interval, came[customer]);
            }
            if (came.Length > 0) held[customer] = own;
        }, cancel);
        return new IntervalShares(Array.ConvertAll(inside, sum => (double)sum / count / futures.Draws), [.. Grid.Select((_, i) => (double)held.Count(one => one[i]) / count)], held);
    }

    /// <summary>A customer to whom more was paid back than came in spent nothing.</summary>
    private static bool Holds((double Low, double High) interval, double came) => Math.Max(0, came) is var spent && spent >= interval.Low - Cent && spent <= interval.High + Cent;

    private static int Below(double[] sorted, double limit)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < limit) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Which customers' spending the intervals at a level held.</summary>
    public static bool[] Held(IntervalShares shares, double level)
    {
        var place = Array.IndexOf(Grid, level);
        return Array.ConvertAll(shares.Customers, one => one[place]);
    }
}

/// <summary>For each level of single intervals: the share of all futures within them, the share of the customers whose real spending was, and for each customer whether it was.</summary>
internal sealed record IntervalShares(double[] Mass, double[] Held, bool[][] Customers);
