using System.Globalization;
using Habitue.Duck;
using Habitue.Host;
using Habitue.Insights;

namespace Habitue.Value;

/// <summary>
/// An external series, such as an index of prices or the weather: dates and values. At a moment only what is dated before it, and
/// published by then, is known; what is said about the moment comes from that alone.
/// </summary>
internal sealed class ValueSeries(DateTime[] dates, double[] values, int lagDays)
{
    private const string Table = "value_series";
    private const int LeastRows = 3;

    public int Count => dates.Length;

    public DateTime First => dates[0];

    public DateTime Last => dates[^1];

    /// <summary>The series that the home keeps; null when it has none.</summary>
    public static ValueSeries? Read(DuckConnection warehouse, int lagDays)
    {
        if (!warehouse.Has(Table)) return null;
        var rows = warehouse.Rows<(DateTime Date, double Value)>($"SELECT date, value FROM {Table} ORDER BY date");
        return rows.Count == 0 ? null : new ValueSeries([.. rows.Select(row => row.Date)], [.. rows.Select(row => row.Value)], lagDays);
    }

    /// <summary>Reads a CSV of date and value, with or without a heading.</summary>
    /// <exception cref="UserMistakeException">It is none; the message says where.</exception>
    public static ValueSeries Parse(string path)
    {
        if (!File.Exists(path)) throw new UserMistakeException($"{path}: there is no such file; --series takes a CSV of date and value.");
        var known = new SortedDictionary<DateTime, double>();
        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var cells = line.TrimStart('\uFEFF').Split(line.Contains(';', StringComparison.Ordinal) ? ';' : ',', StringSplitOptions.TrimEntries);
            UserMistakeException Wrong(string what) => new($"{path}, line {number + 1}: {what}; a series has two columns, a date such as 2011-12-31 and a number.");
            if (cells.Length != 2) throw Wrong(cells.Length == 1 ? "there is 1 column" : $"there are {cells.Length} columns");
            if (!DateTime.TryParseExact(cells[0].Trim('"'), ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date))
            {
                if (number == 0) continue;   // the heading
                throw Wrong($"'{cells[0]}' is no date");
            }
            if (!double.TryParse(cells[1].Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) throw Wrong($"'{cells[1]}' is no number");
            if (!known.TryAdd(date, value)) throw Wrong($"{date:yyyy-MM-dd} is there twice");
        }
        if (known.Count < LeastRows) throw new UserMistakeException($"{path}: a series needs at least {LeastRows} dates; there {(known.Count == 1 ? "is 1" : $"are {known.Count}")}.");
        return new ValueSeries([.. known.Keys], [.. known.Values], 0);
    }

    public void Write(DuckConnection warehouse)
    {
        using var transaction = warehouse.Begin();
        warehouse.Execute($"CREATE OR REPLACE TABLE {Table} (date TIMESTAMP, value DOUBLE)");
        using (var rows = warehouse.Appender(Table)) rows.Append(dates, values);
        transaction.Commit();
    }

    public static void Forget(DuckConnection warehouse) => warehouse.Execute($"DROP TABLE IF EXISTS {Table}");

    /// <summary>What is known of it at a moment: the last value, and the mean of the days before less that of as many days earlier, 0 where it does not reach back so far.</summary>
    public IEnumerable<(string Name, double Value)> At(DateTime moment, int days)
    {
        var known = moment.AddDays(-lagDays);
        var end = Array.BinarySearch(dates, known) is var at && at >= 0 ? at : ~at;   // what is dated at the very moment is not known before it
        double Mean(DateTime from, DateTime until)
        {
            var (sum, count) = (0.0, 0);
            for (var i = 0; i < end; i++)
                if (dates[i] >= from && dates[i] < until) (sum, count) = (sum + values[i], count + 1);
            return count > 0 ? sum / count : double.NaN;
        }
        yield return ("series_last", end > 0 ? values[end - 1] : double.NaN);
        yield return ("series_change", Mean(known.AddDays(-days), known) - Mean(known.AddDays(-2 * days), known.AddDays(-days)) is var change && double.IsFinite(change) ? change : 0);
    }

    /// <summary>A series that ends before the moments that learning looks at says nothing.</summary>
    /// <exception cref="NotReadyException">It does not reach the first moment.</exception>
    public void MustReach(DateTime moment)
    {
        if (dates[0].AddDays(lagDays) >= moment) throw new NotReadyException($"the external series begins on {dates[0]:yyyy-MM-dd}, after the first moment to learn from, {moment:yyyy-MM-dd}; bring an earlier one or remove it with `habitue value --no-series`.");
    }
}
