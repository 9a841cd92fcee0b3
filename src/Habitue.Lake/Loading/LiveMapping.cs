using Habitue.Lake.Mapping;
using Habitue.Lake.Sources;

namespace Habitue.Lake.Loading;

/// <summary>The mapping of collected events: that of a file of such events, kept beside the others for people to edit.</summary>
internal static class LiveMapping
{
    /// <summary>An event as the collector completes it.</summary>
    private const string Sample = """
        {"type":"track","timestamp":"2026-01-01T00:00:00.000Z","receivedAt":"2026-01-01T00:00:00.000Z","messageId":"m","originalTimestamp":"2026-01-01T00:00:00.000Z","habitue":{"source":"web"},"context":{},"userId":"u","anonymousId":"a","event":"Product Viewed","properties":{},"traits":{},"integrations":{},"groupId":"g","previousId":"p"}
        """;

    /// <exception cref="SourceException">The file is there and cannot be read.</exception>
    public static SourceMapping Of(string path)
    {
        if (File.Exists(path))
            return SourceMapping.Load(path);
        IReadOnlyList<ColumnSample> columns = JsonSample.Of([Sample]);
        string[] kept = ["habitue.source", "context", "properties", "traits", "integrations"];
        // The log lets no message in twice, so no row is compared with all others.
        SourceMapping inferred = Inference.Infer(LiveLoad.Address, SourceFormat.JsonLines, columns) with { EqualRowsAreDuplicates = false };
        SourceMapping mapping = inferred with { Columns = [.. inferred.Columns, .. kept.Where(k => inferred.Columns.All(c => c.Column != k)).Select(k => new ColumnMapping(k, SourceMapping.Properties))] };
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        mapping.Save(path);
        return mapping;
    }
}
