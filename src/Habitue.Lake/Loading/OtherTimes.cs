using Habitue.Duck;
using Habitue.Lake.Events;
using Habitue.Lake.Mapping;

namespace Habitue.Lake.Loading;

/// <summary>
/// Files whose times their mapping cannot read while another way reads all of them: the export has changed since the mapping was
/// kept. What they hold is in the quarantine; a sentence for each says what to write into the mapping to bring it back.
/// </summary>
internal static class OtherTimes
{
    private const string Rule = "unparsable-value", Ending = "' is no time";

    /// <summary>Values of a file that are looked at.</summary>
    private const int Most = 500;

    private sealed record Found(TableSet Set, string Column, string? Kept, string Written, string? Rival, string Example, string Address);

    public static IEnumerable<string> Of(DuckConnection warehouse, IReadOnlyList<long> loads, IReadOnlyList<TableSet> sets)
    {
        // Where fewer rows than half are set aside, they are the odd ones and not the file.
        IReadOnlyList<(int Source, string Reason)> found = warehouse.Rows<(int Source, string Reason)>($"""
            SELECT source, reason FROM quarantine
            WHERE rule = '{Rule}' AND load IN ({string.Join(",", loads)}) AND source IN (SELECT source FROM sources WHERE 2 * rejected >= rows)
            QUALIFY ROW_NUMBER() OVER (PARTITION BY source ORDER BY source_row) <= {Most}
            """);
        if (found.Count == 0)
            return [];
        ILookup<int, string> reasons = found.ToLookup(row => row.Source, row => row.Reason);
        return sets.SelectMany(set => set.Files.SelectMany(file => InFile(set, file, [.. reasons[file.Id]])))
            .GroupBy(one => (one.Set.MappingFile, one.Column, one.Written, one.Rival)).Select(group => Sentence([.. group]));
    }

    private static IEnumerable<Found> InFile(TableSet set, LoadFile file, IReadOnlyList<string> reasons)
    {
        foreach (Field field in set.Mapping.Entity.Fields.Where(f => f.Type is FieldType.Time or FieldType.Date && set.Mapping.For(f.Name).Any()))
        {
            ColumnMapping[] columns = [.. set.Mapping.For(field.Name)];
            string name = string.Join(" or ", columns.Select(c => c.Column).Distinct()), start = name + " '";
            string[] values = [.. reasons.SelectMany(r => r.Split("; ")).Where(r => r.StartsWith(start, StringComparison.Ordinal) && r.EndsWith(Ending, StringComparison.Ordinal))
                .Select(r => r[start.Length..^Ending.Length])];
            if (values.Length == 0)
                continue;
            (string? way, double share, string? rival) = ReadAs.Find(field.Type, values);
            if (share == 1 && way != columns[0].ReadAs)
                yield return new Found(set, name, columns[0].ReadAs, way ?? ReadAs.Iso, rival, values[0], file.Source.Address);
        }
    }

    private static string Sentence(IReadOnlyList<Found> files)
    {
        Found one = files[0];
        string more = files.Count == 1 ? "" : $" and {files.Count - 1} more";
        string doubt = one.Rival is null ? "" : $" or {one.Rival}, its values do not tell which,";
        // Whatever the pattern, ISO is read beside it.
        string others = one.Kept is null or ReadAs.Iso ? "" : $" (files written as {one.Kept} need a mapping of their own then, --mapping FILE)";
        return $"{one.Address}{more}: '{one.Column}' is written as {one.Written}{doubt} such as '{one.Example}', but {one.Set.MappingFile} reads it as {one.Kept ?? ReadAs.Iso}; "
            + $"write \"read_as\": \"{one.Written}\" for that column there{others}, then `habitue quality export FILE --rule {Rule}` and `habitue quality replay FILE` bring the rows in";
    }
}
