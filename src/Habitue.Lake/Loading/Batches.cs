using Habitue.Duck;
using Habitue.Lake.Events;
using Habitue.Lake.Loading.Csv;
using Habitue.Lake.Loading.Lines;
using Habitue.Lake.Mapping;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading;

/// <summary>
/// Runs a load batch by batch. A batch is read into temporary tables, cleaned there, and then committed with its
/// ledger entries in one transaction.
/// </summary>
internal sealed class Batches(DuckConnection warehouse, LoadSettings settings, FileLook look, IProgress<LoadProgress>? progress, CancellationToken cancel)
{
    private readonly Dictionary<string, (long Rows, long[] Filled, long[] Parsed)> counts = [];
    private readonly List<long> loads = [];
    /// <summary>Runs inside the transaction of each batch, before it is committed.</summary>
    public Action? BeforeCommit { get; init; }

    /// <summary>Set when the rows come from the log of events.</summary>
    public LiveSource? Live { get; init; }

    /// <summary>Set when the rows come from records in memory and not from files.</summary>
    public LineStaging? Lines { get; init; }

    private const long SmallFile = 4 << 20;
    private long rows, kept, rejected, bytesDone, bytesAll;

    public LoadReport Run(int found, IReadOnlyList<TableSet> sets)
    {
        List<LoadFile> files = [.. sets.SelectMany(s => s.Files)];
        bytesAll = files.Sum(f => f.Bytes);
        // A batch, read and cleaned, takes a few times its size in files.
        foreach (IReadOnlyList<TableSet> batch in Split(sets, Math.Min(settings.BatchBytes, Math.Max(16 << 20, warehouse.MemoryLimit / 6))))
            Commit(batch);
        return new LoadReport
        {
            FilesFound = found, FilesRead = files.Count, FilesUnchanged = look.Unchanged,
            FilesGrown = files.Count(f => f.RowsBefore > 0 && !f.Source.Appends), FilesReplaced = files.Count(f => f.Replaces), BytesRead = bytesAll,
            Rows = rows, Kept = kept, Rejected = rejected, Loads = loads, Refused = look.Refused,
            Notes = rejected > 0 && Live is null ? [.. look.Notes, .. OtherTimes.Of(warehouse, loads, sets)] : look.Notes,
            Layouts = [.. sets.Where(s => counts.ContainsKey(Key(s))).Select(Report)],
        };
    }

