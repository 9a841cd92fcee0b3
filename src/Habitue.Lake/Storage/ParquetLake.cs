using System.Collections.Concurrent;
using System.Globalization;
using Habitue.Duck;

namespace Habitue.Lake.Storage;

/// <summary>What is in the lake, and what a write added.</summary>
public sealed record LakeReport(int Files, long Rows, long Bytes, long RowsWritten, long SourceBytes);

/// <summary>
/// Cleaned events as Parquet (zstd), partitioned by date, region and a bucket of the customer, for every tool that
/// reads files. The warehouse keeps the list of files: a file that is not on it does not count and is swept away, so
/// a write that was killed leaves nothing behind.
/// </summary>
public static class ParquetLake
{
    /// <summary>Below this many rows a partition costs more in file headers than it saves a reader.</summary>
    private const long RowsWorthAPartition = 200_000;
    private const long RowsWorthARegion = 5_000_000;
    private const string Format = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1";

    /// <summary>What one date of the lake spans: so many months, or a day where these are none; and how it is written, here and in SQL.</summary>
    private sealed record Span(int Months, string Format, string SqlFormat)
    {
        /// <summary>Every date from the one of a moment to that of another.</summary>
        public IEnumerable<Date> DatesOf(DateTime first, DateTime last)
        {
            DateTime begins = Months == 0 ? first.Date : new DateTime(first.Year, Months == 1 ? first.Month : 1, 1);
            for (DateTime ends; begins <= last; begins = ends)
            {
                ends = Months == 0 ? begins.AddDays(1) : begins.AddMonths(Months);
                yield return new Date(begins.ToString(Format, CultureInfo.InvariantCulture), begins, ends);
            }
        }
    }

    private sealed record Date(string Name, DateTime Begins, DateTime Ends);

    private sealed record Entry(string Path, long Rows, long Bytes, long FirstLoad, long LastLoad);

    /// <summary>Writes the loads that the lake does not hold yet, or holds in an outdated way.</summary>
    public static LakeReport Write(DuckConnection warehouse, string folder, CancellationToken cancel)
    {
        List<Entry> entries = [.. warehouse.Rows<Entry>("SELECT path, rows, bytes, first_load, last_load FROM lake_files ORDER BY path")];
        HashSet<long> written = [.. warehouse.Rows<long>("SELECT load FROM lake_loads")];
        List<long> missing = [.. warehouse.Rows<long>("SELECT load FROM loads ORDER BY load").Where(l => !written.Contains(l))];
        long rows = 0;
        if (missing.Count > 0)
        {
            Sweep(folder, entries);
            (long first, long last) = Range(entries, missing);
            rows = WriteRange(warehouse, folder, entries, first, last, cancel);
        }

        return new LakeReport(entries.Count, entries.Sum(e => e.Rows), entries.Sum(e => e.Bytes), rows,
            warehouse.Scalar<long>("SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM sources WHERE entity = 'events'"));
    }

    /// <summary>
    /// The loads to write: the missing ones, with those that share a file with them; all of them when the lake has
    /// come to hold many small files, which compacts it.
    /// </summary>
    private static (long First, long Last) Range(List<Entry> entries, List<long> missing)
    {
        long first = missing[0], last = missing[^1];
        if (entries.Count == 0)
            return (first, last);
        foreach (Entry entry in entries.Where(e => e.LastLoad >= first).OrderByDescending(e => e.FirstLoad))
            first = Math.Min(first, entry.FirstLoad);
        int partitions = entries.Select(e => Path.GetDirectoryName(e.Path)).Distinct().Count();
        bool crowded = entries.Count > 8 * Math.Max(1, partitions);
        return (crowded ? 1 : first, Math.Max(last, entries.Where(e => e.LastLoad >= first).Select(e => e.LastLoad).DefaultIfEmpty(0).Max()));
    }

    private static long WriteRange(DuckConnection warehouse, string folder, List<Entry> entries, long first, long last, CancellationToken cancel)
    {
        string writing = Path.Combine(folder, ".writing");
        if (Directory.Exists(writing))
            Directory.Delete(writing, recursive: true);
        string range = $"load BETWEEN {first} AND {last}";
        (long count, DateTime? earliest, DateTime? latest) = warehouse.Rows<(long, DateTime?, DateTime?)>($"SELECT COUNT(*), MIN(occurred_at), MAX(occurred_at) FROM events WHERE {range}")[0];
        var fresh = new List<Entry>();
        if (earliest is { } from && latest is { } to)
        {
            (string columns, Span span) = (Columns(warehouse), SpanOf(count / ((to - from).TotalDays + 1)));
            if (count < RowsWorthARegion)
                WriteDates(warehouse, writing, columns, span.DatesOf(from, to), range, $"load-{first}-{last}-0", cancel);
            else
                WritePartitions(warehouse, writing, $"{columns}, strftime(e.occurred_at, '{span.SqlFormat}') AS date, {RegionOf(warehouse, range)} AS region, {BucketOf(count)} AS bucket", range, $"load-{first}-{last}-{{i}}", cancel);
            fresh.AddRange(Move(warehouse, writing, folder, first, last));
            Directory.Delete(writing, recursive: true);
        }

        List<Entry> old = [.. entries.Where(e => e.LastLoad >= first && e.FirstLoad <= last)];
        using (DuckTransaction transaction = warehouse.Begin())
        {
            warehouse.Execute($"DELETE FROM lake_files WHERE last_load >= {first} AND first_load <= {last}; DELETE FROM lake_loads WHERE {range}; INSERT INTO lake_loads SELECT load FROM loads WHERE {range}", cancel);
            foreach (Entry entry in fresh)
                warehouse.Execute("INSERT INTO lake_files VALUES ($1, $2, $3, $4, $5)", [entry.Path, entry.Rows, entry.Bytes, entry.FirstLoad, entry.LastLoad], cancel);
            transaction.Commit();
        }

        entries.RemoveAll(old.Contains);
        entries.AddRange(fresh);
        Sweep(folder, entries);
        return count;
    }

