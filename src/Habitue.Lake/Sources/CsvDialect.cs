using System.Text;

namespace Habitue.Lake.Sources;

/// <summary>How a delimited text is written; found by looking at its first records.</summary>
/// <param name="Delimiter">The separator; a space means any run of blanks (fixed-width tables).</param>
/// <param name="Quote">The quote mark.</param>
/// <param name="SkippedLines">Lines above the header that are no data, such as a title.</param>
/// <param name="HasHeader">Whether the first record names the columns.</param>
/// <param name="Columns">The columns' names: unique, never empty; column1 … when the text has none.</param>
public sealed record CsvDialect(char Delimiter, char Quote, int SkippedLines, bool HasHeader, IReadOnlyList<string> Columns)
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Looks at the head of a text.</summary>
    /// <returns>The dialect and the records of the head (without the header), or null when there is nothing to look at.</returns>
    public static (CsvDialect Dialect, IReadOnlyList<string[]> Records)? Look(string head, bool isWhole)
    {
        if (string.IsNullOrWhiteSpace(head))
            return null;
        (char delimiter, char quote, List<string[]> records) = Choose(head, isWhole);
        int width = ModalWidth(records);
        int title = 0;
        while (title < records.Count - 1 && title < 20 && IsTitle(records[title], width))
            title++;
        int skippedLines = title == 0 ? 0 : LinesOf(head, title, delimiter, quote);
        records.RemoveRange(0, title);
        bool hasHeader = IsHeader(records[0], records.Count > 1 ? records[1] : null);
        IReadOnlyList<string> columns = hasHeader
            ? UniqueNames(records[0])
            : [.. Enumerable.Range(1, width).Select(i => $"column{i}")];
        if (hasHeader)
            records.RemoveAt(0);
        return (new CsvDialect(delimiter, quote, skippedLines, hasHeader, columns), records);
    }

    /// <summary>Splits a text into records: quotes may hold separators, line ends and doubled quotes.</summary>
    public static List<string[]> Split(string text, char delimiter, char quote, int most, bool isWhole)
    {
        var records = new List<string[]>();
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false, anything = false;
        for (int i = 0; i < text.Length && records.Count < most; i++)
        {
            char c = text[i];
            if (quoted)
            {
                if (c != quote)
                    field.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == quote)
                    field.Append(text[++i]);
                else
                    quoted = false;
            }
            else if (c == quote && field.Length == 0)
                (quoted, anything) = (true, true);
            else if (c == delimiter)
            {
                Next();
                anything = true;
            }
            else if (c is '\n' or '\r')
            {
                if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                    i++;
                EndRecord();
            }
            else
            {
                field.Append(c);
                anything = true;
            }
        }

        if (isWhole && records.Count < most)
            EndRecord();
        return records;

        void Next()
        {
            fields.Add(field.ToString());
            field.Clear();
        }

        void EndRecord()
        {
            if (anything)
            {
                Next();
                records.Add([.. fields]);
            }

            fields.Clear();
            anything = false;
        }
    }

    private static (char, char, List<string[]>) Choose(string head, bool isWhole)
    {
        (char, char, List<string[]>)? best = null;
        double bestScore = 0;
        foreach (char delimiter in Delimiters)
        {
            foreach (char quote in "\"'")
            {
                List<string[]> records = Split(head, delimiter, quote, 200, isWhole);
                if (records.Count == 0)
                    continue;
                int width = ModalWidth(records);
                double steady = records.Count(r => r.Length == width) / (double)records.Count;
                double score = width < 2 ? 0 : steady * steady * (1 + Math.Log(width)) * (quote == '"' ? 1 : 0.9);
                if (score > bestScore)
                    (best, bestScore) = ((delimiter, quote, records), score);
            }
        }

        if (best is { } found)
            return found;
        List<string[]> blanks = [.. head.Split('\n').Take(200)
            .Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(r => r.Length > 0)];
        int columns = blanks.Count == 0 ? 0 : ModalWidth(blanks);
        if (columns >= 3 && blanks.Count(r => r.Length == columns) >= blanks.Count - 1)
            return (' ', '"', blanks);
        List<string[]> single = Split(head, ',', '"', 200, isWhole);
        return (',', '"', single.Count > 0 ? single : [[head]]);
    }

    private static int ModalWidth(List<string[]> records) =>
        records.GroupBy(r => r.Length).OrderByDescending(g => g.Count()).ThenByDescending(g => g.Key).First().Key;

    /// <summary>Fewer filled cells than half the table is wide: words above a table, not a row of it.</summary>
    private static bool IsTitle(string[] record, int width) => width > 2 && record.Count(f => f.Trim().Length > 0) * 2 < width;

    private static int LinesOf(string head, int records, char delimiter, char quote)
    {
        int lines = 0, at = 0;
        while (at < head.Length)
        {
            int end = head.IndexOf('\n', at);
            at = end < 0 ? head.Length : end + 1;
            lines++;
            if (Split(head[..at], delimiter, quote, records + 1, isWhole: true).Count == records)
            {
                // Blank lines below the title belong to it.
                while (at < head.Length && (head[at] == '\n' || head[at] == '\r'))
                {
                    lines += head[at] == '\n' ? 1 : 0;
                    at++;
                }

                return lines;
            }
        }

        return lines;
    }

    /// <summary>A header names things: no cell is a number or a date, most are filled, and none repeats the row below.</summary>
    private static bool IsHeader(string[] first, string[]? second)
    {
        if (first.All(f => f.Trim().Length == 0) || first.Any(f => f.Length > 0 && f.Any(char.IsDigit) && LooksLikeValue(f)))
            return false;
        return second is null || !first.AsSpan().SequenceEqual(second);
    }

    private static bool LooksLikeValue(string cell) =>
        double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _) ||
        DateTime.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _);

    private static List<string> UniqueNames(string[] header)
    {
        var names = new List<string>(header.Length);
        for (int i = 0; i < header.Length; i++)
        {
            string name = header[i].Trim().Trim('\uFEFF').Trim();
            if (name.Length == 0)
                name = $"column{i + 1}";
            string unique = name;
            for (int n = 2; names.Contains(unique, StringComparer.OrdinalIgnoreCase); n++)
                unique = $"{name}_{n}";
            names.Add(unique);
        }

        return names;
    }
}
