using System.Text.Json;
using Habitue.Learning.Data;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Learning.Trees;

/// <summary>What scikit-learn makes of 300 rows of four columns, once with holes and once without; see tests/reference/trees.py.</summary>
internal static class TreesReference
{
    private static readonly JsonElement Kept = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Folder, "tests", "reference", "trees.json"))).RootElement;

    public static Matrix Holes => Rows("rows");

    public static Matrix Whole => Rows("whole");

    public static Labeled Of(Matrix rows, string targets) => new(rows, Numbers(targets));

    public static double[] Numbers(params string[] path) => [.. At(path).EnumerateArray().Select(one => one.GetDouble())];

    public static double Number(params string[] path) => At(path).GetDouble();

    private static JsonElement At(string[] path) => path.Aggregate(Kept, (at, name) => at.GetProperty(name));

    private static Matrix Rows(string name) => Matrix.OfRows(
        ["a", "b", "c", "d"],
        [.. Kept.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Null ? float.NaN : one.GetSingle()).ToArray())]);
}
