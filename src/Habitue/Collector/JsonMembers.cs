using System.Text.Json;

namespace Habitue.Collector;

/// <summary>A member of an event's object: where its name begins and its value begins and ends in the body, and what the value is.</summary>
internal readonly record struct JsonMember(int NameStart, int Start, int End, JsonTokenType Kind)
{
    public bool IsThere => Kind != JsonTokenType.None;
    public bool IsFilled => Kind is not (JsonTokenType.None or JsonTokenType.Null);
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> body) => body[Start..End];
}

/// <summary>The members of an event that the collector knows by name; everything else is carried as it came.</summary>
internal enum Known
{
    Type,
    MessageId,
    UserId,
    AnonymousId,
    PreviousId,
    GroupId,
    Event,
    Name,
    Timestamp,
    OriginalTimestamp,
    SentAt,
    ReceivedAt,
    Context,
    Properties,
    Traits,
    WriteKey,
    Habitue,
    Other,
}

internal static class KnownMembers
{
    public const int Count = (int)Known.Other;

    /// <summary>As the convention writes them.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["type", "messageId", "userId", "anonymousId", "previousId", "groupId", "event", "name", "timestamp", "originalTimestamp", "sentAt", "receivedAt", "context", "properties", "traits", "writeKey", "habitue"];

    private static readonly byte[][] Utf8 = [.. Names.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>Which member the reader stands at.</summary>
    public static Known At(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            for (int i = 0; i < Count; i++)
                if (reader.ValueTextEquals(Utf8[i]))
                    return (Known)i;
            return Known.Other;
        }

        ReadOnlySpan<byte> name = reader.ValueSpan;
        for (int i = 0; i < Count; i++)
            if (name.Length == Utf8[i].Length && name[0] == Utf8[i][0] && name.SequenceEqual(Utf8[i]))
                return (Known)i;
        return Known.Other;
    }
}
