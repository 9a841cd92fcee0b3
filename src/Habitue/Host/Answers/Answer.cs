using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Habitue.Duck;

namespace Habitue.Host.Answers;

/// <summary>Writes what a query gave as a table for people, or as CSV (RFC 4180) or JSON for programs. CSV and JSON are streamed.</summary>
internal static class Answer
{
    public static readonly string[] Formats = ["table", "csv", "json"];

    /// <param name="limit">Rows that a table shows at most; CSV and JSON always hold all.</param>
    public static void Write(Terminal terminal, DuckResult result, string format, int limit, CancellationToken cancel)
    {
        switch (format)
        {
            case "csv": WriteCsv(terminal.Out, result, long.MaxValue, cancel); break;
            case "json": WriteJson(terminal.Out, result, cancel); break;
            default: WriteTable(terminal, result, limit, cancel); break;
        }
    }

    private static void WriteTable(Terminal terminal, DuckResult result, int limit, CancellationToken cancel)
    {
        var grid = new Grid([.. result.Columns.Select(column => new GridColumn(column.Name, Cell.IsNumber(column.Type)))]);
        long count = 0;
        foreach (var row in Rows(result, cancel))
            if (++count <= limit)
                grid.Add([.. row.Select(Cell.Text)]);
        grid.Write(terminal.Out, terminal.Width);
        terminal.Say(count <= limit ? $"{Count(count)}" : $"{Count(count)}, {limit:N0} shown (--limit N shows more, --format csv all)");
    }

    private static string Count(long rows) => rows == 1 ? "1 row" : $"{rows:N0} rows";

    /// <summary>Writes the first rows as CSV; says whether there were more.</summary>
    public static bool WriteCsv(TextWriter output, DuckResult result, long most, CancellationToken cancel)
    {
        long count = 0;
        output.WriteLine(string.Join(',', result.Columns.Select(column => Quoted(column.Name))));
        var line = new StringBuilder();
        foreach (var row in Rows(result, cancel))
        {
            if (++count > most) return true;
            line.Clear();
            for (var i = 0; i < row.Length; i++)
            {
                if (i > 0) line.Append(',');
                // Empty is NULL; an empty text is written as "", so that the two can be told apart.
                if (row[i] is not null) line.Append(row[i] is "" ? "\"\"" : Quoted(Cell.Text(row[i])));
            }
            output.WriteLine(line);
        }
        return false;
    }

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static void WriteJson(TextWriter output, DuckResult result, CancellationToken cancel)
    {
        var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var first = true;
        output.Write('[');
        foreach (var row in Rows(result, cancel))
        {
            output.Write(first ? "\n" : ",\n");
            first = false;
            json.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
            {
                json.WritePropertyName(result.Columns[i].Name);
                Cell.Json(json, row[i]);
            }
            json.WriteEndObject();
            json.Flush();
            output.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
            buffer.SetLength(0);
            json.Reset();
        }
        output.WriteLine(first ? "]" : "\n]");
    }

    /// <summary>The rows, one by one.</summary>
    public static IEnumerable<object?[]> Rows(DuckResult result, CancellationToken cancel)
    {
        while (result.NextChunk() is { } chunk)
        {
            cancel.ThrowIfCancellationRequested();
            for (var row = 0; row < chunk.Count; row++)
            {
                var values = new object?[result.Columns.Count];
                for (var column = 0; column < values.Length; column++) values[column] = chunk[column].GetValue(row);
                yield return values;
            }
        }
    }
}
