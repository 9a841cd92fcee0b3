using Habitue.Duck;
using Habitue.Lake.Events;

namespace Habitue.Lake.Loading.Lines;

/// <summary>
/// Writes lines of JSON as rows into the staging table of events, as <see cref="StagingSql"/> does with those of a file. A line that
/// this cannot read with certainty is refused, and goes the way of files.
/// </summary>
internal sealed class LineRows : IDisposable
{
    private const string Source = "source", LineNumber = "line_no", Properties = "properties", MessageId = "message_id", Event = "event";
    private readonly LineShape shape;
    private readonly LineReader reader;
    private readonly DuckAppender appender;
    private readonly DuckColumnWriter source, lineNumber;
    private readonly DuckColumnWriter? properties;
    private readonly (Field Field, LineSource[] Sources, DuckColumnWriter Column)[] texts, values;
    private readonly int id;
    private long?[] read = new long?[64];

    public LineRows(DuckConnection warehouse, LineShape shape, StagedTable staged, int id)
    {
        (this.shape, this.id) = (shape, id);
        reader = new LineReader(shape);
        appender = warehouse.Appender(staged.Name);
        (source, lineNumber) = (appender[Source], appender[LineNumber]);
        properties = staged.Varying.Contains(Properties) ? appender[Properties] : null;
        var fields = staged.Stored.Select(f => (f, shape.Fields[f.Name], appender[f.Name])).ToArray();
        texts = [.. fields.Where(f => IsText(f.f))];
        values = [.. fields.Where(f => !IsText(f.f))];
    }

    private static bool IsText(Field field) => field.Type is FieldType.Id or FieldType.Text;

    /// <summary>Adds the rows of a line.</summary>
    /// <returns>How many; 0 for a line that goes the way of files.</returns>
    public int Add(ReadOnlySpan<byte> line)
    {
        if (!reader.Read(line))
            return 0;
        int rows = Math.Max(1, reader.Items);
        if (!Convert(rows) || !AreSure(rows))
            return 0;
        for (int row = 0; row < rows; row++)
            Append(row);
        return rows;
    }

    /// <summary>Reads the numbers and times of all rows, so that nothing is added of a line that cannot be read to its end.</summary>
    private bool Convert(int rows)
    {
        if (read.Length < rows * values.Length)
            read = new long?[rows * values.Length * 2];
        for (int row = 0, at = 0; row < rows; row++)
        {
            foreach ((Field field, LineSource[] sources, _) in values)
            {
                LineText text = TextOf(sources, row);
                read[at] = text.IsNone ? null : Value(field.Type, reader.Span(text));
                if (read[at++] is null && !text.IsNone && !LineRead.IsBlank(reader.Span(text)))
                    return false;
            }
        }

        return true;
    }

    /// <summary>The value as the column stores it.</summary>
    private static long? Value(FieldType type, ReadOnlySpan<byte> text) => type switch
    {
        FieldType.Time => LineRead.Time(text),
        FieldType.Money => LineRead.Money(text),
        FieldType.Number => LineRead.Number(text) is { } number ? BitConverter.DoubleToInt64Bits(number) : null,
        _ => null,
    };

    private bool AreSure(int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            foreach ((Field field, LineSource[] sources, _) in texts)
            {
                if (TextOf(sources, row) is not { IsNone: false } text)
                    continue;
                if (!LineRead.Word(reader.Span(text), out ReadOnlySpan<byte> word))
                    return false;
                bool isSure = true;
                if (field.Name == Event)
                    LineRead.Alias(word, out isSure);
                if (!isSure)
                    return false;
            }
        }

        return true;
    }

    private LineText TextOf(LineSource[] sources, int row)
    {
        for (int i = 0; i < sources.Length; i++)
            if (reader.Text(sources[i], row) is { IsNone: false } text)
                return text;
        return LineText.None;
    }

    private void Append(int row)
    {
        int at = appender.AddRow();
        source.Set(at, id);
        lineNumber.Set(at, row + 1);
        properties?.SetUtf8(at, reader.Span(reader.Properties));
        foreach ((Field field, LineSource[] sources, DuckColumnWriter column) in texts)
            Append(field, column, at, row, TextOf(sources, row));
        for (int i = 0; i < values.Length; i++)
        {
            DuckColumnWriter column = values[i].Column;
            if (read[row * values.Length + i] is not { } value)
                column.SetNull(at);
            else if (values[i].Field.Type == FieldType.Number)
                column.Set(at, BitConverter.Int64BitsToDouble(value));
            else
                column.Set(at, value);
        }
    }

    private void Append(Field field, DuckColumnWriter column, int at, int row, LineText text)
    {
        ReadOnlySpan<byte> word = [];
        if (text.IsNone || !LineRead.Word(reader.Span(text), out word) || word.IsEmpty)
        {
            column.SetNull(at);
            return;
        }

        if (field.Name == Event && LineRead.Alias(word, out _) is { } alias)
            word = alias;
        if (field.Name == MessageId && shape.Array is not null && row > 0)
            column.SetUtf8(at, [.. word, .. System.Text.Encoding.ASCII.GetBytes($"#{row + 1}")]);
        else
            column.SetUtf8(at, word);
    }

    /// <summary>The rows are in the table afterwards.</summary>
    public void Dispose() => appender.Dispose();
}
