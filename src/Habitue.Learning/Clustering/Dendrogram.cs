namespace Habitue.Learning.Clustering;

/// <summary>One merge of a <see cref="Dendrogram"/>.</summary>
/// <param name="Left">The lower of the two numbers: a row, or from the number of rows on a merge, counted from there.</param>
/// <param name="Right">The higher of the two numbers.</param>
/// <param name="Height">How far apart the two were.</param>
/// <param name="Rows">How many rows are together now.</param>
public readonly record struct Merge(int Left, int Right, double Height, int Rows);

/// <summary>
/// How clusters contain each other: from single rows up to all rows in one cluster, in the order of rising height.
/// The numbers are those of scipy's linkage matrix.
/// </summary>
public sealed class Dendrogram
{
    private readonly Merge[] merges;

    internal Dendrogram(Merge[] merges) => this.merges = merges;

    /// <summary>How many rows there are.</summary>
    public int Rows => merges.Length + 1;

    /// <summary>One less than there are rows, by rising height.</summary>
    public IReadOnlyList<Merge> Merges => merges;

    /// <summary>The cluster of each row when there are so many; clusters are numbered in the order of their first rows.</summary>
    /// <param name="clusters">From 1 to the number of rows.</param>
    public int[] Cut(int clusters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clusters, Rows);
        var parents = new int[Rows + merges.Length];
        for (var i = 0; i < parents.Length; i++) parents[i] = i;
        for (var m = 0; m < Rows - clusters; m++) parents[merges[m].Left] = parents[merges[m].Right] = Rows + m;
        for (var i = parents.Length - 1; i >= 0; i--) parents[i] = parents[parents[i]]; // merges come after what they merge
        var (labels, numbers, next) = (new int[Rows], new int[parents.Length], 0);
        for (var row = 0; row < Rows; row++)
        {
            ref var number = ref numbers[parents[row]];
            if (number == 0) number = ++next;
            labels[row] = number - 1;
        }

        return labels;
    }

    /// <summary>The cluster of each row when only merges at this height or below count.</summary>
    public int[] CutAt(double height) => Cut(ClustersAt(height));

    /// <summary>How many clusters there are when only merges at this height or below count.</summary>
    public int ClustersAt(double height) => Rows - merges.Count(merge => merge.Height <= height);

    /// <summary>Merges of clusters that are named by any of their rows, in any order in which none comes before those it contains.</summary>
    internal static Dendrogram Of(int rows, List<(int A, int B, double Height)> found)
    {
        (int A, int B, double Height)[] sorted = [.. found.OrderBy(merge => merge.Height)]; // a stable sort
        var (merges, parents, names, sizes) = (new Merge[rows - 1], new int[rows], new int[rows], new int[rows]);
        for (var row = 0; row < rows; row++) (parents[row], names[row], sizes[row]) = (row, row, 1);
        for (var m = 0; m < merges.Length; m++)
        {
            var (a, b) = (Root(parents, sorted[m].A), Root(parents, sorted[m].B));
            if (sizes[a] < sizes[b]) (a, b) = (b, a);
            sizes[a] += sizes[b];
            parents[b] = a;
            merges[m] = new Merge(Math.Min(names[a], names[b]), Math.Max(names[a], names[b]), sorted[m].Height, sizes[a]);
            names[a] = rows + m;
        }

        return new Dendrogram(merges);
    }

    private static int Root(int[] parents, int row)
    {
        while (parents[row] != row) row = parents[row] = parents[parents[row]];
        return row;
    }
}
