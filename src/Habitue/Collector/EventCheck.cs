using System.Globalization;
using System.Text;
using System.Text.Json;
using Habitue.Lake.Log;
using Habitue.Live;

namespace Habitue.Collector;

/// <summary>Tells whether an event may be accepted, whose it is, when it happened by our clock, and by which id it is known.</summary>
internal sealed class EventCheck(CollectorSettings settings)
{
    private static readonly string[] Types = ["identify", "track", "page", "screen", "group", "alias"];
    private static readonly byte[][] QuotedTypes = [.. Types.Select(t => Encoding.UTF8.GetBytes($"\"{t}\""))];
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;

    /// <summary>Checks an event and fills in what follows from it.</summary>
    /// <param name="of">The event.</param>
    /// <param name="body">The body that it lies in.</param>
    /// <param name="fixedType">The type that the address says; null when the event must say it.</param>
    /// <param name="receivedAt">When the request came.</param>
    /// <param name="batchSentAt">When the client says that it sent the batch.</param>
    /// <param name="corrects">Whether the client's clock is corrected by when it sent; not for history.</param>
    /// <returns>The type of the event; null when it was rejected.</returns>
    public CallType? Run(CollectedEvent of, ReadOnlySpan<byte> body, CallType? fixedType, DateTimeOffset receivedAt, DateTimeOffset? batchSentAt, bool corrects)
    {
        if (of.Problem is not null)
            return null;
        if (of.Length > settings.MostEventBytes)
            return Refuse(of, Rejection.TooLarge(of.Length, settings.MostEventBytes));
        if ((fixedType ?? TypeOf(of, body)) is not { } type)
            return Refuse(of, Rejection.UnknownType);
        if ((Shape(of, type) ?? Ids(of, body, type) ?? Time(of, body, receivedAt, batchSentAt, corrects)) is { } wrong)
            return Refuse(of, wrong);
        return type;
    }

    private static CallType? Refuse(CollectedEvent of, Rejection why)
    {
        of.Problem = why;
        return null;
    }

    private static CallType? TypeOf(CollectedEvent of, ReadOnlySpan<byte> body)
    {
        JsonMember type = of[Known.Type];
        if (type.Kind != JsonTokenType.String)
            return null;
        for (int i = 0; i < QuotedTypes.Length; i++)
            if (type.In(body).SequenceEqual(QuotedTypes[i]))
                return (CallType)i;
        return null;
    }

    /// <summary>Members that must have a kind of value.</summary>
    private static Rejection? Shape(CollectedEvent of, CallType type)
    {
        foreach (Known member in (ReadOnlySpan<Known>)[Known.Context, Known.Properties, Known.Traits])
            if (of[member].IsFilled && of[member].Kind != JsonTokenType.StartObject)
                return Rejection.WrongKind(KnownMembers.Names[(int)member], "an object");
        foreach (Known member in (ReadOnlySpan<Known>)[Known.MessageId, Known.Event, Known.Name])
            if (of[member].IsFilled && of[member].Kind != JsonTokenType.String)
                return Rejection.WrongKind(KnownMembers.Names[(int)member], "a text");
        return type switch
        {
            CallType.Track when !IsText(of[Known.Event]) => Rejection.Missing("event", "A track call names what happened in event."),
            CallType.Group when !of[Known.GroupId].IsFilled => Rejection.Missing("groupId", "A group call names the group in groupId."),
            CallType.Alias when !of[Known.PreviousId].IsFilled => Rejection.Missing("previousId", "An alias call names the id that is given up in previousId."),
            _ => null,
        };
    }

    private static bool IsText(JsonMember member) => member.Kind == JsonTokenType.String && member.End - member.Start > 2;

