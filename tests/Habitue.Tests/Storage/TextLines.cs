using System.Globalization;
using Habitue.Duck;

namespace Habitue.Tests.Storage;

/// <summary>A result as lines of text, for tests that write down what they expect.</summary>
internal static class TextLines
{
    public static IReadOnlyList<string> Of(DuckConnection connection, string sql)
    {
        using DuckResult result = connection.Query(sql);
        var lines = new List<string>();
        foreach (DuckChunk chunk in result.Chunks())
            for (int row = 0; row < chunk.Count; row++)
            {
                var cells = new string[result.Columns.Count];
                for (int column = 0; column < cells.Length; column++)
                    cells[column] = Cell(chunk[column].GetValue(row));
                lines.Add(string.Join('|', cells));
            }
        return lines;
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        decimal number => number.ToString("0.####", CultureInfo.InvariantCulture),
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool truth => truth ? "yes" : "no",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
