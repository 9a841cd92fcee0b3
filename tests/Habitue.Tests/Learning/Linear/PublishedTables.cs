using System.Globalization;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Linear;

/// <summary>The sets of the shared reference results: columns of numbers and of texts, and the answer that is to be foretold.</summary>
internal static class PublishedTables
{
    /// <param name="path">The file under the shared folder.</param>
    /// <param name="separator">What stands between values.</param>
    /// <param name="target">The column that is foretold; 1 where it is <paramref name="yes"/>.</param>
    /// <param name="yes">The text of a yes.</param>
    /// <param name="texts">Columns of numbers that are names in truth.</param>
    /// <param name="without">Columns left out.</param>
    public static (Frame Rows, double[] Truth) Read(string path, char separator, string target, string yes, string[]? texts = null, params string[] without)
    {
        string[][] lines = [.. File.ReadLines(SharedData.Require(path)).Where(line => line.Length > 0).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(separator))];
        var named = !path.EndsWith(".data", StringComparison.Ordinal);
        string[] names = named ? lines[0] : [.. Enumerable.Range(0, lines[0].Length).Select(c => $"a{c}")];
        lines = named ? lines[1..] : lines;
        var columns = new List<FrameColumn>();
        for (var c = 0; c < names.Length; c++)
        {
            if (names[c] == target || without.Contains(names[c])) continue;
            // A blank among numbers is 0: Telco's TotalCharges of customers who came this month.
            string[] values = [.. lines.Select(line => line[c].Trim() is { Length: > 0 } text ? text : "0")];
            var numbers = texts?.Contains(names[c]) != true && values.All(value => double.TryParse(value, CultureInfo.InvariantCulture, out _));
            columns.Add(numbers ? new NumberColumn(names[c], [.. values.Select(value => double.Parse(value, CultureInfo.InvariantCulture))]) : new TextColumn(names[c], values));
        }

        var at = Array.IndexOf(names, target);
        return (new Frame(columns), [.. lines.Select(line => line[at] == yes ? 1.0 : 0)]);
    }

    /// <summary>The folds of the reference results: the running number of the row among rows of its own label, modulo ten.</summary>
    public static int[] Folds(double[] truth)
    {
        var (seen, folds) = (new int[2], new int[truth.Length]);
        for (var r = 0; r < folds.Length; r++) folds[r] = seen[(int)truth[r]]++ % 10;
        return folds;
    }
}
