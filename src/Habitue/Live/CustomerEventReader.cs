using System.Text.Json;
using Habitue.Lake.Events;

namespace Habitue.Live;

/// <summary>
/// Reads an event out of the log's JSON in one pass, without a document: texts and times are taken as they come by, objects are
/// kept as bytes (<see cref="LazyJson"/>). Of a member that is there twice the last counts.
/// </summary>
internal static class CustomerEventReader
{
    private static readonly string[] TypeNames = [.. Enum.GetNames<CallType>().Select(name => name.ToLowerInvariant())];

    /// <summary>Names that stand for themselves; there is one object of each.</summary>
    private static readonly System.Collections.Frozen.FrozenSet<string> Convention =
        System.Collections.Frozen.FrozenSet.ToFrozenSet(EventNames.Convention.Where(name => !EventNames.Aliases.ContainsKey(name.ToLowerInvariant())), StringComparer.Ordinal);

    /// <exception cref="JsonException">It is not the collector's JSON.</exception>
    public static CustomerEvent Read(ReadOnlyMemory<byte> json)
    {
        var parts = new Parts();
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("the event is no object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            parts.Take(ref reader, json);
        reader.Read();   // nothing may follow
        CallType type = parts.Type ?? throw new JsonException("the event has no type");
        return new CustomerEvent
        {
            Type = type,
            MessageId = parts.MessageId ?? throw new JsonException("the event has no messageId"),
            AnonymousId = parts.AnonymousId,
            UserId = parts.UserId,
            PreviousId = parts.PreviousId,
            GroupId = parts.GroupId,
            Name = type != CallType.Track ? parts.Name : parts.Event is { } name ? Known(name) : null,
            Timestamp = parts.Timestamp ?? throw new JsonException("the event has no timestamp"),
            ReceivedAt = parts.ReceivedAt ?? throw new JsonException("the event has no receivedAt"),
            LazyProperties = (type is CallType.Identify or CallType.Group ? parts.Traits : parts.Properties) ?? LazyJson.Nothing,
            LazyContext = parts.Context ?? LazyJson.Nothing,
            IsBot = parts.IsBot,
            GlobalPrivacyControl = parts.Gpc,
        };
    }

    private struct Parts
    {
        public CallType? Type;
        public string? MessageId, AnonymousId, UserId, PreviousId, GroupId, Event, Name;
        public DateTime? Timestamp, ReceivedAt;
        public LazyJson? Properties, Traits, Context;
        public bool IsBot, Gpc;

        /// <summary>Takes the member that the reader stands at.</summary>
        public void Take(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
        {
            ReadOnlySpan<byte> name = reader.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
            reader.Read();
            switch (name)
            {
                case var _ when name.SequenceEqual("type"u8): Type = TypeOf(Text(ref reader)); break;
                case var _ when name.SequenceEqual("timestamp"u8): Timestamp = Time(ref reader); break;
                case var _ when name.SequenceEqual("receivedAt"u8): ReceivedAt = Time(ref reader); break;
                case var _ when name.SequenceEqual("messageId"u8): MessageId = Text(ref reader); break;
                case var _ when name.SequenceEqual("habitue"u8): Own(ref reader); break;
                case var _ when name.SequenceEqual("context"u8): Context = Object(ref reader, json); break;
                case var _ when name.SequenceEqual("event"u8): Event = Text(ref reader); break;
                case var _ when name.SequenceEqual("anonymousId"u8): AnonymousId = Text(ref reader); break;
                case var _ when name.SequenceEqual("userId"u8): UserId = Text(ref reader); break;
                case var _ when name.SequenceEqual("properties"u8): Properties = Object(ref reader, json); break;
                case var _ when name.SequenceEqual("traits"u8): Traits = Object(ref reader, json); break;
                case var _ when name.SequenceEqual("name"u8): Name = Text(ref reader); break;
                case var _ when name.SequenceEqual("previousId"u8): PreviousId = Text(ref reader); break;
                case var _ when name.SequenceEqual("groupId"u8): GroupId = Text(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        /// <summary>What the collector found out.</summary>
        private void Own(ref Utf8JsonReader reader)
        {
            (IsBot, Gpc) = (false, false);
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isBot = reader.ValueTextEquals("bot"u8), isGpc = reader.ValueTextEquals("gpc"u8);
                reader.Read();
                if (isBot)
                    IsBot = reader.TokenType == JsonTokenType.True;
                if (isGpc)
                    Gpc = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
        }
    }

    /// <summary>The convention's name for an event.</summary>
    private static string Known(string name) => Convention.TryGetValue(name, out string? itself) ? itself : EventNames.Aliases.GetValueOrDefault(name.ToLowerInvariant(), name);

    private static CallType? TypeOf(string? name)
    {
        if (name is null)
            return null;
        int known = Array.IndexOf(TypeNames, name);
        return known >= 0 ? (CallType)known : Enum.Parse<CallType>(name, ignoreCase: true);
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        string? text = LazyJson.TextOf(ref reader);
        reader.Skip();
        return text;
    }

    private static DateTime? Time(ref Utf8JsonReader reader)
    {
        DateTime? time = reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out DateTimeOffset at) ? at.UtcDateTime : null;
        reader.Skip();
        return time;
    }

    private static LazyJson? Object(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new LazyJson(json[start..(int)reader.BytesConsumed]);
    }
}
