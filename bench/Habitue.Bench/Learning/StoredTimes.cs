using System.Text.Json;

namespace Habitue.Bench.Learning;

/// <summary>
/// The time of a peer that is not installed: what the shared results say that it took, scaled by what scikit-learn's
/// k-means takes now and took then.
/// </summary>
internal static class StoredTimes
{
    public static Times Of((string Task, string Peer) wanted, PeerInputs inputs, SharedPeer yardstick)
    {
        var newest = Directory.GetFiles(inputs.Peers, "results-*.json").Order(StringComparer.Ordinal).Last();
        using var stored = JsonDocument.Parse(File.ReadAllBytes(newest));
        var results = stored.RootElement.GetProperty("results").EnumerateArray().ToList();
        var then = Find(results, ("kmeans", "sklearn lloyd")).GetProperty("min_s").GetDouble();
        var now = Enumerable.Range(0, 4).Min(_ => yardstick.Run().Wall);
        var one = Find(results, wanted);
        double[] wall = [.. one.GetProperty("wall_s").EnumerateArray().Select(time => time.GetDouble() * now / then)];
        double[] processor = [.. one.GetProperty("cpu_s").EnumerateArray().Select(time => time.GetDouble() * now / then)];
        return new Times(wanted.Peer, wall, processor, Times.FiguresOf(one.GetProperty("quality")),
            $"*{wanted.Peer} is not installed: its times are those of {Path.GetFileName(newest)}, multiplied by {now / then:N3}, which is what scikit-learn's k-means took in this run ({now:N3} s) divided by what it took then ({then:N3} s).");
    }

    private static JsonElement Find(List<JsonElement> results, (string Task, string Peer) wanted) =>
        results.Find(one => one.GetProperty("task").GetString() == wanted.Task && one.GetProperty("peer").GetString() == wanted.Peer) is { ValueKind: JsonValueKind.Object } found
            ? found
            : throw new InvalidOperationException($"The shared results have no {wanted.Task} by {wanted.Peer}.");
}
