using System.Text.Json;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Learning.Lifetime;

/// <summary>What tests/reference/lifetime.py computed with scipy, straight from the papers' formulas.</summary>
internal static class Reference
{
    private static readonly JsonElement All = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Folder, "tests", "reference", "lifetime.json"))).RootElement;

    public static JsonElement Of(params string[] path) => path.Aggregate(All, (at, name) => at.GetProperty(name));

    /// <summary>Rows of numbers.</summary>
    public static double[][] Rows(params string[] path) => [.. Of(path).EnumerateArray().Select(Numbers)];

    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetDouble())];

    public static double Number(this JsonElement one, string name) => one.GetProperty(name).GetDouble();

    /// <summary>As near as so many parts of the larger of 1 and the expected value.</summary>
    public static void Near(double expected, double found, double tolerance) => Assert.Equal(expected, found, tolerance * Math.Max(1, Math.Abs(expected)));

    /// <summary>As near as so many parts of the expected value itself.</summary>
    public static void Close(double expected, double found, double tolerance) => Assert.InRange(found, expected - (tolerance * Math.Abs(expected)), expected + (tolerance * Math.Abs(expected)));
}
