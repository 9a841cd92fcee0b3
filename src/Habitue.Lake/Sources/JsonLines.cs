using System.Text.Json;

namespace Habitue.Lake.Sources;

/// <summary>JSON as one object a line: a file that is one array, or an object around an array, is rewritten so.</summary>
internal static class JsonLines
{
    /// <summary>The path to read: the file itself when it is JSON Lines already, else a copy.</summary>
    public static string Of(string path, Func<string> spool, CancellationToken cancel)
    {
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || IsLines(path))
            return path;
        string copy = spool();
        using FileStream from = FileSource.Open(path);
        using FileStream into = File.Create(copy);
        try
        {
            using JsonDocument document = JsonDocument.Parse(from, new JsonDocumentOptions { AllowTrailingCommas = true });
            foreach (JsonElement item in Records(document.RootElement))
            {
                cancel.ThrowIfCancellationRequested();
                using (var line = new Utf8JsonWriter(into))
                    item.WriteTo(line);
                into.WriteByte((byte)'\n');
            }

            return copy;
        }
        catch (JsonException e)
        {
            throw new SourceException(path, $"is neither JSON Lines nor one JSON value (line {e.LineNumber + 1}: {e.Message.Split(" LineNumber")[0]}); write one object a line", e);
        }
    }

    private static JsonElement[] Records(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return [.. root.EnumerateArray()];
        JsonElement[] arrays = [.. root.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array && p.Value.GetArrayLength() > 0
            && p.Value[0].ValueKind == JsonValueKind.Object).Select(p => p.Value)];
        return arrays.Length == 1 && root.EnumerateObject().Count() <= 8 && !root.TryGetProperty("messageId", out _) ? [.. arrays[0].EnumerateArray()] : [root];
    }

    /// <summary>Whether the first line is a whole object.</summary>
    private static bool IsLines(string path)
    {
        using var reader = new StreamReader(FileSource.Open(path));
        char[] head = new char[1 << 16];
        string start = new(head, 0, reader.ReadBlock(head, 0, head.Length));
        string[] lines = start.TrimStart().Split('\n', 4);
        if (lines[0].StartsWith('['))
            return false;
        // One whole object in the first lines is enough: a broken line among good ones is a row's fault, not the file's.
        string[] whole = [.. lines.Take(3).Where(IsObject)];
        if (whole.Length == 0)
            return start.Length == head.Length && lines.Length == 1;
        return lines.Length > 1 || !IsWrapper(whole[0]);
    }

    private static bool IsObject(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsWrapper(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return Records(document.RootElement)[0].GetRawText() != document.RootElement.GetRawText();
    }
}
