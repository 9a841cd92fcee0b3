namespace Habitue.Lake.Sources.Excel;

/// <summary>Finds the row of column names under the titles, notes and dates that people write above a table.</summary>
internal static class ExcelHeader
{
    /// <returns>The row's index, or -1 when no row looks like column names.</returns>
    public static int Find(IReadOnlyList<ExcelCell[]> rows, ExcelMerges merges)
    {
        // How many cells a data row fills: the median of the rows below, so that neither titles nor gaps decide it.
        int[] filled = [.. rows.Select(r => r.Count(c => c.IsFilled))];
        int[] candidates = [.. Enumerable.Range(0, rows.Count).Where(i => IsNames(rows[i]) && !merges.SpansColumns(i))];
        foreach (int i in candidates)
        {
            // The first column of an exported table is often a row number without a name.
            int names = filled[i] + (IsNamelessFirst(rows, i) ? 1 : 0);
            if (names >= Median(filled.Skip(i + 1)))
                return i;
        }

        // Some columns have no name: take the first row that names most of them.
        return candidates.FirstOrDefault(i => filled[i] >= 0.6 * Median(filled.Skip(i + 1)), -1);
    }

    /// <summary>One name per column, none twice (whatever its case), nameless columns called by their letter.</summary>
    public static string[] Names(ExcelCell[] header, ExcelExtent columns)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. Enumerable.Range(columns.First, columns.Last - columns.First + 1).Select(c =>
            {
                string name = c < header.Length && header[c].Text is { } text
                    ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                    : $"column_{Letter(c)}";
                string unique = name;
                for (int i = 2; !taken.Add(unique); i++)
                    unique = $"{name}_{i}";
                return unique;
            })
        ];
    }

    private static bool IsNames(ExcelCell[] row)
    {
        int texts = row.Count(c => c.IsText);
        return texts >= 2 && texts * 2 > row.Count(c => c.IsFilled);
    }

    private static bool IsNamelessFirst(IReadOnlyList<ExcelCell[]> rows, int i)
    {
        int first = Array.FindIndex(rows[i], c => c.IsFilled);
        return first > 0 && i + 1 < rows.Count && rows[i + 1][first - 1].IsFilled;
    }

    private static int Median(IEnumerable<int> filled)
    {
        int[] sorted = [.. filled.Where(f => f > 0).Order()];
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }

    private static string Letter(int column) =>
        column < 26 ? ((char)('A' + column)).ToString() : Letter(column / 26 - 1) + Letter(column % 26);
}
