using Habitue.Duck;
using Habitue.Lake.Events;
using Habitue.Lake.Loading.Csv;

namespace Habitue.Lake.Loading;

/// <summary>
/// The temporary table that a batch of one entity is read into, and the view <c>rows_ENTITY</c> over it. The table
/// holds only the columns that some layout of the batch fills: a column that is empty or the same in every row costs
/// nothing there, and the view adds it. Rows keep the order of the files, so a row's number in its file can be told.
/// </summary>
internal sealed class StagedTable
{
    private static readonly string[] Judgement = ["unparsed", "rejected_by", "original"];
    private readonly Dictionary<string, string> constants = [];
    private readonly bool hasProperties;
    private TableSet? set;

    public StagedTable(Entity entity, IReadOnlyList<TableSet> sets)
    {
        Entity = entity;
        var stored = new List<Field>();
        foreach (Field field in entity.Fields)
        {
            bool filled = sets.Any(s => s.Mapping.For(field.Name).Any()) || (field.Name == "unit_price" && sets.Any(s => s.Mapping.Fills("amount")));
            string[] fixedValues = [.. sets.Select(s => s.Mapping.Constants.GetValueOrDefault(field.Name, "")).Distinct()];
            if (filled || fixedValues.Length > 1)
                stored.Add(field);
            else if (fixedValues[0].Length > 0)
                constants[field.Name] = fixedValues[0];
        }

        Stored = stored;
        HasEmail = sets.Any(s => s.Mapping.Fills(Mapping.SourceMapping.CustomerEmail));
        hasProperties = sets.Any(s => s.Mapping.Columns.Any(c => c.Field == Mapping.SourceMapping.Properties || c.Column.Contains('.')) || s.Format == Sources.SourceFormat.JsonLines);
    }

    public Entity Entity { get; }

    public IReadOnlyList<Field> Stored { get; }

    /// <summary>Whether some layout of the batch names customers by their e-mail address.</summary>
    public bool HasEmail { get; }

    public string Name => $"staged_{Entity.Name}";

    /// <summary>The fields in which rows of the batch may differ.</summary>
    public IEnumerable<string> Varying => [.. Stored.Select(f => f.Name), .. hasProperties ? ["properties"] : Array.Empty<string>()];

    /// <summary>The fields that hold the same in every row of the batch.</summary>
    public IReadOnlyDictionary<string, string> Constants => constants;

    /// <summary>Whether rows come to an amount, their own or that of quantity and price.</summary>
    public bool HasAmount => Varying.Contains("amount") || (Varying.Contains("quantity") && Varying.Contains("unit_price"));

    /// <summary>The columns, in the order in which the reading statement gives them.</summary>
    public IEnumerable<string> Columns =>
        ["source", "line_no", .. Stored.Select(f => f.Name), .. Extra.Select(e => e.Name), "content_hash", .. Judgement];

    private IEnumerable<(string Name, bool IsStored)> Optional => [("customer_email", HasEmail), ("properties", hasProperties)];

    private IEnumerable<(string Name, bool IsStored)> Extra => Optional.Where(o => o.IsStored);

    /// <summary>The rows in memory that stand for the table; null when it is one.</summary>
    public HeldCsv? Held { get; private set; }

    /// <summary>What stands for the rows in SQL.</summary>
    public string Rows => $"rows_{Entity.Name}";

    /// <summary>What stands for the rows among which those that were set aside are found.</summary>
    public string Rejected => Held is null ? Rows : AsideRows;

    /// <summary>Takes rows that are held in memory instead of those of a table.</summary>
    public void Hold(TableSet from, HeldCsv held) => (Held, set) = (held, from);

    /// <summary>Makes it a table again.</summary>
    public void LetGo() => (Held, set) = (null, null);

    /// <summary>Writes down how many rows each file has, and the number of its first.</summary>
    public void FindStarts(DuckConnection warehouse, CancellationToken cancel)
    {
        if (Held is null)
        {
            warehouse.Execute($"CREATE OR REPLACE TEMP TABLE starts_{Entity.Name} AS SELECT source, MIN(row_id) AS first_row, COUNT(*) AS rows FROM {Rows} GROUP BY source", cancel);
            return;
        }

        warehouse.Execute($"CREATE OR REPLACE TEMP TABLE starts_{Entity.Name} (source INTEGER, first_row BIGINT, rows BIGINT)", cancel);
        Held.AppendStarts(warehouse, $"starts_{Entity.Name}");
    }

    /// <summary>Marks the held rows that rules set aside.</summary>
    public void SetAside(DuckConnection warehouse)
    {
        using DuckResult rows = warehouse.Query($"SELECT row_id, rule FROM rejected_{Entity.Name} ORDER BY row_id");
        warehouse.Execute(View(AsideRows, Held!.SetAside(warehouse, rows)));
    }

    private string AsideRows => $"aside_{Entity.Name}";

    private string View(string name, string from) => $"CREATE OR REPLACE TEMP VIEW {name} AS SELECT *{Added} FROM ({new StagingSql(set!, this).Select(new HeldCsvRows(set!, from))})";

    /// <summary>The columns that the rows do not have: empty or the same in every row.</summary>
    private string Added => string.Concat(Entity.Fields.Where(f => !Stored.Contains(f)).Select(f => constants.TryGetValue(f.Name, out string? value)
            ? $", CAST({Sql.Text(value)} AS {f.SqlType}) AS {f.Name}" : $", CAST(NULL AS {f.SqlType}) AS {f.Name}"))
        + string.Concat(Optional.Where(o => !o.IsStored).Select(o => $", CAST(NULL AS VARCHAR) AS {o.Name}"));

    public string Create()
    {
        if (Held is not null)
            return View(Rows, Held.Sql);
        return $"""
            CREATE OR REPLACE TEMP TABLE {Name} (source INTEGER, line_no INTEGER{string.Concat(Stored.Select(f => $", {f.Name} {f.SqlType}"))}{string.Concat(Extra.Select(e => $", {e.Name} VARCHAR"))},
                content_hash UBIGINT, unparsed VARCHAR, rejected_by VARCHAR, original VARCHAR);
            CREATE OR REPLACE TEMP VIEW {Rows} AS SELECT rowid AS row_id, *{Added} FROM {Name};
            """;
    }

    /// <summary>The view <c>alike</c> of the rows whose hash another row has too.</summary>
    public string CreateAlike(DuckConnection warehouse) => Held is not null ? View(AlikeRows, Held.Alike(warehouse)) : $"""
        CREATE OR REPLACE TEMP VIEW {AlikeRows} AS
        SELECT s.* FROM {Rows} AS s JOIN (SELECT content_hash FROM {Rows} GROUP BY content_hash HAVING COUNT(*) > 1) AS twice ON twice.content_hash = s.content_hash
        """;

    private const string AlikeRows = "alike";

    public string Drop() => $"DROP VIEW IF EXISTS {AsideRows}; DROP VIEW IF EXISTS {AlikeRows}; DROP VIEW IF EXISTS {Rows}; DROP TABLE IF EXISTS {Name}; DROP TABLE IF EXISTS rejected_{Entity.Name}; DROP TABLE IF EXISTS starts_{Entity.Name};";
}
