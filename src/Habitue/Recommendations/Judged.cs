using Habitue.Prediction;

namespace Habitue.Recommendations;

/// <summary>Customers who had bought before a moment, what comes into question for each, and what they bought in the days after it.</summary>
internal sealed class Judged
{
    /// <summary>Of more customers than this every second, third … is judged: more of them narrow no interval that matters.</summary>
    private const int Most = 4_000;

    public required Snapshot Snapshot { get; init; }

    public required string[] Parts { get; init; }

    /// <summary>Their ids.</summary>
    public required string[] Ids { get; init; }

    /// <summary>How each had bought before the moment.</summary>
    public required string[] Habits { get; init; }

    public required Basket[] Baskets { get; init; }

    public required Shortlist[] Lists { get; init; }

    /// <summary>What each bought in the days after the moment; what nobody had bought before it is not there, and cannot be found.</summary>
    public required int[][] Found { get; init; }

    /// <summary>How much they bought that nobody had bought before: out of reach of all.</summary>
    public required int[] OutOfReach { get; init; }

    public int Customers => Lists.Length;

    /// <summary>The customers of the log who bought before a moment and in the days after it.</summary>
    public static int[] Who(PurchaseLog log, DateTime moment, DateTime until)
    {
        var (from, to) = (PurchaseLog.Microseconds(moment), PurchaseLog.Microseconds(until));
        var who = Enumerable.Range(0, log.Customers.Length).Where(customer =>
        {
            var (before, after) = (false, false);
            foreach (var at in log.TimesOf(customer))
            {
                before |= at < from;
                after |= at >= from && at < to;
            }
            return before && after;
        }).ToArray();
        var step = (who.Length + Most - 1) / Math.Max(1, Most);
        return step <= 1 ? who : [.. who.Where((_, i) => i % step == 0)];
    }

    public static Judged Of(PurchaseLog log, Snapshot snapshot, DateTime until, IReadOnlyList<Part> parts, int threads, CancellationToken cancel)
    {
        var who = Who(log, snapshot.Moment, until);
        var (from, to) = (snapshot.At, PurchaseLog.Microseconds(until));
        var (lists, found, beyond) = (new Shortlist[who.Length], new int[who.Length][], new int[who.Length]);
        Parallel.For(0, who.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = threads > 0 ? threads : -1 }, i =>
        {
            var basket = snapshot.Baskets[who[i]];
            lists[i] = Shortlist.Of(parts, log.Customers[who[i]], basket, snapshot.AllowedFor(basket));
            var bought = new SortedSet<int>();
            var items = log.ItemsOf(who[i]);
            var times = log.TimesOf(who[i]);
            for (var entry = 0; entry < items.Length; entry++)
                if (times[entry] >= from && times[entry] < to) bought.Add(items[entry]);
            found[i] = [.. bought.Select(item => snapshot.Numbers[item]).Where(item => item >= 0)];
            beyond[i] = bought.Count - found[i].Length;
        });
        return new Judged
        {
            Snapshot = snapshot,
            Parts = [.. parts.Select(part => part.Name)],
            Ids = Array.ConvertAll(who, customer => log.Customers[customer]),
            Habits = Array.ConvertAll(who, customer => Habit(log, customer, from)),
            Baskets = [.. who.Select(customer => snapshot.Baskets[customer])],
            Lists = lists,
            Found = found,
            OutOfReach = beyond,
        };
    }

    private static string Habit(PurchaseLog log, int customer, long moment)
    {
        var before = log.TimesOf(customer).ToArray().Where(at => at < moment).ToHashSet();
        return CustomerGroups.Habit(before.Count, DaysSince(before.Min()), DaysSince(before.Max()));

        double DaysSince(long at) => Math.Floor((moment - at) / (double)PurchaseLog.Microseconds(DateTime.UnixEpoch.AddDays(1)));
    }
}
