using Habitue.Lake.Events;
using Habitue.Lake.Mapping;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading;

/// <summary>How the rows of a set of files come out of DuckDB: a relation called r, and expressions over its columns.</summary>
internal abstract class RowSource
{
    public static RowSource Of(TableSet set, bool keepUnreadable) => set.Format switch
    {
        SourceFormat.Csv => new CsvRows(set, keepUnreadable),
        SourceFormat.Parquet => new ParquetRows(set),
        _ => new JsonRows(set),
    };

    public abstract string From { get; }

    /// <summary>The number of the file that a row is of, where the rows know it; null where they know the file's place in the list.</summary>
    public virtual string? Source => null;

    /// <summary>Tells a row that is no row of the file's format; null when the reader keeps such rows back itself.</summary>
    public virtual string? Unreadable => null;
    public abstract string ContentHash { get; }

    /// <summary>The row as its file has it, as text; asked for only where the row is set aside.</summary>
    public abstract string Original { get; }

    /// <summary>Makes JSON of what <see cref="Original"/> gave, once the few rows are known; null when it is JSON already.</summary>
    public virtual string? Restored => null;

    /// <summary>Columns that <see cref="Original"/> needs further out.</summary>
    public abstract IEnumerable<string> Carried { get; }
    public virtual bool IsPerItem => false;
    public virtual string LineNumber => "1";

    /// <summary>The text of the first of several columns that holds one; null when there is no column.</summary>
    public string? Text(IEnumerable<ColumnMapping> columns)
    {
        List<string> texts = [.. columns.Select(c => TextOf(c)).OfType<string>()];
        return texts.Count switch { 0 => null, 1 => texts[0], _ => $"COALESCE({string.Join(", ", texts)})" };
    }

    /// <summary>The text of a mapped column; a source whose rows are parts of a record says which part has it.</summary>
    protected virtual string? TextOf(ColumnMapping mapped) => TextOf(mapped.Column);

    protected abstract string? TextOf(string column);

    /// <summary>The value itself where it needs no reading, since the file keeps it with a type or it was read before.</summary>
    public virtual string? Typed(IEnumerable<ColumnMapping> columns, Field field) => null;

    /// <summary>One JSON object of the columns that nobody mapped; NULL when they are all empty.</summary>
    public abstract string Properties(IReadOnlyList<ColumnMapping> columns);

    protected static string Files(TableSet set) => Sql.Texts(set.Files.Select(f => f.ReadPath));
}

internal class CsvRows(TableSet set, bool keepUnreadable) : RowSource
{
    private readonly Dictionary<string, string> slots = set.Columns.Select((c, i) => (c.Name, Slot: $"c{i}"))
        .ToDictionary(c => c.Name, c => c.Slot, StringComparer.OrdinalIgnoreCase);

    /// <summary>What stands for each column in SQL.</summary>
    protected IReadOnlyDictionary<string, string> Slots => slots;

    public override string From
    {
        get
        {
            CsvDialect dialect = set.Dialect!;
            string columns = string.Join(", ", slots.Values.Select(s => $"'{s}': 'VARCHAR'"));
            string rejects = keepUnreadable ? ", store_rejects = true, rejects_table = 'unreadable', rejects_scan = 'unreadable_scans', rejects_limit = 0" : "";
            return $"read_csv({Files(set)}, auto_detect = false, header = {(dialect.HasHeader ? "true" : "false")}, skip = {dialect.SkippedLines}, " +
                $"delim = {Sql.Text(dialect.Delimiter.ToString())}, quote = {Sql.Text(dialect.Quote.ToString())}, escape = {Sql.Text(dialect.Quote.ToString())}, columns = {{{columns}}}{rejects}) AS r";
        }
    }

    public override string ContentHash => $"hash({string.Join(", ", slots.Values)})";

    // Packing JSON takes its time even where no row is asked for; joining the texts does not. No text file holds a zero byte, and no field is an empty text.
    public override string Original => $"concat_ws(chr(0), {string.Join(", ", slots.Values.Select(s => $"COALESCE({s}, '')"))})";
    public override string? Restored =>
        $"CAST(to_json(struct_pack({string.Join(", ", slots.Keys.Select((k, i) => $"{Sql.Name(k)} := NULLIF(string_split(original, chr(0))[{i + 1}], '')"))})) AS VARCHAR)";
    public override IEnumerable<string> Carried => slots.Values;

