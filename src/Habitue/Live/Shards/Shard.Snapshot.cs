using Habitue.Live.Segments;
using Habitue.Live.State;

namespace Habitue.Live.Shards;

/// <summary>A shard as bytes and back: everything that it would be after reading the log to its offsets.</summary>
internal sealed partial class Shard
{
    private string definedBefore = "";

    /// <summary>Old profiles are made known again after a start: nobody is judged by that.</summary>
    public bool IsRestoring { get; set; }

    /// <summary>Writes what it is now. Customers at rest are copied as they lie.</summary>
    public void Write(ByteSink to)
    {
        to.Number(offsets.Length);
        foreach (var offset in offsets) to.Number(offset);
        to.Text(judge.Definitions.Stamp);
        to.Number(visitors);
        to.Number(openCarts);
        to.Double(openCartValue);
        to.Number(day);
        to.Number(ordersToday);
        to.Double(revenueToday);
        to.Number(events);
        to.Number(late);
        to.Number(wrongTimes);
        to.Number(entries.Count);
        foreach (var entry in entries.Values)
        {
            to.Text(entry.Id);
            to.Byte((byte)((entry.IsAwake ? 1 : 0) | (entry.IsVisiting ? 2 : 0) | (entry.Standing is null ? 0 : 4) | (entry.IsEmpty ? 8 : 0)));
            to.Time(entry.Due);
            if (!entry.IsEmpty)
            {
                var bytes = entry.Bytes(scratch);
                to.Number(bytes.Length);
                to.Bytes(bytes);
            }
            entry.Standing?.Write(to);
        }
    }

    /// <summary>Becomes what was written. The shard must be new.</summary>
    /// <exception cref="InvalidDataException">The bytes cannot be what a shard wrote.</exception>
    public void Read(ref ByteSource from)
    {
        var partitions = from.Count();
        if (partitions != offsets.Length) throw new InvalidDataException($"it is of a log with {partitions} partitions, and this one has {offsets.Length}");
        var read = new long[partitions];
        for (var i = 0; i < partitions; i++) read[i] = from.Number();
        definedBefore = from.Text() ?? "";
        (visitors, openCarts, openCartValue) = (from.Number(), from.Number(), from.Double());
        (day, ordersToday, revenueToday) = (from.Number(), from.Number(), from.Double());
        (events, late, wrongTimes) = (from.Number(), from.Number(), from.Number());
        var count = from.Count();
        entries.EnsureCapacity(count);
        for (var i = 0; i < count; i++)
        {
            var entry = new Entry(from.Text() ?? throw new InvalidDataException("a customer has no id"));
            var flags = from.Byte();
            entry.Due = from.Time();
            if ((flags & 8) == 0) entry.Restore(from.Bytes(from.Count()).ToArray(), awake: (flags & 1) != 0);
            entry.IsVisiting = (flags & 2) != 0;
            if ((flags & 4) != 0) entry.Standing = Standing.Read(ref from);
            entries.Add(entry.Id, entry);
            Schedule(entry);
        }
        read.CopyTo(offsets, 0);
        Publish();
    }

    /// <summary>Definitions as the program starts. Those that held when the snapshot was written hold on; others are new.</summary>
    public void Begin(LiveDefinitions definitions, long now)
    {
        if (definitions.Stamp == definedBefore) judge = new Judge(definitions, viewing);
        else Define(definitions, now);
    }
}
