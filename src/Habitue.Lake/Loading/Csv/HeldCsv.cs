using System.Runtime.InteropServices;
using Habitue.Duck;
using Habitue.Lake.Events;
using Habitue.Lake.Mapping;

namespace Habitue.Lake.Loading.Csv;

/// <summary>
/// The rows of a set of CSV files, split and held in memory, for SQL to read as often as cleaning asks. Rows are numbered through, file
/// by file. What is kept goes from here straight into the warehouse: no table in between.
/// </summary>
internal sealed unsafe class HeldCsv : IDuckRows, IDisposable
{
    /// <summary>Of the memory that DuckDB may take, so large a part is text at most: what is held of it lies beside.</summary>
    private const int ShareOfMemory = 16;

    /// <summary>Text, places of its fields and what was read of them take about so many times the text.</summary>
    private const double MemoryToText = 2.5;

    private readonly HeldMemory memory;
    private readonly CsvFile[] files;
    private readonly CsvColumn[] columns;
    private readonly OfferedRows offered;
    private readonly Task<long[]> alike;
    private string?[]? aside;
    private readonly List<OfferedRows> offeredSome = [];

    private HeldCsv(HeldMemory memory, CsvFile[] files, CsvColumn[] columns, DuckConnection warehouse)
    {
        (this.memory, this.files, this.columns) = (memory, files, columns);
        long rows = 0;
        foreach (CsvFile file in files)
        {
            file.FirstRow = rows;
            rows += file.Rows;
        }

        Count = rows;
        Columns = Array.ConvertAll(columns, c => new DuckColumn(c.Name, c.Type));
        offered = warehouse.Offer(this);
        // Meanwhile SQL makes room for the rows.
        alike = Task.Run(FindAlike);
    }

    public IReadOnlyList<DuckColumn> Columns { get; }

    public long Count { get; }

    /// <summary>What stands for the rows in SQL.</summary>
    public string Sql => offered.Sql;