    /// <summary>
    /// One statement for each date: half the work of one that has to keep several files apart. Rows in any order take a quarter less time. Few rows keep one
    /// thread busy, so two dates are written at once.
    /// </summary>
    private static void WriteDates(DuckConnection warehouse, string writing, string columns, IEnumerable<Date> dates, string range, string name, CancellationToken cancel)
    {
        var left = new ConcurrentQueue<Date>(dates);
        warehouse.InTwo(connection =>
        {
            while (left.TryDequeue(out Date? date))
            {
                cancel.ThrowIfCancellationRequested();
                string rows = $"FROM events AS e WHERE {range} AND e.occurred_at >= TIMESTAMP '{date.Begins:yyyy-MM-dd}' AND e.occurred_at < TIMESTAMP '{date.Ends:yyyy-MM-dd}'";
                if (connection.Rows<int>($"SELECT 1 {rows} LIMIT 1").Count == 0)
                    continue;
                string folder = Path.Combine(writing, $"date={date.Name}", "region=all", "bucket=0");
                Directory.CreateDirectory(folder);
                connection.Execute($"COPY (SELECT {columns} {rows}) TO {Loading.Sql.Text(Path.Combine(folder, $"{name}.parquet"))} ({Format}, PRESERVE_ORDER false)", cancel);
            }
        });
    }

    private static void WritePartitions(DuckConnection warehouse, string writing, string columns, string range, string pattern, CancellationToken cancel)
    {
        Directory.CreateDirectory(writing);
        warehouse.Execute($"COPY (SELECT {columns} FROM events AS e WHERE {range}) TO {Loading.Sql.Text(writing)} ({Format}, PARTITION_BY (date, region, bucket), OVERWRITE_OR_IGNORE, FILENAME_PATTERN '{pattern}')", cancel);
    }

    private static List<Entry> Move(DuckConnection warehouse, string writing, string folder, long first, long last)
    {
        var rows = warehouse.Rows<(string, long)>($"SELECT file_name, CAST(num_rows AS BIGINT) FROM parquet_file_metadata({Loading.Sql.Text($"{writing}/**/*.parquet")})").ToDictionary(r => Path.GetFullPath(r.Item1), r => r.Item2);
        var moved = new List<Entry>();
        foreach (string file in Directory.GetFiles(writing, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string relative = Path.GetRelativePath(writing, file);
            // A name that is in use belongs to a file that this one replaces: it gets the next free number.
            string target = relative;
            for (int n = 2; File.Exists(Path.Combine(folder, target)); n++)
                target = $"{relative[..^".parquet".Length]}-v{n}.parquet";
            string path = Path.Combine(folder, target);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(file, path);
            moved.Add(new Entry(target, rows[Path.GetFullPath(file)], new FileInfo(path).Length, first, last));
        }

        return moved;
    }

    /// <summary>Deletes Parquet files that the list does not name: left by a write that did not end, or replaced.</summary>
    private static void Sweep(string folder, List<Entry> entries)
    {
        if (!Directory.Exists(folder))
            return;
        HashSet<string> named = [.. entries.Select(e => Path.Combine(folder, e.Path))];
        foreach (string file in Directory.GetFiles(folder, "*.parquet", SearchOption.AllDirectories))
            if (!named.Contains(file))
                File.Delete(file);
    }

    /// <summary>
    /// What some source fills; the region that a source gives is called area, since the partition has the name. Where no source
    /// names its events, source and source_row do.
    /// </summary>
    private static string Columns(DuckConnection warehouse) => string.Join(", ", Loading.EventRows.Filled(warehouse).Except(["content_hash", "load"])
        .Select(c => c == "region" ? "e.region AS area" : $"e.{c}"));

    private static Span SpanOf(double rowsPerDay) => rowsPerDay switch
    {
        >= RowsWorthAPartition => new(0, "yyyy-MM-dd", "%Y-%m-%d"),
        >= RowsWorthAPartition / 30.0 => new(1, "yyyy-MM", "%Y-%m"),
        _ => new(12, "yyyy", "%Y"),
    };

    private static string RegionOf(DuckConnection warehouse, string range)
    {
        IReadOnlyList<string> large = warehouse.Rows<string>($"SELECT country FROM events WHERE {range} AND country IS NOT NULL GROUP BY country HAVING COUNT(*) >= {RowsWorthAPartition * 5} ORDER BY country");
        return large.Count == 0 ? "'all'" : $"CASE WHEN e.country IN ({string.Join(", ", large.Select(Loading.Sql.Text))}) THEN e.country ELSE 'other' END";
    }

    private static string BucketOf(long count) => $"CAST(hash(e.customer_id) % {Math.Clamp(count / RowsWorthARegion * 2, 2, 16)} AS INTEGER)";
}
