using System.Globalization;
using ExcelDataReader;

namespace Habitue.Lake.Sources.Excel;

/// <summary>What a cell says, and whether it was a text rather than a number, date or truth value.</summary>
internal readonly record struct ExcelCell(string? Text, bool IsText)
{
    public bool IsFilled => Text is not null;
}

/// <summary>
/// Writes a sheet's values the way every country reads them: ISO dates, numbers with a point, true and false.
/// A formula counts as the value that was last computed for it; the reader gives an error such as #N/A as empty.
/// </summary>
internal sealed class ExcelCells(IExcelDataReader reader)
{
    // Excel has no times without a date; it shows a time of day as a time on day 0.
    private static readonly DateTime FirstDay = new(1900, 1, 1);

    /// <summary>The reader's current row.</summary>
    public ExcelCell[] Row()
    {
        var row = new ExcelCell[reader.FieldCount];
        for (int i = 0; i < row.Length; i++)
        {
            object? value = reader.GetValue(i);
            if (value is not string text)
                row[i] = value is null ? default : new(Written(value, i), false);
            else
                row[i] = string.IsNullOrWhiteSpace(text) ? default : new(text, true);
        }

        return row;
    }

    private string Written(object value, int column) => value switch
    {
        double number => Number(number, column),
        DateTime time when time < FirstDay => TimeOfDay(time),
        DateTime time when time.TimeOfDay == TimeSpan.Zero && !ShowsTime(column) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private string Number(double number, int column)
    {
        // A whole number is written out: 1E+15 as an order number would not be found again.
        if (number != Math.Floor(number) || Math.Abs(number) >= 9e18)
            return number.ToString("R", CultureInfo.InvariantCulture);
        // A format of zeros only (00000) is how Excel keeps the leading zeros of codes.
        string? format = reader.GetNumberFormatString(column);
        return format is { Length: > 1 } && format.AsSpan().TrimStart('0').IsEmpty
            ? ((long)number).ToString(format, CultureInfo.InvariantCulture)
            : ((long)number).ToString(CultureInfo.InvariantCulture);
    }

    private static string TimeOfDay(DateTime time) => time.ToString("HH:mm:ss.FFF", CultureInfo.InvariantCulture);

    private bool ShowsTime(int column) =>
        reader.GetNumberFormatString(column)?.Contains('h', StringComparison.OrdinalIgnoreCase) == true;
}
