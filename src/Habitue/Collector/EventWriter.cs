using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Habitue.Lake.Log;
using Habitue.Live;

namespace Habitue.Collector;

/// <summary>
/// Writes an event as the log holds it: the corrected times, type and message id, what the collector found out under
/// <c>habitue</c>, the context with that of the batch, and everything else as it came, on one line.
/// </summary>
internal sealed class EventWriter(MadeIds made)
{
    private const int TimeLength = 24;
    private static readonly byte[][] Types = [.. Enum.GetNames<CallType>().Select(n => Encoding.UTF8.GetBytes($"{{\"type\":\"{n.ToLowerInvariant()}\",\"timestamp\":\""))];

    public void Run(CollectedEvent of, CallType type, ReadOnlySpan<byte> body, CollectedBatch batch, ReadOnlySpan<byte> receivedAt, bool gpc, ReadOnlySpan<byte> source)
    {
        of.OutStart = batch.Length;
        batch.Write(Types[(int)type]);
        WriteTime(of.Timestamp, batch);
        batch.Write("\",\"receivedAt\":\""u8);
        batch.Write(receivedAt);
        batch.Write("\",\"messageId\":"u8);
        WriteId(of, body, batch);
        WriteMember(of, Known.OriginalTimestamp, Known.Timestamp, body, batch);
        batch.Write(",\"habitue\":{\"source\":\""u8);
        batch.Write(source);
        batch.Write(of.IsBot ? "\",\"bot\":true"u8 : "\""u8);
        batch.Write(gpc ? ",\"gpc\":true}"u8 : "}"u8);
        WriteContext(of, body, batch);
        foreach ((int start, int end) in of.Kept)
        {
            batch.Write(","u8);
            WriteOnOneLine(body[start..end], batch);
        }

        batch.Write("}"u8);
        of.OutEnd = batch.Length;
    }

    /// <summary>As 2026-01-31T12:00:00.000Z.</summary>
    public static void WriteTime(DateTimeOffset time, CollectedBatch batch)
    {
        Span<byte> room = batch.Room(TimeLength);
        DateTime utc = time.UtcDateTime;
        "0000-00-00T00:00:00.000Z"u8.CopyTo(room);
        Digits(room[..4], utc.Year);
        Digits(room[5..7], utc.Month);
        Digits(room[8..10], utc.Day);
        Digits(room[11..13], utc.Hour);
        Digits(room[14..16], utc.Minute);
        Digits(room[17..19], utc.Second);
        Digits(room[20..23], utc.Millisecond);
        batch.Wrote(TimeLength);
    }

    private static void Digits(Span<byte> into, int number)
    {
        for (int at = into.Length - 1; at >= 0; at--, number /= 10)
            into[at] = (byte)('0' + number % 10);
    }

    private void WriteId(CollectedEvent of, ReadOnlySpan<byte> body, CollectedBatch batch)
    {
        if (of.Id != UInt128.Zero)
        {
            batch.Write(of[Known.MessageId].In(body));
            return;
        }

        of.MadeId = made.Next(of, body);
        of.Id = LogId.Of(of.MadeId);
        batch.Write("\""u8);
        batch.Write(Encoding.ASCII.GetBytes(of.MadeId));
        batch.Write("\""u8);
    }

    /// <summary>When it happened by the client's clock, as the client wrote it.</summary>
    private static void WriteMember(CollectedEvent of, Known first, Known second, ReadOnlySpan<byte> body, CollectedBatch batch)
    {
        JsonMember stated = of[first].IsFilled ? of[first] : of[second];
        if (!stated.IsFilled)
            return;
        batch.Write(",\"originalTimestamp\":"u8);
        batch.Write(stated.In(body));
    }

    /// <summary>What the batch says of all its events holds where an event says nothing else.</summary>
    private static void WriteContext(CollectedEvent of, ReadOnlySpan<byte> body, CollectedBatch batch)
    {
        JsonMember own = of[Known.Context], shared = batch.Context;
        if (!own.IsFilled && !(shared.Kind == JsonTokenType.StartObject))
            return;
        batch.Write(",\"context\":"u8);
        if (shared.Kind != JsonTokenType.StartObject)
            WriteOnOneLine(own.In(body), batch);
        else if (!own.IsFilled)
            WriteOnOneLine(shared.In(body), batch);
        else
            JsonMerge.Write(shared.In(body), own.In(body), batch);
    }

    private static void WriteOnOneLine(ReadOnlySpan<byte> json, CollectedBatch batch)
    {
        Span<byte> room = batch.Room(json.Length)[..json.Length];
        json.CopyTo(room);
        // Inside texts line breaks are escaped, so these are between the parts.
        for (int at; (at = room.IndexOfAny((byte)'\n', (byte)'\r')) >= 0; room = room[(at + 1)..])
            room[at] = (byte)' ';
        batch.Wrote(json.Length);
    }
}

/// <summary>
/// Ids for events that came without one. An event with a time of its own gets the hash of all that it says, so that the same
/// event sent again is known again; without a time two equal events are two.
/// </summary>
internal sealed class MadeIds(TimeProvider clock)
{
    private readonly long start = clock.GetUtcNow().UtcTicks;
    private long count;

    public string Next(CollectedEvent of, ReadOnlySpan<byte> body) =>
        of[Known.Timestamp].IsFilled || of[Known.OriginalTimestamp].IsFilled
            ? $"made-{XxHash128.HashToUInt128(body[of.Start..of.End]):x32}"
            : $"made-{start:x}-{Interlocked.Increment(ref count):x}-{Environment.ProcessId:x}";
}
