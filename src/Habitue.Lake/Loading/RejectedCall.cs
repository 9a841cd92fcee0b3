using System.Text.Json;
using Habitue.Lake.Log;

namespace Habitue.Lake.Loading;

/// <summary>A rejected call as the collector queues it.</summary>
internal sealed record RejectedCall(string Code, string? Field, string Reason, string? MessageId, string Original, DateTime ReceivedAt)
{
    public static RejectedCall Read(LogRecord record)
    {
        JsonElement root = JsonElement.Parse(record.Value.Span);
        string? Text(string name) => root.GetProperty(name).GetString();
        return new RejectedCall(Text("code")!, Text("field"), Text("reason")!, Text("messageId"), Text("original")!, root.GetProperty("receivedAt").GetDateTime());
    }
}
