namespace Habitue.Segments;

/// <summary>What others may read of this slice. <c>customer_segments</c> has a row per customer who bought, <c>segments</c> one per segment.</summary>
internal static class SegmentTables
{
    public const string Customers = "customer_segments", Segments = "segments";

    /// <summary>Everything that was tried, with figures and the reason for or against it.</summary>
    public const string Choice = ClusterTry.Table;

    /// <summary>A paragraph per segment: who they are, what sets them apart, how they change.</summary>
    public const string Portraits = "segment_portraits";

    /// <summary>The lasting number of every segment that there ever was.</summary>
    public const string Ids = "segment_ids";

    /// <summary>How large every segment was at every moment of a run; it grows.</summary>
    public const string History = "segment_history";

    /// <summary>Where each customer was before and is now, and the same counted.</summary>
    public const string Moves = "segment_moves", Migrations = "segment_migrations";

    /// <summary>The segments at moments of a year, 30 days apart or 90 where no other slice learns, divided by the present model; and how many went from which to which since each of these moments.</summary>
    public const string Trend = "segment_trend", Transitions = "segment_transitions";

    /// <summary>The condition on moments of the trend that leaves even steps between them: where only every third month was computed, the last month is for moves alone.</summary>
    public const string EvenSteps = $"(days_before <> 30 OR {IsMonthly})";

    /// <summary>Whether the trend has a moment for every month.</summary>
    public const string IsMonthly = $"EXISTS (SELECT 1 FROM {Trend} WHERE days_before = 60)";

    /// <summary>In which segment each customer was at these moments: a row for the first, and one for each at which it was another.</summary>
    public const string Courses = "customer_segment_history";

    /// <summary>The merges of the tree that Ward's method grew on the sample, the last ones.</summary>
    public const string Tree = "segment_tree";

    /// <summary>The silhouette of each customer of the sample.</summary>
    public const string Silhouettes = "segment_silhouettes";
}
