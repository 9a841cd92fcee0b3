using System.Reflection;
using Habitue.Duck;

namespace Habitue.Reports.Page;

/// <summary>The report's questions to the warehouse: one file each in Queries/.</summary>
internal sealed class Queries
{
    private readonly DuckConnection warehouse;
    private readonly HashSet<string> tables;
    private readonly CancellationToken cancel;

    public Queries(DuckConnection warehouse, CancellationToken cancel)
    {
        (this.warehouse, this.cancel) = (warehouse, cancel);
        tables = [.. warehouse.Rows<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'")];
    }

    private Queries(DuckConnection warehouse, Queries of) => (this.warehouse, tables, cancel) = (warehouse, of.tables, of.cancel);

    /// <summary>The same on another connection.</summary>
    public Queries On(DuckConnection connection) => new(connection, this);

    /// <summary>Whether all of these tables exist: a step that was not run leaves none.</summary>
    public bool Has(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (!tables.Contains(name)) return false;
        return true;
    }

    public IReadOnlyList<T> Rows<T>(string query, params object?[] parameters)
    {
        cancel.ThrowIfCancellationRequested();
        return warehouse.Rows<T>(Text(query), parameters);
    }

    public long Count(string table)
    {
        cancel.ThrowIfCancellationRequested();
        return warehouse.Scalar<long>($"SELECT COUNT(*) FROM {table}");
    }

    /// <summary>The columns of a table that hold numbers, in its order.</summary>
    public IReadOnlyList<string> NumbersOf(string table) => [.. (warehouse.ColumnsOf(table) ?? []).Where(column => column.Type.IsNumber).Select(column => column.Name)];

    /// <summary>The columns of a query that gives nothing but doubles; NaN where there is no value.</summary>
    public double[][] Columns(string sql)
    {
        using var result = warehouse.Query(sql, cancel);
        var columns = new List<double>[result.Columns.Count];
        for (var c = 0; c < columns.Length; c++) columns[c] = [];
        foreach (var chunk in result.Chunks())
            for (var c = 0; c < columns.Length; c++)
            {
                var vector = chunk[c];
                var start = columns[c].Count;
                columns[c].AddRange(vector.Values<double>());
                if (vector.Validity.AllValid) continue;
                for (var row = 0; row < chunk.Count; row++)
                    if (!vector.Validity.IsValid(row)) columns[c][start + row] = double.NaN;
            }
        return Array.ConvertAll(columns, column => column.ToArray());
    }

    private static string Text(string query)
    {
        var name = $"Reports/Queries/{query}.sql";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The query {name} is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
