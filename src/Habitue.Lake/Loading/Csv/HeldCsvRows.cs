using Habitue.Lake.Events;
using Habitue.Lake.Mapping;

namespace Habitue.Lake.Loading.Csv;

/// <summary>The rows of CSV files that are held in memory: as those that DuckDB reads, but most values are there already.</summary>
/// <param name="set">The files.</param>
/// <param name="from">What stands for their rows in SQL.</param>
internal sealed class HeldCsvRows(TableSet set, string from) : CsvRows(set, keepUnreadable: false)
{
    private readonly TableSet set = set;

    public override string From => $"{from} AS r";
    public override string Source => "r.source";

    // Only what is asked for is computed, so the few originals can be JSON at once.
    public override string Original => $"CAST(to_json(struct_pack({string.Join(", ", Slots.Select(s => $"{Sql.Name(s.Key)} := {s.Value}"))})) AS VARCHAR)";
    public override string? Restored => null;
    public override IEnumerable<string> Carried => ["row_id", "place", "aside", .. base.Carried];

    public override string? Typed(IEnumerable<ColumnMapping> columns, Field field) => HeldCsv.ColumnOf(set, field, [.. columns]);
}
