using Habitue.Duck;
using Habitue.Insights;

namespace Habitue.Segments;

/// <summary>By which method the shop wants its customers divided, when it wants one; the decision is kept in the warehouse.</summary>
internal static class WantedMethod
{
    /// <summary>The name under which a decision reaches the slice, and the word that leaves it to the data.</summary>
    public const string OptionName = "segments-by", Best = "best";

    private const string Table = "segment_settings";

    /// <summary>The word of the method: what was chosen now, else what is kept, else the best.</summary>
    public static string Of(SliceRun run) => run.Chosen.GetValueOrDefault(OptionName) ?? Kept(run.Warehouse) ?? Best;

    /// <summary>Keeps the decision, when one was made.</summary>
    public static void Keep(SliceRun run)
    {
        if (run.Chosen.GetValueOrDefault(OptionName) is not { } decision) return;
        using var transaction = run.Warehouse.Begin();
        run.Warehouse.Execute($"CREATE OR REPLACE TABLE {Table} (method VARCHAR)");
        run.Warehouse.Execute($"INSERT INTO {Table} VALUES ($1)", [decision]);
        transaction.Commit();
    }

    private static string? Kept(DuckConnection warehouse) => warehouse.Scalar<long>("SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = $1", Table) > 0
        && warehouse.Rows<string>($"SELECT method FROM {Table}") is [var kept] ? kept : null;
}
