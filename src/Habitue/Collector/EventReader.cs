using System.Text.Json;

namespace Habitue.Collector;

/// <summary>
/// Reads the events of a body in one pass over its bytes, without a document: where each event and its members lie. What the
/// values mean is told by <see cref="EventCheck"/>.
/// </summary>
internal static class EventReader
{
    /// <summary>Reads a batch: an object with the member batch.</summary>
    /// <exception cref="JsonException">The body is no JSON, or no batch.</exception>
    public static void ReadBatch(ReadOnlySpan<byte> body, CollectedBatch into)
    {
        var reader = new Utf8JsonReader(body);
        bool found = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The body is no JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isBatch = reader.ValueTextEquals("batch"u8);
            Known member = isBatch ? Known.Other : KnownMembers.At(ref reader);
            int name = (int)reader.TokenStartIndex;
            reader.Read();
            if (isBatch)
            {
                if (found || reader.TokenType != JsonTokenType.StartArray)
                    throw new JsonException("The member batch must be one array.");
                found = true;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    ReadEvent(ref reader, into.Next((int)reader.TokenStartIndex), body);
                continue;
            }

            JsonMember value = Skip(ref reader, name);
            if (member == Known.Context)
                into.Context = value;
            else if (member == Known.SentAt)
                into.SentAt = value;
            else if (member == Known.WriteKey)
                into.WriteKey = value;
        }

        End(ref reader);
        if (!found)
            throw new JsonException("The body has no member batch.");
    }

    /// <summary>Reads a body that is one event.</summary>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public static void ReadSingle(ReadOnlySpan<byte> body, CollectedBatch into)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        CollectedEvent only = into.Next((int)reader.TokenStartIndex);
        ReadEvent(ref reader, only, body);
        End(ref reader);
        (into.WriteKey, into.SentAt) = (only[Known.WriteKey], only[Known.SentAt]);
    }

    private static void End(ref Utf8JsonReader reader)
    {
        if (reader.Read())
            throw new JsonException("Something follows the end of the JSON.");
    }

    private static void ReadEvent(ref Utf8JsonReader reader, CollectedEvent into, ReadOnlySpan<byte> body)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            into.Problem = Rejection.NotAnObject;
            reader.Skip();
            into.End = (int)reader.BytesConsumed;
            return;
        }

        int keptFrom = -1, keptTo = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Known member = KnownMembers.At(ref reader);
            int name = (int)reader.TokenStartIndex;
            reader.Read();
            JsonMember value = member == Known.Context ? Context(ref reader, name, into) : Skip(ref reader, name);
            if (member != Known.Other)
            {
                if (into[member].IsThere)
                    into.Problem ??= Rejection.Twice(KnownMembers.Names[(int)member]);
                into[member] = value;
            }

            if (IsWrittenAnew(member))
            {
                if (keptFrom >= 0)
                    into.Kept.Add((keptFrom, keptTo));
                keptFrom = -1;
            }
            else
            {
                keptFrom = keptFrom < 0 ? name : keptFrom;
                keptTo = value.End;
            }
        }

        if (keptFrom >= 0)
            into.Kept.Add((keptFrom, keptTo));
        into.End = (int)reader.BytesConsumed;
        if (!System.Text.Unicode.Utf8.IsValid(body[into.Start..into.End]))
            into.Problem = Rejection.BadText;
    }

    private static bool IsWrittenAnew(Known member) =>
        member is Known.Type or Known.MessageId or Known.Timestamp or Known.OriginalTimestamp or Known.SentAt or Known.ReceivedAt or Known.Context or Known.WriteKey or Known.Habitue;

    private static JsonMember Skip(ref Utf8JsonReader reader, int name)
    {
        (int start, JsonTokenType kind) = ((int)reader.TokenStartIndex, reader.TokenType);
        reader.Skip();
        return new JsonMember(name, start, (int)reader.BytesConsumed, kind);
    }

    /// <summary>The context, with a look for the user agent on its first level.</summary>
    private static JsonMember Context(ref Utf8JsonReader reader, int name, CollectedEvent into)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return Skip(ref reader, name);
        int start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isAgent = reader.ValueTextEquals("userAgent"u8);
            int member = (int)reader.TokenStartIndex;
            reader.Read();
            JsonMember value = Skip(ref reader, member);
            if (isAgent)
                into.UserAgent = value;
        }

        return new JsonMember(name, start, (int)reader.BytesConsumed, JsonTokenType.StartObject);
    }
}
