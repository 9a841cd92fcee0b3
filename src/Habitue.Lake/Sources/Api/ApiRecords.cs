using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Habitue.Lake.Sources.Api;

/// <summary>Finds the records of each page and writes them into the spool, one per line.</summary>
internal sealed class ApiRecords(SpoolFile spool, ApiSettings settings, ApiCursor? cursor)
{
    // Letters of all languages stay letters.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> line = new();
    private string? path = settings.Items;
    private byte[] before = [];
    private long read;

    /// <returns>How many records the page holds, whether new or not.</returns>
    public int Write(ApiAnswer answer, CancellationToken cancel)
    {
        if (answer.Body is not { } body || Array(body.RootElement) is not { } records)
            return 0;

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int count = 0;
        foreach (JsonElement record in records.EnumerateArray())
        {
            cancel.ThrowIfCancellationRequested();
            if (record.ValueKind != JsonValueKind.Object)
                throw new ApiFault($"holds {Kind(record)} as record {count + 1}, where an object with fields is expected; name the array of records with items");
            line.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(line, Compact))
                record.WriteTo(writer);
            hash.AppendData(line.WrittenSpan);
            count++;
            if (cursor?.IsNew(record, line.WrittenSpan) == false)
                continue;
            line.Write("\n"u8);
            spool.Write(line.WrittenSpan);
        }

        byte[] content = hash.GetHashAndReset();
        if (count > 0 && content.AsSpan().SequenceEqual(before))
            throw new ApiFault("holds the same records as the page before: the API ignores which page is asked for; name the way it pages with page.style");
        before = content;
        read += count;
        return count;
    }

    /// <summary>After the last page: whether the cursor could do its work.</summary>
    public void Check(SourceContext context)
    {
        if (cursor is null || read == 0)
            return;
        string field = settings.Since!.Value.Field;
        if (cursor.WithoutValue == read)
            throw new SourceException(settings.Address, $"none of the {read} records has a field '{field}', which since refers to; name the field that says when a record was changed");
        if (cursor.Older > 0)
            context.Say?.Invoke($"{settings.Address}: {cursor.Older} of {read} records are older than the last fetch; does the API know the parameter '{settings.Since.Value.Parameter}'?");
    }

    private JsonElement? Array(JsonElement root)
    {
        path ??= ApiPage.FindItems(root) ?? throw new ApiFault($"holds no list of records ({Fields(root)}); name where it is with items");
        return ApiPage.At(root, path) switch
        {
            { ValueKind: JsonValueKind.Array } array => array,
            { ValueKind: JsonValueKind.Null } => null,
            { } other => throw new ApiFault($"holds {Kind(other)} at '{path}', not a list of records; name where the list is with items"),
            null => throw new ApiFault($"holds nothing at '{path}' ({Fields(root)}); name where the list of records is with items"),
        };
    }

    private static string Fields(JsonElement root) => root.ValueKind == JsonValueKind.Object
        ? $"its fields are: {string.Join(", ", root.EnumerateObject().Select(f => f.Name).Take(12))}"
        : $"it is {Kind(root)}";

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.Number => "a number",
        JsonValueKind.String => "a text",
        JsonValueKind.True or JsonValueKind.False => "a truth value",
        _ => "null",
    };
}
