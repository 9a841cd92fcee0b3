using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;

namespace Habitue.Lake.Log;

/// <summary>Reads the file of the log: where partitions begin and end, ids, and records that are no longer in memory.</summary>
internal sealed class LogReading(LogStore store)
{
    private const int MostRows = 512, MostBytes = 1 << 20;

    /// <summary>Batches that could not be read, as sentences.</summary>
    public List<string> Damages { get; } = [];

    public long EndOf(int partition) => Math.Max(Math.Max(StartOf(partition), Number("SELECT least FROM ends WHERE partition = $partition", partition) ?? 0), Number("""
        SELECT place + count FROM batches WHERE place >= $from AND place < $to ORDER BY place DESC LIMIT 1
        """, partition) is { } place ? LogStore.OffsetOf(place) : 0);

    public long StartOf(int partition) => Number("SELECT start FROM starts WHERE partition = $partition", partition) ?? 0;

    /// <summary>The first offset of the newest batch; null when there is none.</summary>
    public long? LastBatchOf(int partition) => Number("SELECT place FROM batches WHERE place >= $from AND place < $to AND data IS NOT NULL ORDER BY place DESC LIMIT 1", partition) is { } place
        ? LogStore.OffsetOf(place) : null;

    private long? Number(string sql, int partition)
    {
        using SqliteConnection opened = store.Connect();
        using SqliteCommand command = HomeDatabase.Command(opened, sql, ("$partition", partition), ("$from", LogStore.Place(partition, 0)), ("$to", LogStore.Place(partition + 1, 0)));
        return (long?)command.ExecuteScalar();
    }

    /// <summary>The ids of what was appended since a moment, each with its day, and the size of all batches.</summary>
    public long ReadIds(DateTimeOffset since, Action<UInt128, DateTimeOffset> each)
    {
        using SqliteConnection opened = store.Connect();
        using SqliteCommand command = HomeDatabase.Command(opened, "SELECT bytes, appended, CASE WHEN appended >= $since THEN ids END FROM batches", ("$since", since.ToUnixTimeMilliseconds()));
        using SqliteDataReader rows = command.ExecuteReader();
        long bytes = 0;
        while (rows.Read())
        {
            bytes += rows.GetInt64(0);
            if (rows.IsDBNull(2))
                continue;
            DateTimeOffset appended = DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1));
            byte[] ids = rows.GetFieldValue<byte[]>(2);
            for (int at = 0; at < ids.Length; at += 16)
            {
                UInt128 id = System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(ids.AsSpan(at));
                if (id != UInt128.Zero)
                    each(id, appended);
            }
        }

        return bytes;
    }

    public List<(string Consumer, int Partition, long Next)> Positions()
    {
        using SqliteConnection opened = store.Connect();
        using SqliteCommand command = HomeDatabase.Command(opened, "SELECT consumer, partition, next FROM positions");
        using SqliteDataReader rows = command.ExecuteReader();
        var found = new List<(string, int, long)>();
        while (rows.Read())
            found.Add((rows.GetString(0), rows.GetInt32(1), rows.GetInt64(2)));
        return found;
    }

    /// <summary>Records from an offset on, some batches of them.</summary>
    /// <returns>The offset to go on from; the one that was given when there is nothing after it.</returns>
    public long Read(int partition, long from, List<LogRecord> into)
    {
        using SqliteConnection opened = store.Connect();
        using SqliteCommand command = HomeDatabase.Command(opened, """
            SELECT place, count, checksum, data FROM batches
            WHERE place >= COALESCE((SELECT MAX(place) FROM batches WHERE place >= $first AND place <= $from), $from) AND place < $to AND data IS NOT NULL ORDER BY place
            """, ("$first", LogStore.Place(partition, 0)), ("$from", LogStore.Place(partition, from)), ("$to", LogStore.Place(partition + 1, 0)));
        using SqliteDataReader rows = command.ExecuteReader();
        long next = from;
        for (int read = 0, size = 0; read < MostRows && size < MostBytes && rows.Read(); read++)
        {
            (long first, int count) = (LogStore.OffsetOf(rows.GetInt64(0)), rows.GetInt32(1));
            byte[] data = rows.GetFieldValue<byte[]>(3);
            if (Unpacked(partition, first, count, rows.GetInt64(2), data) is { } block)
            {
                block.AddTo(into, from);
                size += block.Bytes;
            }

            next = Math.Max(next, first + count);
        }

        return next;
    }

    /// <summary>The batch, or null when its bytes are not those that were written; a consumer goes on behind it.</summary>
    private LogBlock? Unpacked(int partition, long first, int count, long checksum, byte[] data)
    {
        if (LogBlockBuilder.Checksum(data) == checksum)
            return LogBlockBuilder.Unpack(partition, first, count, data);
        lock (Damages)
            Damages.Add($"partition {partition}: the events {first} to {first + count - 1} are damaged on the disk and were left out");
        return null;
    }
}
