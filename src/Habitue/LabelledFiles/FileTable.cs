using Habitue.Duck;
using Habitue.Host;
using Habitue.Insights;
using Habitue.Lake.Marts;
using Habitue.Learning.Data;

namespace Habitue.LabelledFiles;

/// <summary>A column of a file and what DuckDB made of it.</summary>
internal sealed record FileColumn(string Name, string Type)
{
    public string Sql => Quoted(Name);

    /// <summary>A name as SQL, whatever is in it.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>
/// Reads a CSV, Parquet or JSON file into a temporary table whose rows are numbered, and its columns into a frame. Blanks around texts are taken away;
/// yes and no stay as they are written; empty cells, a question mark and the usual words for "nothing" are missing; texts that are all numbers become numbers.
/// </summary>
internal sealed class FileTable
{
    /// <summary>The number of the row in the file, from 1.</summary>
    public const string Row = PersonalColumns.RowInFile;

    private const string Table = "labelled_file";

    private readonly DuckConnection warehouse;
    private readonly HashSet<string> numbers;

    private FileTable(DuckConnection warehouse, string path, IReadOnlyList<FileColumn> columns, HashSet<string> numbers) =>
        (this.warehouse, Path, Columns, this.numbers) = (warehouse, path, columns, numbers);

    public string Path { get; }

    public IReadOnlyList<FileColumn> Columns { get; }

    /// <exception cref="UserMistakeException">There is no such file, or it cannot be read as a table.</exception>
    public static FileTable Read(DuckConnection warehouse, string path, CancellationToken cancel)
    {
        if (Directory.Exists(path)) throw new UserMistakeException($"{path} is a folder; name one file with a label column.");
        if (!File.Exists(path)) throw new UserMistakeException($"{path}: there is no such file.");
        try
        {
            warehouse.Execute($"CREATE OR REPLACE TEMP TABLE {Table} AS SELECT row_number() OVER () AS {Row}, * FROM {Reader(path)}", cancel);
        }
        catch (DuckException error)
        {
            throw new UserMistakeException($"{path} cannot be read as a table: {error.Message.Split('\n')[0].TrimEnd('.')}.");
        }
        FileColumn[] columns = [.. warehouse.Rows<FileColumn>($"SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE table_name = '{Table}' AND column_name <> '{Row}' ORDER BY column_index")];
        if (columns.Length == 0) throw new UserMistakeException($"{path} has no columns.");
        return new FileTable(warehouse, path, columns, [.. Numeric(warehouse, columns)]);
    }

    /// <summary>The columns as a frame, in the order of the file.</summary>
    public Frame Frame(IEnumerable<FileColumn> columns, CancellationToken cancel) =>
        FrameReader.Read(warehouse, $"SELECT {string.Join(", ", columns.Select(column => $"{Value(column)} AS {column.Sql}").DefaultIfEmpty("1 AS nothing"))} FROM {Table} ORDER BY {Row}", cancel);

    /// <summary>A column as texts, missing ones null.</summary>
    public string?[] Texts(FileColumn column) => [.. warehouse.Rows<string?>($"SELECT {Known($"CAST({column.Sql} AS VARCHAR)")} FROM {Table} ORDER BY {Row}")];

    /// <summary>Keeps the rows under a name in the warehouse.</summary>
    public void Keep(string table) => warehouse.Execute($"CREATE OR REPLACE TABLE {table} AS SELECT {Row}, {string.Join(", ", Columns.Select(column => $"{Value(column)} AS {column.Sql}"))} FROM {Table} ORDER BY {Row}");

    public FileColumn? Find(string name) => Columns.FirstOrDefault(column => column.Name == name) ?? Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="UserMistakeException">There is no such column; the sentence lists those there are.</exception>
    public FileColumn Need(string name, string what) =>
        Find(name) ?? throw new UserMistakeException($"{Path} has no column '{name}'{what}; its columns are {string.Join(", ", Columns.Take(40).Select(column => column.Name))}{(Columns.Count > 40 ? " …" : "")}.");

    private string Value(FileColumn column) => column.Type != "VARCHAR" ? column.Sql
        : numbers.Contains(column.Name) ? $"TRY_CAST({Known(column.Sql)} AS DOUBLE)" : Known(column.Sql);

    private static string Known(string text) => $"CASE WHEN TRIM({text}) NOT IN ('', '?') THEN TRIM({text}) END";

    private static IEnumerable<string> Numeric(DuckConnection warehouse, FileColumn[] columns)
    {
        foreach (var column in columns.Where(column => column.Type == "VARCHAR"))
        {
            var known = Known(column.Sql);
            if (warehouse.Scalar<bool>($"SELECT COUNT({known}) > 0 AND COUNT({known}) = COUNT(TRY_CAST({known} AS DOUBLE)) FROM {Table}")) yield return column.Name;
        }
    }

    private static string Reader(string path)
    {
        var name = $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";
        var ending = System.IO.Path.GetExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path).ToLowerInvariant();
        return ending switch
        {
            ".parquet" => $"read_parquet({name})",
            ".json" or ".jsonl" or ".ndjson" => $"read_json_auto({name})",
            ".csv" or ".tsv" or ".txt" or ".data" => $"read_csv({name}, sample_size = -1, auto_type_candidates = ['BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'VARCHAR'], nullstr = ['', '?', 'NA', 'N/A', 'NULL', 'null', 'NaN', 'nan'])",
            _ => throw new UserMistakeException($"{path}: a labelled file is CSV (.csv, .tsv, .txt), Parquet (.parquet) or JSON (.json, .jsonl)."),
        };
    }
}
