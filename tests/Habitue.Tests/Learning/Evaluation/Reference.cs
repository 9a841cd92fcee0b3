using System.Collections.Concurrent;
using System.Text.Json;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Learning.Evaluation;

/// <summary>What a script of tests/reference made with scikit-learn, scipy and numpy; the versions stand in the file.</summary>
internal sealed class Reference(JsonElement element)
{
    private static readonly ConcurrentDictionary<string, JsonDocument> Files = new();

    public static Reference Of(string part, string file = "evaluation") => new(Files.GetOrAdd(file, Read).RootElement.GetProperty(part));

    public Reference this[string name] => new(element.GetProperty(name));

    public double Number(string name) => element.GetProperty(name).GetDouble();

    public double[] Doubles(string name) => this[name].Doubles();

    public double[] Doubles() => [.. element.EnumerateArray().Select(value => value.GetDouble())];

    public float[] Floats(string name) => Array.ConvertAll(Doubles(name), value => (float)value);

    public int[] Integers(string name) => Array.ConvertAll(Doubles(name), value => (int)value);

    public double[][] Rows(string name) => [.. this[name].Items().Select(row => row.Doubles())];

    public IEnumerable<Reference> Items() => element.EnumerateArray().Select(item => new Reference(item));

    public static void Near(IReadOnlyList<double> expected, IReadOnlyList<double> found, double tolerance = 1e-12)
    {
        Assert.Equal(expected.Count, found.Count);
        for (var i = 0; i < expected.Count; i++) Assert.Equal(expected[i], found[i], tolerance);
    }

    private static JsonDocument Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "tests", "reference", file + ".json")));
}
