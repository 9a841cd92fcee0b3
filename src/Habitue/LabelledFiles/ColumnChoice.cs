using System.Globalization;
using Habitue.Host;
using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.LabelledFiles;

/// <summary>Which columns of a file are learned from, and why others are not.</summary>
/// <param name="Frame">The columns that are learned from; all rows of the file.</param>
/// <param name="LeftOut">A sentence for each that is not.</param>
/// <param name="Id">The column whose values name the rows, when there is one.</param>
/// <param name="Best">The column that tells most alone: the naive rule that a model must beat.</param>
/// <param name="Suspect">A sentence on a column that tells so much more than all others that it may be known only afterwards; null when there is none.</param>
internal sealed record ColumnChoice(Frame Frame, IReadOnlyList<string> LeftOut, FileColumn? Id, SingleColumn Best, string? Suspect)
{
    /// <summary>A column that orders the rows this well alone knows the label: nothing that is known beforehand does.</summary>
    public const double Leaks = 0.99;

    /// <summary>A column that orders the rows so well alone, and so much better than the next one, is worth a question: is it known beforehand?</summary>
    private const double Suspicious = 0.8, FarAhead = 0.08;

    /// <summary>All that is to be said of the columns.</summary>
    public IEnumerable<string> Notes => Suspect is null ? LeftOut : LeftOut.Append(Suspect);

    /// <exception cref="UserMistakeException">An option names a column that is not there, or no column is left.</exception>
    public static ColumnChoice Of(FileTable table, LabelledFile file, FileLabel label, Seed seed, FitRun run)
    {
        var (without, keep) = (Named(table, file.Without, " to leave out"), Named(table, file.Keep, " to keep"));
        var (sentences, left, id) = (new List<string>(), new List<FileColumn>(), (FileColumn?)null);
        var labelColumn = table.Need(file.Label, "");
        foreach (var column in table.Columns.Where(column => column != labelColumn))
            if (without.Contains(column)) sentences.Add($"{column.Name} is left out as asked.");
            else left.Add(column);

        var frame = table.Frame(left, run.Cancel);
        var (used, singles) = (new List<FrameColumn>(), new List<SingleColumn>());
        foreach (var column in left)
        {
            if (frame.Columns.FirstOrDefault(one => one.Name == column.Name) is not { } values)
            {
                sentences.Add($"{column.Name} is left out: nothing can be learned from values of the type {column.Type.ToLowerInvariant()}.");
                continue;
            }
            var kept = keep.Contains(column);
            var different = Different(values);
            if (different <= 1)
            {
                sentences.Add($"{column.Name} is left out: it is the same in all rows.");
                continue;
            }
            if (!kept && IsId(values, different))
            {
                id ??= column;
                sentences.Add($"{column.Name} is left out: it is different in every row, so it names rows and tells nothing of others.");
                continue;
            }
            var single = SingleColumn.Of(values.Name, values.Take(label.Known), label.Targets, seed, run);
            if (!kept && single.Auc >= Leaks)
            {
                sentences.Add(string.Create(CultureInfo.InvariantCulture, $"{column.Name} is left out: this column alone predicts the label with AUC {Math.Floor(single.Auc * 1000) / 1000:0.000}, so it is probably known only afterwards; --keep {column.Name} learns from it all the same."));
                continue;
            }
            used.Add(values);
            singles.Add(single);
        }
        if (used.Count == 0) throw new UserMistakeException($"{file.Path} has no column left to learn from. {string.Join(" ", sentences)}");
        return new ColumnChoice(new Frame([.. used]), sentences, id, singles.MaxBy(one => one.Auc)!, Suspected(singles, [.. keep.Select(column => column.Name)]));
    }

    private static string? Suspected(IReadOnlyList<SingleColumn> singles, IReadOnlyList<string> kept)
    {
        var ordered = singles.OrderByDescending(one => one.Auc).ToArray();
        if (ordered[0].Auc < Suspicious || kept.Contains(ordered[0].Name) || (ordered.Length > 1 && ordered[0].Auc - ordered[1].Auc < FarAhead)) return null;
        var (name, auc) = (ordered[0].Name, Math.Floor(ordered[0].Auc * 1000) / 1000);
        return string.Create(CultureInfo.InvariantCulture, $"{name} alone predicts the label with AUC {auc:0.000}, far better than any other column: make sure that it is known beforehand. --without {name} leaves it out; --keep {name} says that it is.");
    }

    private static HashSet<FileColumn> Named(FileTable table, IReadOnlyList<string> names, string what) => [.. names.Select(name => table.Need(name, what))];

    private static int Different(FrameColumn column) => column switch
    {
        NumberColumn numbers => numbers.Values.ToArray().Distinct().Count(),
        TimeColumn times => times.Values.ToArray().Distinct().Count(),
        _ => Enumerable.Range(0, column.Rows).Select(row => column is TextColumn texts ? texts[row] : ((BooleanColumn)column)[row]?.ToString()).Distinct().Count(),
    };

    /// <summary>Texts that hardly ever repeat, and whole numbers that count the rows or are called a number and never repeat.</summary>
    private static bool IsId(FrameColumn column, int different)
    {
        if (column is TextColumn) return different >= 0.95 * column.Rows;
        if (column is not NumberColumn numbers || different < column.Rows) return false;
        var values = numbers.Values.ToArray();
        if (values.Any(value => value != Math.Floor(value))) return false;
        return values.Max() - values.Min() == values.Length - 1 || column.Name.EndsWith("id", StringComparison.OrdinalIgnoreCase) || column.Name.EndsWith("number", StringComparison.OrdinalIgnoreCase) || column.Name.EndsWith("key", StringComparison.OrdinalIgnoreCase);
    }
}
