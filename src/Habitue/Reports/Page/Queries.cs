using System.Diagnostics;
using System.Reflection;
using Habitue.Duck;

namespace Habitue.Reports.Page;

/// <summary>The report's questions to the warehouse: one file each in Queries/, and the time they took together.</summary>
internal sealed class Queries(DuckConnection warehouse, CancellationToken cancel)
{
    private readonly HashSet<string> tables =
        [.. warehouse.Rows<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'")];

    public TimeSpan Elapsed { get; private set; }

    /// <summary>Whether all of these tables exist: a step that was not run leaves none.</summary>
    public bool Has(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (!tables.Contains(name)) return false;
        return true;
    }

    public IReadOnlyList<T> Rows<T>(string query, params object?[] parameters) =>
        Timed(() => warehouse.Rows<T>(Text(query), parameters));

    public long Count(string table) => Timed(() => warehouse.Scalar<long>($"SELECT COUNT(*) FROM {table}"));

    /// <summary>The columns of a query that gives nothing but doubles; NaN where there is no value.</summary>
    public double[][] Columns(string sql) => Timed(() =>
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
    });

    private T Timed<T>(Func<T> ask)
    {
        cancel.ThrowIfCancellationRequested();
        var start = Stopwatch.GetTimestamp();
        var answer = ask();
        Elapsed += Stopwatch.GetElapsedTime(start);
        return answer;
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
