using System.Text.Json;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Learning.Clustering;

/// <summary>What scikit-learn and scipy make of the rows in tests/reference/clustering.json; the script beside it says how.</summary>
internal static class ClusteringReference
{
    public static JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Folder, "tests", "reference", "clustering.json"))).RootElement;

    /// <summary>120 rows of three groups in three columns.</summary>
    public static Matrix Groups() => Rows(Root.GetProperty("groups"), 3);

    public static Matrix Rows(JsonElement values, int columns)
    {
        var (all, names) = (Doubles(values), Enumerable.Range(0, columns).Select(c => $"c{c}").ToArray());
        var x = new Matrix(all.Length / columns, names);
        for (var i = 0; i < all.Length; i++) x.Values[i] = (float)all[i];
        return x;
    }

    public static double[] Doubles(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetDouble())];

    public static int[] Integers(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetInt32())];

    /// <summary>The rows in another order, and which row stands where.</summary>
    public static (Matrix Rows, int[] Order) Shuffled(Matrix x, int seed)
    {
        var (random, order) = (new Habitue.Learning.Seed((ulong)seed).For(0), Enumerable.Range(0, x.Rows).ToArray());
        random.Shuffle<int>(order);
        return (x.Take(order), order);
    }

    /// <summary>The same rows with one more column that says nothing.</summary>
    public static Matrix WithConstant(Matrix x, float value)
    {
        var wider = new Matrix(x.Rows, [.. x.Columns, "constant"]);
        for (var r = 0; r < x.Rows; r++)
        {
            x.Row(r).CopyTo(wider.Row(r));
            wider[r, x.Columns.Count] = value;
        }

        return wider;
    }
}