    /// <summary>Fills batches up to their size; the files of one layout stay in order.</summary>
    private static IEnumerable<IReadOnlyList<TableSet>> Split(IReadOnlyList<TableSet> sets, long most)
    {
        var batch = new List<TableSet>();
        long size = 0;
        foreach (TableSet set in sets)
        {
            var files = new List<LoadFile>();
            foreach (LoadFile file in set.Files)
            {
                if (size > 0 && size + file.Bytes > most)
                {
                    if (files.Count > 0)
                        batch.Add(set with { Files = files });
                    yield return batch;
                    (batch, files, size) = ([], [], 0);
                }

                files.Add(file);
                size += file.Bytes;
            }

            if (files.Count > 0)
                batch.Add(set with { Files = files });
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private void Commit(IReadOnlyList<TableSet> batch)
    {
        cancel.ThrowIfCancellationRequested();
        progress?.Report(new("reading", bytesDone, bytesAll));
        DateTime now = settings.Clock.GetUtcNow().UtcDateTime;
        List<StagedTable> tables = [.. batch.GroupBy(s => s.Mapping.Entity).Select(g => new StagedTable(g.Key, [.. g]))];
        using HeldCsv? held = Hold(batch, tables);
        Prepare(batch, tables, now);
        List<TableSet> read = [.. batch.SelectMany(s => Read(s, tables.Find(t => t.Entity == s.Mapping.Entity)!))];
        if (read.Count == 0)
            return;
        progress?.Report(new("cleaning", bytesDone, bytesAll));
        // Tables are read by now: their rows are told by their order.
        bool isHeld = tables.Exists(t => t.Held is not null);
        using var order = new AnyOrder(warehouse, isHeld);
        long load = Live?.Load ?? Ledger.NextLoad(warehouse);
        HashSet<string> stored = tables.Find(t => t.Entity == Entity.Events) is { } staged
            ? EventRows.Fit(warehouse, [.. staged.Varying, .. staged.HasAmount ? ["amount"] : Array.Empty<string>()], staged.Constants) : [];
        var cleaning = new BatchCleaning(warehouse, load, now, cancel) { Live = Live };
        using DuckTransaction transaction = warehouse.Begin();
        foreach (LoadFile replaced in read.SelectMany(s => s.Files).Where(f => f.Replaces))
            cleaning.Remove(replaced.Id);
        foreach (Entity entity in read.Select(s => s.Mapping.Entity).Distinct())
            cleaning.Judge(tables.Find(t => t.Entity == entity)!);
        foreach (IGrouping<Entity, TableSet> set in read.GroupBy(s => s.Mapping.Entity))
            cleaning.Keep(tables.Find(t => t.Entity == set.Key)!, stored);
        settings.LeavesRoom();
        cleaning.Reject([.. tables.Where(t => read.Any(s => s.Mapping.Entity == t.Entity))]);
        (long Rows, long Kept, long Rejected) done = cleaning.Enter(read);
        BeforeCommit?.Invoke();
        transaction.Commit();
        Live?.Entered(load, done.Rows);
        loads.Add(load);
        rows += done.Rows;
        kept += done.Kept;
        rejected += done.Rejected;
        bytesDone += read.SelectMany(s => s.Files).Sum(f => f.Bytes);
        warehouse.Execute(string.Concat(tables.Select(t => t.Drop())) + "DROP TABLE IF EXISTS temp.rejected; DROP TABLE IF EXISTS temp.unreadable_lines;");
        progress?.Report(new("committed", bytesDone, bytesAll));
    }

    /// <summary>Events of one layout of CSV files are split here and held, where nothing in them is odd; all else goes through a table.</summary>
    private HeldCsv? Hold(IReadOnlyList<TableSet> batch, List<StagedTable> tables)
    {
        if (!settings.HoldsRows || Lines is not null || batch.Where(s => s.Mapping.Entity == Entity.Events).ToArray() is not [{ Format: SourceFormat.Csv } set])
            return null;
        HeldCsv? held = HeldCsv.Of(warehouse, set, cancel);
        if (held is not null)
            tables.Find(t => t.Entity == Entity.Events)!.Hold(set, held);
        return held;
    }

    private void Prepare(IReadOnlyList<TableSet> batch, List<StagedTable> tables, DateTime now)
    {
        warehouse.Execute($"CREATE OR REPLACE TEMP MACRO load_time() AS TIMESTAMP '{now:yyyy-MM-dd HH:mm:ss.ffffff}'");
        warehouse.Execute("CREATE OR REPLACE TEMP TABLE load_files (source INTEGER, read_path VARCHAR, rows_before BIGINT); CREATE OR REPLACE TEMP TABLE unreadable_lines (source INTEGER, line BIGINT, reason VARCHAR, original VARCHAR)");
        LoadFile[] files = [.. batch.SelectMany(s => s.Files)];
        using (DuckAppender rows = warehouse.Appender("load_files"))
            rows.Append(Array.ConvertAll(files, f => f.Id), Array.ConvertAll(files, f => f.ReadPath), Array.ConvertAll(files, f => f.RowsBefore));
        tables.ForEach(t => warehouse.Execute(t.Create(), cancel));
        foreach (LoadFile file in files)
            foreach (OverlongLine line in file.Overlong)
                warehouse.Execute("INSERT INTO unreadable_lines VALUES ($1, $2, $3, $4)",
                    [file.Id, line.Line, $"the line has {line.Bytes:N0} characters, more than {TextFile.LongestLine:N0}", line.Start]);
    }

    /// <summary>Reads a set. A file that breaks the statement is found by halving, refused, and the others are read.</summary>
    private IEnumerable<TableSet> Read(TableSet set, StagedTable into)
    {
        string? problem = TryRead(set, into);
        if (problem is null)
            return [set];
        if (set.Files.Count == 1)
        {
            look.Refused.Add(new RefusedFile(set.Files[0].Source.Address, $"{set.Files[0].Source.Address}: cannot be read ({problem}); correct or export it again"));
            return [];
        }

        int half = set.Files.Count / 2;
        return [.. Read(set with { Files = [.. set.Files.Take(half)] }, into), .. Read(set with { Files = [.. set.Files.Skip(half)] }, into)];
    }

    private string? TryRead(TableSet set, StagedTable into)
    {
        var staging = new StagingSql(set, into);
        try
        {
            if (into.Held is not null)
            {
                try
                {
                    Count(set, into.Held.Filled(set, FieldsOf(set)));
                    return null;
                }
                catch (DuckException)
                {
                    // Some value is too large to compute with. The table tells which file has it.
                    into.LetGo();
                    warehouse.Execute(into.Create(), cancel);
                }
            }

            if (Lines is not null)
            {
                Lines.Fill(warehouse, set, into, cancel);
                return null;
            }

            try
            {
                Insert(staging, set, keepUnreadable: false);
            }
            catch (DuckException e) when (set.Format == SourceFormat.Csv && e.DuckMessage.Contains("CSV Error", StringComparison.Ordinal))
            {
                warehouse.Execute("DROP TABLE IF EXISTS temp.unreadable; DROP TABLE IF EXISTS temp.unreadable_scans");
                Insert(staging, set, keepUnreadable: true);
                warehouse.Execute("""
                    INSERT INTO unreadable_lines
                    SELECT DISTINCT ON (f.source, e.line) f.source, CAST(e.line AS BIGINT), lower(CAST(e.error_type AS VARCHAR)) || ': ' || split_part(e.error_message, chr(10), 1), e.csv_line
                    FROM unreadable AS e JOIN unreadable_scans AS s USING (scan_id, file_id) JOIN load_files AS f ON f.read_path = s.file_path
                    """, cancel);
            }

            if (staging.Restore() is { } restore)
                warehouse.Execute(restore, cancel);
            Count(set);
            return null;
        }
        catch (DuckException e)
        {
            return e.DuckMessage.Split('\n')[0];
        }
    }

    /// <summary>
    /// Keeping many small files in their order takes longer than reading them. The rows of one file stay in order even so: DuckDB
    /// gives a text to several threads only from 8 MB on. Which file comes first matters to events only by its number.
    /// </summary>
    private void Insert(StagingSql staging, TableSet set, bool keepUnreadable)
    {
        bool isFree = set.Format == SourceFormat.Csv && set.Mapping.Entity == Entity.Events && set.Files.All(f => new FileInfo(f.ReadPath) is { Exists: true, Length: <= SmallFile });
        using var order = new AnyOrder(warehouse, isFree);
        warehouse.Execute(staging.Insert(keepUnreadable), cancel);
    }

    private static List<Field> FieldsOf(TableSet set) => [.. set.Mapping.Entity.Fields.Where(f => set.Mapping.Columns.Any(c => c.Field == f.Name))];

    /// <summary>How many cells of each mapped column were filled and how many could be read.</summary>
    /// <param name="set">The files.</param>
    /// <param name="good">The rows, and for each field the cells that could be read, where all that were filled could; null when nobody counted.</param>
    private void Count(TableSet set, long[]? good = null)
    {
        List<Field> fields = FieldsOf(set);
        long[] bad = new long[fields.Count + 1];
        if (good is null)
        {
            string ids = string.Join(",", set.Files.Select(f => f.Id));
            string parsed = string.Concat(fields.Select(f => $", COUNT({f.Name})"));
            string failed = string.Concat(fields.Select(f => $", COUNT(*) FILTER (WHERE contains(unparsed, {Sql.Text(string.Join(" or ", set.Mapping.For(f.Name).Select(c => c.Column).Distinct()) + " '")}))"));
            string table = $"rows_{set.Mapping.Entity.Name}";
            good = One($"SELECT COUNT(*){parsed} FROM {table} WHERE source IN ({ids})");
            bad = One($"SELECT COUNT(*){failed} FROM {table} WHERE unparsed IS NOT NULL AND source IN ({ids})");
        }

        (long Rows, long[] Filled, long[] Parsed) sum = counts.GetValueOrDefault(Key(set), (0, new long[fields.Count], new long[fields.Count]));
        counts[Key(set)] = (sum.Rows + good[0],
            [.. sum.Filled.Select((v, i) => v + good[i + 1] + bad[i + 1])], [.. sum.Parsed.Select((v, i) => v + good[i + 1])]);
    }

    /// <summary>The parts of a set that went into several batches are counted together.</summary>
    private static string Key(TableSet set) => $"{set.MappingFile}|{string.Join('\u001F', set.Columns.Select(c => c.Name))}";

    private long[] One(string sql)
    {
        using DuckResult result = warehouse.Query(sql);
        using DuckChunk chunk = result.NextChunk()!;
        return [.. Enumerable.Range(0, result.Columns.Count).Select(i => chunk[i].Values<long>()[0])];
    }

    private LayoutReport Report(TableSet set)
    {
        SourceMapping mapping = set.Mapping;
        (long setRows, long[] filled, long[] parsed) = counts[Key(set)];
        List<Field> fields = FieldsOf(set);
        MappedColumn[] columns = [.. mapping.Columns.Select(c => fields.FindIndex(f => f.Name == c.Field) is >= 0 and int at
            ? new MappedColumn(c.Column, c.Field, c.ReadAs, filled[at], parsed[at])
            : new MappedColumn(c.Column, c.Field, c.ReadAs, null, null))];
        return new LayoutReport(mapping.Layout, mapping.Entity.Name, set.Files.Count, setRows, columns, mapping.Notes, set.MappingFile);
    }
}
