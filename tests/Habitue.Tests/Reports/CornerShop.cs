using Habitue.Tests.Storage;
using static Habitue.Tests.Storage.Row;

namespace Habitue.Tests.Reports;

/// <summary>
/// Four orders that can be added up by hand. Ann buys twice (30.00 and 40.00), Bob once (20.00) and returns a mug
/// (5.00), somebody without a name once (5.00 and 2.50 of postage), Eve only looks.
/// </summary>
internal static class CornerShop
{
    public static SmallShop Open() => new SmallShop().Add(
        Sale("ann", "o1", "2024-01-01 10:00:00", "MUG", 2, 5m) with { Name = "Mug", Country = "France" },
        Sale("ann", "o1", "2024-01-01 10:00:00", "PLATE", 1, 20m) with { Name = "Plate", Country = "France" },
        Sale("bob", "o2", "2024-01-02 11:00:00", "MUG", 4, 5m) with { Name = "Mug" },
        Sale("ann", "o3", "2024-02-05 10:30:00", "PLATE", 2, 20m) with { Name = "Plate", Country = "France" },
        Sale("~o4", "o4", "2024-02-06 12:00:00", "MUG", 1, 5m) with { Name = "Mug", Known = false },
        Sale("~o4", "o4", "2024-02-06 12:00:00", "POST", 1, 2.5m) with { Name = "POSTAGE", Known = false },
        Sale("bob", "c2", "2024-02-10 09:00:00", "MUG", -1, 5m) with { Name = "Mug", Cancelled = true },
        Page("eve", "2024-02-11 09:00:00"));

    /// <summary>The same with features and segments, as their own steps would leave them.</summary>
    public static SmallShop OpenWithSegments() => Open().Build("2024-03-01").Run("""
        CREATE TABLE customer_features AS SELECT * FROM (VALUES
            ('ann', TIMESTAMP '2024-03-01', 24.5625, 2, CAST(70 AS DECIMAL(18,4)), 1.5),
            ('bob', TIMESTAMP '2024-03-01', 58.5417, 1, CAST(20 AS DECIMAL(18,4)), NULL))
            features (customer_id, as_of, recency_days, frequency, monetary, mood);
        CREATE TABLE customer_segments AS SELECT * FROM (VALUES
            ('ann', TIMESTAMP '2024-03-01', 5, 5, 5, 'Champions', 1, 'High value', 1.25, -0.5),
            ('bob', TIMESTAMP '2024-03-01', 1, 1, 1, 'Lost', 0, 'Low value', -1.25, 0.5))
            segments (customer_id, as_of, rfm_r, rfm_f, rfm_m, rfm_segment, cluster, cluster_name, pc1, pc2);
        """);
}