    /// <summary>Reads the files of a set.</summary>
    /// <param name="warehouse">The connection that will read the rows; no transaction is open.</param>
    /// <param name="set">The files.</param>
    /// <param name="cancel">Stops between two files.</param>
    /// <returns>Null when a file has anything that not every reader understands in the same way, or when there is too much; DuckDB reads the set then.</returns>
    public static HeldCsv? Of(DuckConnection warehouse, TableSet set, CancellationToken cancel)
    {
        if (set.Dialect is not { } dialect || !char.IsAscii(dialect.Delimiter) || !char.IsAscii(dialect.Quote) || set.Files.Sum(f => SizeOf(f.ReadPath)) is var size && size > warehouse.MemoryLimit / ShareOfMemory)
            return null;
        var memory = new HeldMemory((long)(size * MemoryToText));
        CsvColumn[] columns = [.. ColumnsOf(set)];
        var files = new CsvFile?[set.Files.Count];
        HeldCsv? held = null;
        try
        {
            Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, (i, loop) =>
            {
                if ((files[i] = CsvFile.Read(set.Files[i], memory, dialect, set.Columns.Count, columns)) is null)
                    loop.Stop();
            });
            if (Array.TrueForAll(files, f => f is not null))
                held = new HeldCsv(memory, files!, columns, warehouse);
            return held;
        }
        finally
        {
            if (held is null)
                memory.Dispose();
        }
    }

    /// <summary>A file that is gone by now is missed when it is read.</summary>
    private static long SizeOf(string path) => new FileInfo(path) is { Exists: true, Length: var length } ? length : 0;

    /// <summary>The name of the column that has a field's value, where it needs no reading in SQL.</summary>
    public static string? ColumnOf(TableSet set, Field field, IReadOnlyList<ColumnMapping> mapped) =>
        mapped.Count == 1 && CsvColumn.KindOf(field.Type, mapped[0].ReadAs) is { } kind && Slot(set, mapped[0].Column) is >= 0 and int slot ? Name(kind, slot) : null;

    /// <summary>What the rows of a set give: what is told of every row, the fields as they are written, and what is read from them.</summary>
    internal static IEnumerable<CsvColumn> ColumnsOf(TableSet set)
    {
        yield return new("source", CsvColumnKind.Source);
        yield return new("row_id", CsvColumnKind.Row);
        yield return new("place", CsvColumnKind.Place);
        yield return new("aside", CsvColumnKind.Aside);
        for (int slot = 0; slot < set.Columns.Count; slot++)
            yield return new($"c{slot}", CsvColumnKind.Raw, slot);
        var read = new HashSet<CsvColumn>();
        foreach (Field field in set.Mapping.Entity.Fields)
            if (set.Mapping.For(field.Name).ToArray() is [var mapped] && CsvColumn.KindOf(field.Type, mapped.ReadAs) is { } kind && Slot(set, mapped.Column) is >= 0 and int slot)
                read.Add(new CsvColumn(Name(kind, slot), kind, slot));
        foreach (CsvColumn column in read)
            yield return column;
    }

    private static int Slot(TableSet set, string column) => set.Columns.ToList().FindIndex(c => c.Name.Equals(column, StringComparison.OrdinalIgnoreCase));

    private static string Name(CsvColumnKind kind, int slot) => $"{kind.ToString().ToLowerInvariant()}_c{slot}";

    private long[] FindAlike()
    {
        ulong[] hashes = new ulong[Count];
        foreach (CsvFile file in files)
            file.Hashes.CopyTo(hashes.AsSpan((int)file.FirstRow));
        return Repeats.Of(hashes);
    }

    /// <summary>What stands in SQL for the rows whose texts may be those of another row.</summary>
    public string Alike(DuckConnection warehouse) => Offer(warehouse, alike.GetAwaiter().GetResult());

    /// <summary>How many rows there are, and how many of them have something in each field; null where SQL reads one of the fields.</summary>
    public long[]? Filled(TableSet set, IReadOnlyList<Field> fields)
    {
        long[] filled = new long[fields.Count + 1];
        filled[0] = Count;
        for (int i = 0; i < fields.Count; i++)
        {
            if (set.Mapping.Constants.ContainsKey(fields[i].Name) || ColumnOf(set, fields[i], [.. set.Mapping.For(fields[i].Name)]) is not { } name)
                return null;
            int column = Array.FindIndex(columns, c => c.Name == name);
            filled[i + 1] = files.Sum(f => (long)f.Filled(column));
        }

        return filled;
    }

    /// <summary>Marks rows that rules set aside.</summary>
    /// <param name="warehouse">The connection that reads the rows.</param>
    /// <param name="rows">The rows in their order, each with its rule.</param>
    /// <returns>What stands in SQL for these rows alone, so that nobody looks for them among all.</returns>
    public string SetAside(DuckConnection warehouse, DuckResult rows)
    {
        aside = new string?[Count];
        (byte[] written, string rule) = ([], "");   // one text for the rows of a rule that follow each other
        var places = new List<long>();
        while (rows.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                ReadOnlySpan<long> here = chunk[0].Values<long>();
                for (int i = 0; i < here.Length; i++)
                {
                    if (!chunk[1].GetUtf8(i).SequenceEqual(written))
                        (written, rule) = (chunk[1].GetUtf8(i).ToArray(), chunk[1].GetString(i));
                    aside[here[i]] = rule;
                }

                places.AddRange(here);
            }
        }

        return Offer(warehouse, [.. places]);
    }

    /// <summary>Adds each file to a table: its source, the number of its first row, and how many it has.</summary>
    public void AppendStarts(DuckConnection warehouse, string table)
    {
        CsvFile[] filled = Array.FindAll(files, f => f.Rows > 0);
        using DuckAppender starts = warehouse.Appender(table);
        starts.Append(Array.ConvertAll(filled, f => f.Source), Array.ConvertAll(filled, f => f.FirstRow), Array.ConvertAll(filled, f => (long)f.Rows));
    }

    private string Offer(DuckConnection warehouse, long[] rows)
    {
        offeredSome.Add(warehouse.Offer(new Some(this, rows)));
        return offeredSome[^1].Sql;
    }

    public void Fill(long first, int count, ReadOnlySpan<DuckColumnWriter?> into)
    {
        for (int file = FileOf(first), at = 0; at < count; file++)
        {
            int row = (int)(first - files[file].FirstRow), rows = Math.Min(count - at, files[file].Rows - row);
            Fill(files[file], row, rows, into, at);
            at += rows;
            first += rows;
        }
    }

    private void Fill(CsvFile file, int row, int rows, ReadOnlySpan<DuckColumnWriter?> into, int at)
    {
        for (int column = 0; column < columns.Length; column++)
            if (into[column] is { } writer)
                Fill(file, row, rows, column, writer, at);
    }

    private int FileOf(long row)
    {
        int low = 0, high = files.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (files[middle].FirstRow <= row)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private void Fill(CsvFile file, int row, int rows, int column, DuckColumnWriter into, int at)
    {
        switch (columns[column].Kind)
        {
            case CsvColumnKind.Source:
                into.Values<int>().Slice(at, rows).Fill(file.Source);
                break;
            case CsvColumnKind.Row or CsvColumnKind.Place:
                long number = row + (columns[column].Kind == CsvColumnKind.Row ? file.FirstRow : file.RowsBefore + 1);
                foreach (ref long value in into.Values<long>().Slice(at, rows))
                    value = number++;
                break;
            case CsvColumnKind.Aside:
                for (int i = 0; i < rows; i++)
                    into.Set(at + i, aside?[file.FirstRow + row + i]);
                break;
            case CsvColumnKind.Time or CsvColumnKind.Number or CsvColumnKind.Money:
                FillValues(new ReadOnlySpan<long>(file.Values(column, row), rows), into, at);
                break;
            default:
                TextSpan* texts = file.Texts(columns[column], column, row, out int step);
                into.Lend(at, file.Text, texts, step, rows);
                break;
        }
    }

    private static void FillValues(ReadOnlySpan<long> values, DuckColumnWriter into, int at)
    {
        // A double is copied by its bits.
        Span<long> bits = (into.Column.Type.Id == DuckTypeId.Double ? MemoryMarshal.Cast<double, long>(into.Values<double>()) : into.Values<long>()).Slice(at, values.Length);
        values.CopyTo(bits);
        for (int i = bits.IndexOf(CsvFile.Missing); i >= 0 && i < bits.Length; i++)
            if (bits[i] == CsvFile.Missing)
                into.SetNull(at + i);
    }

    public void Dispose()
    {
        // Nobody may read memory that is given back; what failed was told to who asked.
        Task.WhenAny(alike).Wait(CancellationToken.None);
        offeredSome.ForEach(o => o.Dispose());
        offered.Dispose();
        // To give back so much takes as long as a few statements, and nobody waits for it.
        Task.Run(memory.Dispose);
    }

    /// <summary>Some of the rows, in their order.</summary>
    private sealed class Some(HeldCsv all, long[] rows) : IDuckRows
    {
        public IReadOnlyList<DuckColumn> Columns => all.Columns;

        public long Count => rows.Length;

        public void Fill(long first, int count, ReadOnlySpan<DuckColumnWriter?> into)
        {
            for (int at = 0, end; at < count; at = end)
            {
                CsvFile file = all.files[all.FileOf(rows[first + at])];
                for (end = at + 1; end < count && rows[first + end] < file.FirstRow + file.Rows;)
                    end++;
                for (int column = 0; column < into.Length; column++)
                    if (into[column] is { } writer)
                        for (int i = at; i < end; i++)
                            all.Fill(file, (int)(rows[first + i] - file.FirstRow), 1, column, writer, i);
            }
        }
    }
}