    private Rejection? Ids(CollectedEvent of, ReadOnlySpan<byte> body, CallType type)
    {
        foreach (Known member in (ReadOnlySpan<Known>)[Known.UserId, Known.AnonymousId, Known.PreviousId, Known.GroupId])
        {
            JsonMember id = of[member];
            string name = KnownMembers.Names[(int)member];
            if (id.IsFilled && id.Kind is not (JsonTokenType.String or JsonTokenType.Number))
                return Rejection.WrongKind(name, "a text");
            if (id.End - id.Start > settings.LongestId && Text(id, body).Length > settings.LongestId)
                return Rejection.TooLong(name, settings.LongestId);
        }

        JsonMember whose = IsId(of[Known.UserId]) ? of[Known.UserId] : of[Known.AnonymousId];
        if (!IsId(whose) || (type == CallType.Alias && !IsId(of[Known.UserId])))
            return type == CallType.Alias ? Rejection.Missing("userId", "An alias call names the id that remains in userId.") : Rejection.NoCustomer;
        of.Key = Text(whose, body);
        return MessageId(of, body);
    }

    private static bool IsId(JsonMember member) => member.Kind == JsonTokenType.Number || IsText(member);

    private Rejection? MessageId(CollectedEvent of, ReadOnlySpan<byte> body)
    {
        JsonMember id = of[Known.MessageId];
        if (!IsText(id))
            return null;   // one is made when the event is written
        ReadOnlySpan<byte> inside = body[(id.Start + 1)..(id.End - 1)];
        if (inside.Length > settings.LongestMessageId || inside.Contains((byte)'\\'))
        {
            string text = Text(id, body);
            if (text.Length > settings.LongestMessageId)
                return Rejection.TooLong("messageId", settings.LongestMessageId);
            of.Id = LogId.Of(text);
        }
        else
        {
            of.Id = LogId.Of(inside);
        }

        return null;
    }

    private static Rejection? Time(CollectedEvent of, ReadOnlySpan<byte> body, DateTimeOffset receivedAt, DateTimeOffset? batchSentAt, bool corrects)
    {
        Known stated = of[Known.OriginalTimestamp].IsFilled ? Known.OriginalTimestamp : Known.Timestamp;
        of.Timestamp = receivedAt;
        if (of[stated].IsFilled)
        {
            if (TimeOf(of[stated], body) is not { } original)
                return Rejection.NoTime(KnownMembers.Names[(int)stated]);
            DateTimeOffset? sentAt = of[Known.SentAt].IsFilled ? TimeOf(of[Known.SentAt], body) : batchSentAt;
            if (!corrects || sentAt is not { } sent)
                of.Timestamp = original;
            else if (Corrected(receivedAt, sent, original) is { } corrected)
                of.Timestamp = corrected;
            else
                return Rejection.ImpossibleTime;
        }

        return of.Timestamp < Earliest || of.Timestamp > receivedAt.AddDays(1) ? Rejection.ImpossibleTime : null;
    }

    /// <summary>receivedAt - (sentAt - originalTimestamp); null when that is no time.</summary>
    private static DateTimeOffset? Corrected(DateTimeOffset receivedAt, DateTimeOffset sentAt, DateTimeOffset original)
    {
        long ticks = receivedAt.UtcTicks - (sentAt.UtcTicks - original.UtcTicks);
        return ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>A time as ISO 8601 or as milliseconds since 1970.</summary>
    public static DateTimeOffset? TimeOf(JsonMember member, ReadOnlySpan<byte> body)
    {
        if (member.Kind is not (JsonTokenType.String or JsonTokenType.Number))
            return null;
        var reader = new Utf8JsonReader(member.In(body));
        reader.Read();
        if (member.Kind == JsonTokenType.Number)
            return reader.TryGetInt64(out long milliseconds) && milliseconds is > -62_135_596_800_000 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        if (reader.TryGetDateTimeOffset(out DateTimeOffset time))
            return reader.ValueSpan.IndexOfAny((byte)'Z', (byte)'+') >= 0 ? time : Utc(reader.GetString()!);
        return Utc(reader.GetString()!);
    }

    private static DateTimeOffset? Utc(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private static string Text(JsonMember member, ReadOnlySpan<byte> body)
    {
        if (member.Kind == JsonTokenType.Number)
            return Encoding.UTF8.GetString(member.In(body));
        ReadOnlySpan<byte> inside = body[(member.Start + 1)..(member.End - 1)];
        if (!inside.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(inside);
        var reader = new Utf8JsonReader(member.In(body));
        reader.Read();
        return reader.GetString()!;
    }
}
