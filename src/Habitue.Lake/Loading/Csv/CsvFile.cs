using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Habitue.Duck;
using Habitue.Lake.Loading.Lines;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading.Csv;

/// <summary>One file in memory that others own: its text, where the fields of its rows lie, and what was read from them.</summary>
internal sealed unsafe class CsvFile
{
    /// <summary>What stands for a value that is missing: no moment and no amount is that late or that large, and as a number it is none.</summary>
    public const long Missing = long.MaxValue;

    /// <summary>What the places of the fields may take: so many times the text, or as much as does not matter.</summary>
    private const int PlacesToText = 2, FewBytes = 1 << 20;

    /// <summary>Vectors may read so far behind the text.</summary>
    private const int Beyond = 32;

    private readonly HeldMemory memory;
    private readonly int columns;
    private readonly nint[] read;
    private readonly int[] filled;
    private byte* text;
    private TextSpan* fields;
    private ulong* hashes;

    private CsvFile(int source, long rowsBefore, HeldMemory memory, int columns, int read) =>
        (Source, RowsBefore, this.memory, this.columns, this.read, filled) = (source, rowsBefore, memory, columns, new nint[read], new int[read]);

    public int Source { get; }

    /// <summary>How many rows of the file were loaded before.</summary>
    public long RowsBefore { get; }

    public int Rows { get; private set; }

    /// <summary>The number of its first row among those of all files.</summary>
    public long FirstRow { get; set; }

    public byte* Text => text;

    /// <summary>A hash of the texts of each row, by which those are found that may be alike.</summary>
    public ReadOnlySpan<ulong> Hashes => new(hashes, Rows);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="memory">Where it is held.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="columns">How many columns it has.</param>
    /// <param name="read">What is to be read from them.</param>
    /// <returns>Null when anything in it is not certain to be read as DuckDB reads it.</returns>
    public static CsvFile? Read(LoadFile file, HeldMemory memory, CsvDialect dialect, int columns, IReadOnlyList<CsvColumn> read)
    {
        var result = new CsvFile(file.Id, file.RowsBefore, memory, columns, read.Count);
        try
        {
            byte* all = result.Take(file.ReadPath, out int length);
            return result.Read(all, length, dialect, read) ? result : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SourceException or OutOfMemoryException)
        {
            // DuckDB meets the same, and then it is told which file cannot be read.
            return null;
        }
    }

    /// <summary>Reads a text that is no file's.</summary>
    public static CsvFile? Read(ReadOnlySpan<byte> text, HeldMemory memory, CsvDialect dialect, int columns, IReadOnlyList<CsvColumn> read)
    {
        var result = new CsvFile(0, 0, memory, columns, read.Count);
        byte* all = (byte*)memory.Take(text.Length + Beyond);
        text.CopyTo(new Span<byte>(all, text.Length));
        return result.Read(all, text.Length, dialect, read) ? result : null;
    }

    private bool Read(byte* all, int length, CsvDialect dialect, IReadOnlyList<CsvColumn> read)
    {
        bool isSure = Split(all, length, dialect);
        if (isSure)
            Hash();
        for (int i = 0; i < read.Count && isSure; i++)
            isSure = read[i].Slot < 0 || read[i].Kind == CsvColumnKind.Raw || (read[i].IsValue ? Convert(read[i], i) : Trim(read[i], i));
        return isSure;
    }

    /// <summary>The texts of a column from a row on, and how far apart they are.</summary>
    public TextSpan* Texts(CsvColumn column, int place, int row, out int step)
    {
        step = read[place] == 0 ? columns : 1;
        return read[place] == 0 ? fields + ((long)row * columns) + column.Slot : (TextSpan*)read[place] + row;
    }

    /// <summary>The values of a column from a row on.</summary>
    public long* Values(int place, int row) => (long*)read[place] + row;

    /// <summary>How many rows have something in a column that was read.</summary>
    public int Filled(int place) => filled[place];

    /// <summary>Takes a file's bytes into memory; null when there are too many.</summary>
    private byte* Take(string path, out int length)
    {
        using FileStream file = FileSource.Open(path);
        // It may have grown since it was looked at.
        length = (int)Math.Min(file.Length, int.MaxValue);
        if (length > int.MaxValue - Beyond)
            return null;
        byte* all = (byte*)memory.Take((long)length + Beyond);
        file.ReadExactly(new Span<byte>(all, length));
        return all;
    }

