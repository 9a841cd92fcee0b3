using System.Text.Json;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Learning.Linear;

/// <summary>What tests/reference/linear.py computed with scikit-learn and numpy, and the table that it computed it on.</summary>
internal static class LinearReference
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Folder, "tests", "reference", "linear.json"))).RootElement;

    public static double[] Weights => Numbers("weights");

    /// <summary>Five columns as they come; <paramref name="scaled"/> ones have mean 0 and deviation 1.</summary>
    public static Matrix Rows(bool scaled = false) => Table(scaled ? "scaled" : "x", "a", "b", "c", "d", "e");

    /// <summary>Counts of six words in each row.</summary>
    public static Matrix Words() => Table("words", "w0", "w1", "w2", "w3", "w4", "w5");

    public static Labeled Data(string targets, bool scaled = false, bool weighted = false) => new(Rows(scaled), Numbers(targets), weighted ? Weights : []);

    public static double[] Numbers(params string[] path) => [.. Find(path).EnumerateArray().Select(one => one.GetDouble())];

    public static double Number(params string[] path) => Find(path).GetDouble();

    /// <summary>Rows of numbers, one after the other.</summary>
    public static double[] Lines(params string[] path) => [.. Find(path).EnumerateArray().SelectMany(line => line.EnumerateArray()).Select(one => one.GetDouble())];

    public static double[] Values(IEnumerable<Coefficient> coefficients) => [.. coefficients.Select(one => one.Value)];

    /// <summary>The first six rows, whose answers were kept.</summary>
    public static Matrix FirstSix(bool scaled = false) => Rows(scaled).Take([0, 1, 2, 3, 4, 5]);

    private static Matrix Table(string name, params string[] columns) =>
        Matrix.OfRows(columns, [.. Find(name).EnumerateArray().Select(line => line.EnumerateArray().Select(one => (float)one.GetDouble()).ToArray())]);

    private static JsonElement Find(params string[] path) => path.Aggregate(Root, (at, name) => at.GetProperty(name));
}