    protected override string? TextOf(string column) => slots.GetValueOrDefault(column);

    public override string Properties(IReadOnlyList<ColumnMapping> columns)
    {
        List<ColumnMapping> kept = [.. columns.Where(c => slots.ContainsKey(c.Column))];
        if (kept.Count == 0)
            return "CAST(NULL AS VARCHAR)";
        string parts = string.Join(", ", kept.Select(c => $"CASE WHEN {slots[c.Column]} IS NOT NULL THEN json_object({Sql.Text(c.Column)}, {slots[c.Column]}) END"));
        if (kept.Count == 1)
            return $"CAST({parts} AS VARCHAR)";
        string any = string.Join(", ", kept.Select(c => slots[c.Column]));
        string pack = string.Join(", ", kept.Select(c => $"{Sql.Name(c.Column)} := {slots[c.Column]}"));
        return $"CASE WHEN COALESCE({any}) IS NOT NULL THEN CAST(to_json(struct_pack({pack})) AS VARCHAR) END";
    }
}

internal sealed class ParquetRows(TableSet set) : RowSource
{
    private readonly Dictionary<string, (string Slot, string Type)> slots = set.Columns.Select((c, i) => (c.Name, Slot: $"c{i}", c.Type))
        .ToDictionary(c => c.Name, c => (c.Slot, c.Type), StringComparer.OrdinalIgnoreCase);

    public override string From => $"(SELECT file_index, {string.Join(", ", slots.Select(s => $"{Sql.Name(s.Key)} AS {s.Value.Slot}"))} FROM read_parquet({Files(set)}, union_by_name = true)) AS r";
    public override string ContentHash => $"hash({string.Join(", ", Carried)})";
    public override string Original => $"CAST(to_json(struct_pack({string.Join(", ", slots.Select(s => $"{Sql.Name(s.Key)} := {s.Value.Slot}"))})) AS VARCHAR)";
    public override IEnumerable<string> Carried => slots.Values.Select(s => s.Slot);

    protected override string? TextOf(string column) => slots.TryGetValue(column, out (string Slot, string Type) slot) ? $"CAST({slot.Slot} AS VARCHAR)" : null;

    public override string? Typed(IEnumerable<ColumnMapping> columns, Field field)
    {
        List<(string Slot, string Type)> known = [.. columns.Where(c => slots.ContainsKey(c.Column)).Select(c => slots[c.Column])];
        return known.Count == 1 && Fits(known[0].Type, field.SqlType) ? $"CAST({known[0].Slot} AS {field.SqlType})" : null;
    }

    private static bool Fits(string type, string sqlType) => sqlType switch
    {
        "TIMESTAMP" or "DATE" => type.StartsWith("TIMESTAMP", StringComparison.Ordinal) || type == "DATE",
        "DOUBLE" or "BIGINT" => type is "DOUBLE" or "FLOAT" or "BIGINT" or "INTEGER" or "SMALLINT" or "TINYINT" or "UBIGINT" or "UINTEGER" || type.StartsWith("DECIMAL", StringComparison.Ordinal),
        "DECIMAL(18,4)" => type is "INTEGER" or "SMALLINT" or "TINYINT" or "DECIMAL(18,4)",
        "BOOLEAN" => type == "BOOLEAN",
        _ => false,
    };

    public override string Properties(IReadOnlyList<ColumnMapping> columns)
    {
        List<string> kept = [.. columns.Select(c => c.Column).Where(slots.ContainsKey)];
        if (kept.Count == 0)
            return "CAST(NULL AS VARCHAR)";
        string any = string.Join(" OR ", kept.Select(c => $"{slots[c].Slot} IS NOT NULL"));
        return $"CASE WHEN {any} THEN CAST(to_json(struct_pack({string.Join(", ", kept.Select(c => $"{Sql.Name(c)} := {slots[c].Slot}"))})) AS VARCHAR) END";
    }
}