    private bool Split(byte* all, int length, CsvDialect dialect)
    {
        // It was looked at before, but may have been written to since.
        if (all == null || !Utf8.IsValid(new ReadOnlySpan<byte>(all, length)))
            return false;
        int begin = new ReadOnlySpan<byte>(all, length).StartsWith("\uFEFF"u8) ? 3 : 0;
        int head = begin, lines = dialect.SkippedLines + (dialect.HasHeader ? 1 : 0);
        for (int line = 0; line < lines; line++)
        {
            ReadOnlySpan<byte> left = new(all + begin, length - begin);
            int end = left.IndexOf((byte)'\n') is >= 0 and var found ? found + 1 : left.Length;
            // A quoted line break in what is skipped would make two lines of one.
            if (left[..end].Count((byte)dialect.Quote) % 2 != 0)
                return false;
            begin += end;
        }

        // Where lines above the rows end otherwise than these, readers differ.
        int returns = new ReadOnlySpan<byte>(all + head, begin - head).Count((byte)'\r');
        if (returns != 0 && returns != lines)
            return false;
        text = all + begin;
        length -= begin;
        if (lines > 0 && new ReadOnlySpan<byte>(text, length).IndexOf((byte)'\n') is >= 0 and var first && (first > 0 && text[first - 1] == '\r') != (returns > 0))
            return false;
        long places = (new ReadOnlySpan<byte>(text, length).Count((byte)'\n') + 1L) * columns;
        if (places * sizeof(TextSpan) > Math.Max(FewBytes, (long)PlacesToText * length))
            return false;
        fields = (TextSpan*)memory.Take(places * sizeof(TextSpan));
        Rows = CsvSplit.Rows(text, length, (byte)dialect.Delimiter, (byte)dialect.Quote, columns, fields);
        return Rows >= 0;
    }

    private void Hash()
    {
        hashes = (ulong*)memory.Take((long)Rows * sizeof(ulong));
        RowHash.Of(text, fields, columns, new Span<ulong>(hashes, Rows));
    }

    /// <summary>Reads times and numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Convert(CsvColumn column, int place)
    {
        read[place] = (nint)memory.Take((long)Rows * sizeof(long));
        long* into = Values(place, 0);
        ReadOnlySpan<byte> before = default;
        long known = Missing;
        int some = 0;
        TextSpan* field = fields + column.Slot;
        for (int row = 0; row < Rows; row++, field += columns)
        {
            if (field->IsNull)
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
            some += known == Missing ? 0 : 1;
        }

        filled[place] = some;
        return true;
    }

    /// <summary>Takes blanks from around texts, and .0 from numbers of spreadsheets; where there is nothing to take, the fields are the texts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Trim(CsvColumn column, int place)
    {
        TextSpan* field = fields + column.Slot, into = null;
        int some = 0;
        for (int row = 0; row < Rows; row++, field += columns)
        {
            TextSpan word = *field;
            if (!word.IsNull)
            {
                byte* first = text + word.Start;
                bool isBlank = *first <= ' ' || first[word.Length - 1] == ' ';
                if (isBlank || column.Kind == CsvColumnKind.WholeNumber)
                {
                    var whole = new ReadOnlySpan<byte>(first, word.Length);
                    if (isBlank ? !LineRead.Word(whole, out _) : (*first | first[word.Length - 1]) >= 0x80)
                        return false;
                    word = CsvValue.Word(column.Kind, whole);
                    if (!word.IsNull)
                        word = new TextSpan(word.Start + field->Start, word.Length);
                }
            }

            if (into == null && word != *field)
            {
                read[place] = (nint)memory.Take((long)Rows * sizeof(TextSpan));
                into = (TextSpan*)read[place];
                for (int i = 0; i < row; i++)
                    into[i] = fields[((long)i * columns) + column.Slot];
            }

            if (into != null)
                into[row] = word;
            some += word.IsNull ? 0 : 1;
        }

        filled[place] = some;
        return true;
    }
}
