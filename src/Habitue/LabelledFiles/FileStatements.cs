using System.Globalization;
using Habitue.Learning.Data;
using Habitue.Prediction;

namespace Habitue.LabelledFiles;

/// <summary>Statements that can be made about the rows of any file: a text is this one, a number is among the lower or the higher third.</summary>
internal static class FileStatements
{
    private const int MostTexts = 12;

    public static IEnumerable<Statement> Of(Frame rows)
    {
        foreach (var column in rows.Columns)
            switch (column)
            {
                case NumberColumn numbers:
                    foreach (var statement in OfNumbers(numbers)) yield return statement;
                    break;
                case BooleanColumn truths:
                    yield return new Statement(column.Name, $"{column.Name} is true", [.. Enumerable.Range(0, rows.Rows).Select(row => truths[row] == true)]);
                    break;
                case TextColumn texts:
                    foreach (var (text, _) in Enumerable.Range(0, rows.Rows).Select(row => texts[row]).Where(text => text is not null).CountBy(text => text!).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Take(MostTexts))
                        yield return new Statement(column.Name, $"{column.Name} is {text}", [.. Enumerable.Range(0, rows.Rows).Select(row => texts[row] == text)]);
                    break;
            }
    }

    private static IEnumerable<Statement> OfNumbers(NumberColumn column)
    {
        var values = column.Values.ToArray();
        var known = values.Where(value => !double.IsNaN(value)).Order().ToArray();
        if (known.Length < 3) yield break;
        if (known.Distinct().Take(3).Count() == 2)
        {
            yield return new Statement(column.Name, $"{column.Name} is {Short(known[^1])}", Array.ConvertAll(values, value => value == known[^1]));
            yield break;
        }
        var (low, high) = (known[(known.Length - 1) / 3], known[(known.Length - 1) * 2 / 3]);
        if (low < known[^1]) yield return new Statement(column.Name, $"{column.Name} is at most {Short(low)}", Array.ConvertAll(values, value => value <= low));
        if (high > known[0]) yield return new Statement(column.Name, $"{column.Name} is at least {Short(high)}", Array.ConvertAll(values, value => value >= high));
    }

    private static string Short(double value) => value.ToString(Math.Abs(value) >= 1000 ? "N0" : "0.##", CultureInfo.InvariantCulture);
}
