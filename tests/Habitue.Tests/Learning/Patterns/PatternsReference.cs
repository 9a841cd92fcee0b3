using System.Text.Json;
using Habitue.Learning.Data;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Learning.Patterns;

/// <summary>What tests/reference/patterns.py counted by brute force and computed with scipy; the file names the versions.</summary>
internal static class PatternsReference
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Folder, "tests", "reference", "patterns.json"))).RootElement;

    public static Baskets Baskets { get; } = Baskets.OfLists(Root.GetProperty("baskets").EnumerateArray().Select(Texts));

    public static int PossibleRules => Root.GetProperty("possible").GetInt32();

    public static IEnumerable<JsonElement> Rules => Root.GetProperty("rules").EnumerateArray();

    public static IEnumerable<double[]> Tails => Root.GetProperty("tails").EnumerateArray().Select(tail => tail.EnumerateArray().Select(one => one.GetDouble()).ToArray());

    /// <summary>"ale, bread 7", set after set.</summary>
    public static string[] Itemsets => [.. Root.GetProperty("itemsets").EnumerateArray().Select(set => $"{Set(set[0])} {set[1].GetInt32()}")];

    public static string[] Sets(string name) => [.. Root.GetProperty(name).EnumerateArray().Select(Set)];

    public static string Set(JsonElement set) => string.Join(", ", Texts(set));

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];
}
