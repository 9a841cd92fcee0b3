using System.Runtime.InteropServices;
using Habitue.Lake.Loading.Lines;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading.Csv;

/// <summary>One file in native memory: its text, where the fields of its rows lie, and the values of those that are times or numbers.</summary>
internal sealed unsafe class CsvFile : IDisposable
{
    /// <summary>What stands for a value that is missing: no moment and no amount is that late or that large, and as a number it is none.</summary>
    public const long Missing = long.MaxValue;

    /// <summary>Vectors may read so far behind the text.</summary>
    private const int Beyond = 32;

    private readonly int columns;
    private byte* text;
    private CsvSpan* fields;
    private long* values;

    private CsvFile(int source, int columns) => (Source, this.columns) = (source, columns);

    public int Source { get; }

    public int Rows { get; private set; }

    /// <summary>The number of its first row among those of all files.</summary>
    public long FirstRow { get; set; }

    public byte* Text => text;

    /// <summary>The fields of a row, in the order of the columns.</summary>
    public CsvSpan* Fields(int row) => fields + ((long)row * columns);

    /// <summary>The values of one of the columns that are read as values.</summary>
    public long* Values(int column) => values + ((long)column * Rows);

    /// <summary>Reads a file.</summary>
    /// <returns>Null when anything in it is not certain to be read as DuckDB reads it.</returns>
    public static CsvFile? Read(LoadFile file, CsvDialect dialect, int columns, IReadOnlyList<CsvColumn> read)
    {
        var result = new CsvFile(file.Id, columns);
        try
        {
            if (result.Split(file.ReadPath, dialect) && result.Convert(read))
                return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }

        result.Dispose();
        return null;
    }

    private bool Split(string path, CsvDialect dialect)
    {
        using FileStream file = FileSource.Open(path);
        int length = checked((int)file.Length), begin = 0;
        text = (byte*)NativeMemory.Alloc((nuint)length + Beyond);
        file.ReadExactly(new Span<byte>(text, length));
        if (new ReadOnlySpan<byte>(text, length).StartsWith("\uFEFF"u8))
            begin = 3;
        for (int line = 0; line < dialect.SkippedLines + (dialect.HasHeader ? 1 : 0); line++)
        {
            int end = new ReadOnlySpan<byte>(text + begin, length - begin).IndexOf((byte)'\n');
            ReadOnlySpan<byte> skipped = new(text + begin, end < 0 ? length - begin : end);
            // A quoted line break in the header would make two lines of it.
            if (skipped.Contains((byte)dialect.Quote) && skipped.Count((byte)dialect.Quote) % 2 != 0)
                return false;
            begin = end < 0 ? length : begin + end + 1;
        }

        ReadOnlySpan<byte> rest = new(text + begin, length - begin);
        fields = (CsvSpan*)NativeMemory.Alloc((nuint)(rest.Count((byte)'\n') + 1) * (nuint)columns, (nuint)sizeof(CsvSpan));
        text += begin;
        skippedBytes = begin;
        Rows = CsvSplit.Rows(text, rest.Length, (byte)dialect.Delimiter, (byte)dialect.Quote, columns, fields);
        return Rows >= 0;
    }

    private int skippedBytes;

    /// <summary>Reads times and numbers, and makes sure of the rest.</summary>
    private bool Convert(IReadOnlyList<CsvColumn> read)
    {
        CsvColumn[] valued = [.. read.Where(c => c.IsValue)];
        values = (long*)NativeMemory.Alloc((nuint)Rows * (nuint)valued.Length, sizeof(long));
        for (int i = 0; i < valued.Length; i++)
            if (!Convert(valued[i], Values(i)))
                return false;
        return read.Where(c => c.Kind is CsvColumnKind.Word or CsvColumnKind.WholeNumber).All(AreSure);
    }

    private bool Convert(CsvColumn column, long* into)
    {
        ReadOnlySpan<byte> before = default;
        long known = Missing;
        CsvSpan* field = fields + column.Slot;
        for (int row = 0; row < Rows; row++, field += columns)
        {
            if (field->IsEmpty)
            {
                into[row] = Missing;
                continue;
            }

            var here = new ReadOnlySpan<byte>(text + field->Start, field->Length);
            // Rows of one order say the same time, and often the same number.
            if (!here.SequenceEqual(before))
            {
                if (CsvValue.Of(column.Kind, here) is { } value)
                    known = value;
                else if (LineRead.IsBlank(here))
                    known = Missing;
                else
                    return false;
                before = here;
            }

            into[row] = known;
        }

        return true;
    }

    /// <summary>Whether blanks of a kind that only a database takes away stand at no end of a text.</summary>
    private bool AreSure(CsvColumn column)
    {
        CsvSpan* field = fields + column.Slot;
        for (int row = 0; row < Rows; row++, field += columns)
        {
            if (field->IsEmpty)
                continue;
            byte first = text[field->Start], last = text[field->Start + field->Length - 1];
            bool isTrimmed = column.Kind == CsvColumnKind.WholeNumber || first == ' ' || last == ' ';
            if (isTrimmed && !CsvValue.IsSureToTrim(new ReadOnlySpan<byte>(text + field->Start, field->Length)))
                return false;
        }

        return true;
    }

    public void Dispose()
    {
        NativeMemory.Free(text == null ? null : text - skippedBytes);
        NativeMemory.Free(fields);
        NativeMemory.Free(values);
        text = null;
        fields = null;
        values = null;
    }
}
