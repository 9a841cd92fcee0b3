using System.Text.Json;
using Habitue.Learning.Data;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Learning.Preprocessing;

/// <summary>What tests/reference/preprocessing.py computed with scikit-learn and numpy; the versions are in the file.</summary>
internal static class Reference
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "tests", "reference", "preprocessing.json"))).RootElement;

    public static readonly string[] Columns = ["a", "b", "c", "d"];

    public static Matrix Rows => Of("x");

    public static Matrix WithHoles => Of("holed");

    public static double[] Numbers(params string[] path) => Numbers(At(path));

    public static double[] Numbers(JsonElement list) =>
        [.. list.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Null ? double.NaN : one.GetDouble())];

    public static string[] Texts(string name) => [.. At([name]).EnumerateArray().Select(one => one.GetString()!)];

    public static JsonElement At(string[] path) => path.Aggregate(Root, (element, name) => element.GetProperty(name));

    private static Matrix Of(string name)
    {
        var (values, matrix) = (Numbers(name), new Matrix(60, Columns));
        for (var i = 0; i < values.Length; i++) matrix.Values[i] = (float)values[i];
        return matrix;
    }
}
