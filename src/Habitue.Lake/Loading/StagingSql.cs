using Habitue.Lake.Cleaning;
using Habitue.Lake.Events;
using Habitue.Lake.Mapping;

namespace Habitue.Lake.Loading;

/// <summary>
/// The statement that reads the files of one layout into the staging table of its entity: text in, fields out, and
/// beside them what could not be read and which row rule the row meets. One pass over the input.
/// </summary>
internal sealed class StagingSql(TableSet set, StagedTable into)
{
    private readonly SourceMapping mapping = set.Mapping;
    private readonly Entity entity = set.Mapping.Entity;

    public string Insert(bool keepUnreadable)
    {
        RowSource rows = RowSource.Of(set, keepUnreadable);
        return $"""
            INSERT INTO {into.Name}
            SELECT {string.Join(", ", into.Columns.SkipLast(1))}, CASE WHEN rejected_by IS NOT NULL THEN {rows.Original} END AS original
            FROM ({Judged(rows)})
            """;
    }

    /// <summary>The same rows with their numbers, computed when they are asked for.</summary>
    public string Select(RowSource rows) => $"""
        SELECT row_id, place, {string.Join(", ", into.Columns.SkipLast(2))}, COALESCE(aside, rejected_by) AS rejected_by, CASE WHEN rejected_by IS NOT NULL THEN {rows.Original} END AS original
        FROM ({Judged(rows)})
        """;

    /// <summary>Three levels, so that each value is read once: values, then what could not be read, then the rules.</summary>
    private string Judged(RowSource rows)
    {
        List<string> fields = [.. entity.Fields.Select(f => $"{FieldSql(f, rows)} AS {f.Name}")];
        string email = rows.Text(mapping.For(SourceMapping.CustomerEmail)) is { } text ? $"lower(NULLIF(TRIM({text}), ''))" : "CAST(NULL AS VARCHAR)";
        string hash = mapping.EqualRowsAreDuplicates ? rows.ContentHash : "CAST(NULL AS UBIGINT)";
        return $"""
            SELECT *, {CleaningRules.RowCase(entity.Name, rows.Unreadable)} AS rejected_by
            FROM (SELECT *, {Unparsed(rows)} AS unparsed
                FROM (SELECT {rows.Source ?? SourceOf("r.file_index")} AS source, {rows.LineNumber} AS line_no, {string.Join(",\n        ", fields)},
                        {email} AS customer_email, {PropertiesSql(rows)} AS properties, {hash} AS content_hash, {string.Join(", ", rows.Carried)}
                    FROM {rows.From}))
            """;
    }

    /// <summary>Gives the rows of the set that were set aside their original as JSON; null when they have it.</summary>
    public string? Restore() => RowSource.Of(set, false).Restored is { } json
        ? $"UPDATE {into.Name} SET original = {json} WHERE original IS NOT NULL AND source IN ({string.Join(",", set.Files.Select(f => f.Id))})" : null;

    /// <summary>The source of a row by the file's place in the list. No join: it would lose the order of the rows.</summary>
    private string SourceOf(string index)
    {
        int first = set.Files[0].Id;
        bool inARow = set.Files.Select((f, i) => f.Id - i).All(d => d == first);
        return inARow ? $"CAST({index} AS INTEGER) + {first}" : $"[{string.Join(",", set.Files.Select(f => f.Id))}][CAST({index} AS INTEGER) + 1]";
    }

    private string FieldSql(Field field, RowSource rows)
    {
        string? text = rows.Text(mapping.For(field.Name));
        string value = text is null ? $"CAST(NULL AS {field.SqlType})" : Read(field, text, rows);
        if (mapping.Constants.TryGetValue(field.Name, out string? constant))
            return text is null ? $"CAST({Sql.Text(constant)} AS {field.SqlType})" : $"COALESCE({value}, CAST({Sql.Text(constant)} AS {field.SqlType}))";
        return field.Name switch
        {
            "message_id" when text is not null && rows.IsPerItem => $"CASE WHEN line_index > 1 THEN {value} || '#' || line_index ELSE {value} END",
            "event" when entity == Entity.Events && text is not null => EventName(value),
            "unit_price" when text is null && mapping.Fills("amount") && mapping.Fills("quantity") => UnitPriceOf(rows),
            _ => value,
        };
    }

    private string Read(Field field, string text, RowSource rows)
    {
        string? typed = rows.Typed(mapping.For(field.Name), field);
        return typed ?? ReadAs.Sql(field.Type, mapping.For(field.Name).First().ReadAs, text);
    }

    private string UnitPriceOf(RowSource rows)
    {
        Field amount = entity.Find("amount")!, quantity = entity.Find("quantity")!;
        string a = Read(amount, rows.Text(mapping.For("amount"))!, rows), q = Read(quantity, rows.Text(mapping.For("quantity"))!, rows);
        return $"TRY_CAST(CAST({a} AS DOUBLE) / NULLIF({q}, 0) AS DECIMAL(18,4))";
    }

    private static string EventName(string value)
    {
        string aliases = string.Concat(EventNames.Aliases.Select(a => $" WHEN {Sql.Text(a.Key)} THEN {Sql.Text(a.Value)}"));
        return $"CASE lower({value}){aliases} ELSE {value} END";
    }

    /// <summary>The columns that held text which their field cannot read, with the text; NULL when all could be read.</summary>
    private string Unparsed(RowSource rows)
    {
        var failures = new List<(string Field, string Text, string Words)>();
        foreach (Field field in entity.Fields.Where(f => f.Type is not (FieldType.Id or FieldType.Text)))
        {
            if (rows.Text(mapping.For(field.Name)) is not { } text || rows.Typed(mapping.For(field.Name), field) is not null)
                continue;
            string columns = string.Join(" or ", mapping.For(field.Name).Select(c => c.Column).Distinct());
            failures.Add((field.Name, text, $"{Sql.Text(columns + " '")} || left({text}, 80) || ''' is no {Kind(field.Type)}'"));
        }

        if (failures.Count == 0)
            return "CAST(NULL AS VARCHAR)";
        // Looking into the text is slow: only rows in which a field came out empty are looked at.
        string doubtful = string.Join(" OR ", failures.Select(f => $"{f.Field} IS NULL"));
        string words = string.Join(", ", failures.Select(f => $"CASE WHEN {f.Field} IS NULL AND length(TRIM({f.Text})) > 0 THEN {f.Words} END"));
        return $"CASE WHEN {doubtful} THEN NULLIF(concat_ws('; ', {words}), '') END";
    }

    private static string Kind(FieldType type) => type switch
    {
        FieldType.Time or FieldType.Date => "time",
        FieldType.Boolean => "yes or no",
        _ => "number",
    };

    private string PropertiesSql(RowSource rows)
    {
        List<ColumnMapping> kept = [.. mapping.Columns.Where(c => c.Field == SourceMapping.Properties)];
        return rows.Properties(kept);
    }
}
