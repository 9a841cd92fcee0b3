using Habitue.Duck;

namespace Habitue.Lake.Loading.Lines;

/// <summary>
/// Lines of a batch that only DuckDB reads. They are written to a file and read as files are; then the rows of both kinds are put
/// into the order of the log.
/// </summary>
internal sealed class OddLines(DuckConnection warehouse, TableSet set, StagedTable into, CancellationToken cancel) : IDisposable
{
    private readonly List<int> places = [];
    private FileStream? file;

    public bool Any => places.Count > 0;

    public void Add(ReadOnlySpan<byte> line, int place)
    {
        if (LineRead.IsBlank(line))
            return;   // a file's blank line is no row
        file ??= new FileStream(set.Files[0].ReadPath, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        WriteLine(file, line);
        places.Add(place);
    }

    /// <summary>Writes JSON as one line, whatever line breaks are in it: inside texts they are escaped, so these are between the parts.</summary>
    public static void WriteLine(Stream into, ReadOnlySpan<byte> json)
    {
        byte[] line = [.. json, (byte)'\n'];
        line.AsSpan(0, json.Length).Replace((byte)'\n', (byte)' ');
        line.AsSpan(0, json.Length).Replace((byte)'\r', (byte)' ');
        into.Write(line);
    }

    /// <summary>A batch that is cancelled, or that the database cannot read, leaves no file open.</summary>
    public void Dispose() => file?.Dispose();

    /// <param name="plain">The place of the line of each row that is in the table already.</param>
    public void Merge(IReadOnlyList<int> plain)
    {
        file!.Dispose();
        file = null;
        string columns = string.Join(", ", into.Columns);
        warehouse.Execute("CREATE OR REPLACE TEMP TABLE line_places (is_odd BOOLEAN, n BIGINT, place INTEGER)");
        using (DuckAppender appender = warehouse.Appender("line_places"))
        {
            appender.Append(Enumerable.Repeat(false, plain.Count).ToArray(), Numbers(plain.Count), plain.ToArray());
            appender.Append(Enumerable.Repeat(true, places.Count).ToArray(), Numbers(places.Count), places.ToArray());
        }

        warehouse.Execute($"CREATE OR REPLACE TEMP TABLE plain_rows AS SELECT rowid AS n, * FROM {into.Name}", cancel);
        warehouse.Execute(into.Create());
        warehouse.Execute(new StagingSql(set, into).Insert(keepUnreadable: false), cancel);
        // Each line begins with a row of the number 1.
        warehouse.Execute($"CREATE OR REPLACE TEMP TABLE odd_rows AS SELECT CAST(SUM(CASE WHEN line_no = 1 THEN 1 ELSE 0 END) OVER (ORDER BY rowid) - 1 AS BIGINT) AS n, * FROM {into.Name}", cancel);
        warehouse.Execute(into.Create());
        warehouse.Execute($"""
            INSERT INTO {into.Name} SELECT {columns} FROM (
                SELECT p.place, r.* FROM plain_rows AS r JOIN line_places AS p ON p.n = r.n AND NOT p.is_odd
                UNION ALL SELECT p.place, r.* FROM odd_rows AS r JOIN line_places AS p ON p.n = r.n AND p.is_odd)
            ORDER BY place, line_no
            """, cancel);
        warehouse.Execute("DROP TABLE plain_rows; DROP TABLE odd_rows; DROP TABLE line_places");
    }

    private static long[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (long)i)];
}
