using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning;

/// <summary>Rows around centres that are known by construction.</summary>
internal static class Blobs
{
    /// <summary>Row r lies within <paramref name="width"/> of the corner r % centres of a grid with steps of 10.</summary>
    public static Matrix Of(int rows, int columns, int centres, double width = 1, int seed = 1)
    {
        var random = new Seed((ulong)seed).For(0);
        var x = new Matrix(rows, [.. Enumerable.Range(0, columns).Select(c => $"c{c}")]);
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++)
                x[r, c] = (float)((10 * Corner(r % centres, c)) + (width * ((2 * random.NextDouble()) - 1)));
        return x;
    }

    /// <summary>Whether two labellings divide the rows the same way, whatever the numbers of the groups.</summary>
    public static bool Same(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        var pairs = a.Zip(b).Distinct().ToArray();
        return pairs.Length == a.Distinct().Count() && pairs.Length == b.Distinct().Count();
    }

    private static int Corner(int centre, int column) => (centre >> (column % 4)) & 1;
}
