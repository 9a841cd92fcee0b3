namespace Habitue.Learning.Statistics;

/// <summary>The rows in which some columns have values.</summary>
internal sealed class ComparedRows
{
    private readonly bool[] has;

    private ComparedRows(bool[] has)
    {
        this.has = has;
        var count = has.AsSpan().Count(true);
        (Rows, IsAll) = (new int[count], count == has.Length);
        for (int row = 0, next = 0; row < has.Length; row++)
            if (has[row]) Rows[next++] = row;
    }

    /// <summary>The rows, rising.</summary>
    public int[] Rows { get; }

    /// <summary>Whether no row is left out.</summary>
    public bool IsAll { get; }

    /// <summary>Whether a row is among them.</summary>
    public bool Has(int row) => has[row];

    /// <summary>The rows that are among others too.</summary>
    public ComparedRows And(ComparedRows other)
    {
        if (ReferenceEquals(this, other) || other.IsAll) return this;
        if (IsAll) return other;
        var both = new bool[has.Length];
        for (var row = 0; row < both.Length; row++) both[row] = has[row] & other.has[row];
        return new ComparedRows(both);
    }

    /// <summary>Puts columns together that lack values (NaN) in the same rows; groups and their columns are in the order of the columns.</summary>
    public static IReadOnlyList<(int[] Columns, ComparedRows Rows)> Groups(float[][] columns, int rows)
    {
        var (masks, members) = (new List<bool[]>(), new List<List<int>>());
        for (var c = 0; c < columns.Length; c++)
        {
            var column = columns[c];
            var mask = new bool[rows];
            for (var row = 0; row < rows; row++) mask[row] = !float.IsNaN(column[row]);
            var at = masks.FindIndex(known => known.AsSpan().SequenceEqual(mask));
            if (at < 0)
            {
                at = masks.Count;
                masks.Add(mask);
                members.Add([]);
            }

            members[at].Add(c);
        }

        return [.. masks.Select((mask, i) => (members[i].ToArray(), new ComparedRows(mask)))];
    }
}
