using System.Text.Json;
using Habitue.Learning.Data;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Learning.Recommendation;

/// <summary>What numpy and scikit-learn computed, from tests/reference/recommendation.json.</summary>
internal static class Expected
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "tests", "reference", "recommendation.json"))).RootElement;

    /// <summary>Twenty-four users, of whom number 2 has everything and number 3 nothing, and ten items with attributes.</summary>
    public static Interactions Bought { get; } = new(
        Numbered("user", Root.GetProperty("users").GetInt32()), Numbered("item", Root.GetProperty("items").GetInt32()),
        Sparse("pairs", Root.GetProperty("users").GetInt32(), Root.GetProperty("items").GetInt32()),
        Sparse("attributes", Root.GetProperty("items").GetInt32(), 6));

    /// <summary>Ratings of all of 7 items by all of 12 users.</summary>
    public static Interactions Full
    {
        get
        {
            var rows = Table("full");
            return new(Numbered("user", rows.Length), Numbered("item", rows[0].Length),
                SparseMatrix.Of(rows.Length, rows[0].Length, rows.SelectMany((row, u) => row.Select((value, i) => (u, i, (float)value)))));
        }
    }

    public static double Number(string name) => Root.GetProperty(name).GetDouble();

    public static double[] List(string name) => Doubles(Root.GetProperty(name));

    public static double[][] Table(params string[] path)
    {
        var at = Root;
        foreach (var name in path) at = at.GetProperty(name);
        return [.. at.EnumerateArray().Select(Doubles)];
    }

    /// <summary>Values in float32 agree to about six digits.</summary>
    public static void Near(double[] expected, ReadOnlySpan<float> actual, double within = 2e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= within * Math.Max(1, Math.Abs(expected[i])), $"place {i}: expected {expected[i]}, got {actual[i]}");
    }

    private static Names Numbered(string what, int count) => new(what, [.. Enumerable.Range(0, count).Select(i => $"{what} {i}")]);

    private static SparseMatrix Sparse(string name, int rows, int columns) => SparseMatrix.Of(
        rows, columns, Table(name).Select(triple => ((int)triple[0], (int)triple[1], (float)triple[2])));

    private static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetDouble())];
}
