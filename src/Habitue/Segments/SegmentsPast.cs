using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>The past moments at which the segments are looked at, with a table of everybody's features as of these; the customers of now need not be known for it.</summary>
/// <param name="Days">How many days before the moment of the run each lies.</param>
/// <param name="Table">Where the features are.</param>
/// <param name="FirstOrder">When the orders begin.</param>
internal sealed record PastMoments(IReadOnlyList<int> Days, string Table, DateTime FirstOrder)
{
    /// <summary>A temporary table for segments alone; who publishes them drops it.</summary>
    public const string OwnTable = "segments_past_features";

    /// <summary>The latest of the moments lies so many days back.</summary>
    public const int Nearest = Origins.StepDays;

    /// <summary>How many days before the moment the trend looks, over a year; the moments lie on the grid of the other slices' features. Without other slices, only every third is computed.</summary>
    private static readonly int[] DaysBefore = [.. Enumerable.Range(1, 13).Select(step => step * Origins.StepDays)], DaysBeforeAlone = [Nearest, .. Enumerable.Range(1, 4).Select(step => 3 * step * Origins.StepDays)];

    private static PastMoments None { get; } = new([], PastFeatures.Table, DateTime.UnixEpoch);

    /// <summary>Those for which features can be computed, when orders were there; from then on the features are there.</summary>
    public static PastMoments Of(SliceRun run)
    {
        if (!run.Warehouse.Has("orders", "is_known") || !run.Warehouse.Has("customers", "first_seen_at")) return None;
        if (run.Warehouse.Rows<DateTime?>("SELECT MIN(ordered_at) FROM orders WHERE is_known")[0] is not { } first) return None;
        // A trend that has every month keeps them.
        var isMonthly = run.Warehouse.Has(SegmentTables.Trend, "days_before") && run.Warehouse.Rows<bool>($"SELECT {SegmentTables.IsMonthly}")[0];
        int[] days = [.. (run.IsAlone && !isMonthly ? DaysBeforeAlone : DaysBefore).Where(days => run.AsOf.AddDays(-days) > first)];
        if (days.Length == 0) return None with { FirstOrder = first };
        var known = SegmentRules.Known(run.Warehouse).Keys;
        var asked = SegmentRuleFile.Words(run);
        var needed = SegmentFeatures.All.SelectMany(feature => feature.Needs).Append(SegmentPublishing.Spend).ToHashSet();
        var table = run.Past.OfAll(OwnTable, !run.IsAlone, [.. known.Where(name => needed.Contains(name) || asked.Contains(name))], [.. days.Select(before => run.AsOf.AddDays(-before))], run.Cancel);
        return new PastMoments(days, table, first);
    }

    /// <summary>The buyers of these moments.</summary>
    /// <param name="run">On the connection that <see cref="Of"/> used.</param>
    /// <param name="features">What divides customers.</param>
    public SegmentsPast Read(SliceRun run, IReadOnlyList<SegmentFeature> features)
    {
        var read = SegmentFeatures.Read(run.Warehouse, features, Table, [.. Days.Select(before => run.AsOf.AddDays(-before))], run.Cancel);
        return new SegmentsPast([.. Days.Zip(read, (before, buyers) => new PastBuyers(before, buyers.Customers, buyers.Values))], Table, FirstOrder);
    }
}

/// <summary>The past moments at which the segments can be looked at, and who had bought by then.</summary>
/// <param name="Table">Where the features of everybody as of these moments are.</param>
/// <param name="FirstOrder">When the orders begin.</param>
internal sealed record SegmentsPast(IReadOnlyList<PastBuyers> Buyers, string Table, DateTime FirstOrder)
{
    public static SegmentsPast None { get; } = new([], PastFeatures.Table, DateTime.UnixEpoch);
}

/// <summary>Who had bought by a past moment.</summary>
/// <param name="Days">How many days before the moment of the run.</param>
/// <param name="Habits">What divides them.</param>
internal sealed record PastBuyers(int Days, string[] Customers, Matrix Habits);
