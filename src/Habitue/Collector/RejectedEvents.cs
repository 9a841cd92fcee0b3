using System.Buffers;
using System.Text;
using System.Text.Json;
using Habitue.Lake.Log;

namespace Habitue.Collector;

/// <summary>
/// The queue of rejected events, each with its reason and original: a log of its own (<c>rejected.db</c>), as durable as that of
/// the events. The warehouse writer brings it into the quarantine, where files' rejected rows are.
/// </summary>
internal sealed class RejectedEvents(SqliteLog log) : IAsyncDisposable
{
    public const string FileName = "rejected.db";

    public IEventLog Log => log;

    public ValueTask<LogReceipt> Append(IReadOnlyList<LogEntry> entries, CancellationToken cancel) => log.AppendAsync(entries, cancel);

    /// <summary>The entry of one rejected event. The same event rejected again is one entry.</summary>
    public static LogEntry Entry(Rejection why, ReadOnlySpan<byte> original, string? messageId, string source, DateTimeOffset receivedAt)
    {
        var buffer = new ArrayBufferWriter<byte>(original.Length + 512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("receivedAt", receivedAt.UtcDateTime);
            json.WriteString("source", source);
            json.WriteString("code", why.Code);
            json.WriteString("field", why.Field);
            json.WriteString("reason", why.Sentence);
            json.WriteString("messageId", messageId);
            // Bytes that are no text are shown as the sign for unknown characters.
            json.WriteString("original", Encoding.UTF8.GetString(original));
            json.WriteEndObject();
        }

        return new LogEntry(source, buffer.WrittenMemory, LogId.Of([.. Encoding.UTF8.GetBytes(why.Code), .. original]));
    }

    public ValueTask DisposeAsync() => log.DisposeAsync();
}
