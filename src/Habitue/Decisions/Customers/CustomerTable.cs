using Habitue.Duck;

namespace Habitue.Decisions.Customers;

/// <summary>
/// Every known customer with what the last run published, in columns: a number takes four bytes, a text the four bytes of its code. Only
/// columns that have a value in them are kept. Immutable once it is read, so decisions need no lock; a new run makes a new table.
/// </summary>
internal sealed class CustomerTable
{
    private readonly IdIndex ids;
    private readonly float[]?[] numbers = new float[]?[CustomerFields.Published.Count];
    private readonly int[]?[] codes = new int[]?[CustomerFields.Published.Count];
    private readonly TextCodes texts;
    private readonly ulong[] refusals;

    private CustomerTable(IdIndex ids, TextCodes texts, int rows) => (this.ids, this.texts, refusals) = (ids, texts, new ulong[(rows + 63) / 64]);

    public static CustomerTable Empty { get; } = new(new IdIndex(), new TextCodes(), 0);

    public int Count => ids.Count;

    /// <summary>When it was read, and as of which moment the features are.</summary>
    public DateTime? AsOf { get; private init; }

    public RecommendationLists Recommendations { get; private set; } = RecommendationLists.Empty;

    /// <summary>Bytes taken by everything that is kept of customers.</summary>
    public long Bytes => ids.Bytes + texts.Bytes + numbers.Sum(column => (column?.Length ?? 0) * 4L) + codes.Sum(column => (column?.Length ?? 0) * 4L) + (refusals.Length * 8L) + Recommendations.Bytes;

    public int Row(string id) => ids.Find(id);

    public string Id(int row) => ids.Text(row);

    public float Number(int place, int row) => numbers[place] is { } column ? column[row] : float.NaN;

    public string? Text(int place, int row) => codes[place] is { } column ? texts[column[row]] : null;

    /// <summary>The customer must not be addressed: said no, unsubscribed, or never answered where silence is no consent.</summary>
    public bool Refuses(int row) => (refusals[row / 64] >> (row % 64) & 1) != 0;

    /// <summary>Reads everything that is published; tables that are not there leave their fields empty.</summary>
    public static CustomerTable Read(DuckConnection warehouse, ProductTable products, CancellationToken cancel)
    {
        var there = warehouse.Rows<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'").ToHashSet();
        if (!there.Contains("customers")) return Empty;
        var joined = CustomerFields.Tables.Where(table => there.Contains(table.Key)).ToArray();
        var fields = CustomerFields.Published.Where(field => field.Table == "customers" || there.Contains(field.Table!)).ToArray();
        var (rows, read, texts) = ((int)warehouse.Scalar<long>("SELECT COUNT(*) FROM customers WHERE is_known"), new IdIndex(), new TextCodes());
        var table = new CustomerTable(read, texts, rows)
        {
            AsOf = there.Contains("customer_features") ? warehouse.Rows<DateTime?>("SELECT MAX(as_of) FROM customer_features")[0] : null,
        };
        foreach (var field in fields)
            if (field.Kind == FieldKind.Number) table.numbers[field.Place] = Missing(rows);
            else table.codes[field.Place] = Enumerable.Repeat(-1, rows).ToArray();
        var columns = fields.Select(field => field.Kind == FieldKind.Number ? $"CAST({field.Sql} AS FLOAT)" : $"CAST({field.Sql} AS VARCHAR)");
        using (var result = warehouse.Stream($"SELECT c.customer_id, {string.Join(", ", columns)} FROM customers c {string.Join(' ', joined.Select(one => one.Value))} WHERE c.is_known ORDER BY c.customer_id", cancel))
            foreach (var chunk in result.Chunks()) table.Take(chunk, fields);
        table.DropEmpty();
        read.Trim();
        table.ReadRefusals(warehouse, cancel);
        if (there.Contains(ListsTable)) table.Recommendations = RecommendationLists.Read(warehouse, table, products, cancel);
        return table;
    }

    private const string ListsTable = Habitue.Recommendations.RecommendationTables.Recommendations;

    private void Take(DuckChunk chunk, CustomerField[] fields)
    {
        var first = ids.Count;
        var kept = new int[chunk.Count];
        for (var row = 0; row < kept.Length; row++) kept[row] = ids.Add(chunk[0].GetUtf8(row));
        for (var f = 0; f < fields.Length; f++)
        {
            var vector = chunk[f + 1];
            var place = fields[f].Place;
            var valid = vector.Validity;
            if (numbers[place] is { } column)
            {
                var values = vector.Values<float>();
                for (var row = 0; row < kept.Length; row++)
                    if (kept[row] >= first && valid.IsValid(row) && float.IsFinite(values[row])) column[kept[row]] = values[row];
            }
            else
            {
                for (var row = 0; row < kept.Length; row++)
                    if (kept[row] >= first && valid.IsValid(row)) codes[place]![kept[row]] = texts.Of(vector.GetUtf8(row));
            }
        }
    }

    private void DropEmpty()
    {
        for (var place = 0; place < numbers.Length; place++)
        {
            if (numbers[place] is { } column && Array.TrueForAll(column, float.IsNaN)) numbers[place] = null;
            if (codes[place] is { } coded && Array.TrueForAll(coded, code => code < 0)) codes[place] = null;
        }
    }

    /// <summary>By the rule that holds for everybody who addresses customers.</summary>
    private void ReadRefusals(DuckConnection warehouse, CancellationToken cancel)
    {
        if (Insights.Consent.Refusals(warehouse) is not { } query) return;
        using var result = warehouse.Stream($"SELECT customer_id FROM ({query}) refusals", cancel);
        foreach (var chunk in result.Chunks())
            for (var row = 0; row < chunk.Count; row++)
                if (ids.Find(chunk[0].GetUtf8(row)) is >= 0 and var number) refusals[number / 64] |= 1ul << (number % 64);
    }

    private static float[] Missing(int rows)
    {
        var column = new float[rows];
        Array.Fill(column, float.NaN);
        return column;
    }
}
