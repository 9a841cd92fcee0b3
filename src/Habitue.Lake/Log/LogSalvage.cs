using Habitue.Lake.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Habitue.Lake.Log;

/// <summary>
/// Opens the file of the log. One whose pages are damaged is set aside, and every row that can still be read goes into a new
/// one, so that the log opens whatever happened to the disk.
/// </summary>
internal static class LogSalvage
{
    private const long Gap = 1_000_000;

    public static (LogStore Store, string? Sentence) Open(string folder, string name, int partitions)
    {
        try
        {
            var store = new LogStore(folder, name, partitions);
            try
            {
                // Every page of the tree is read when the ids are; here it is only asked for what they hang on.
                new LogReading(store).ReadIds(DateTimeOffset.MaxValue, (_, _) => { });
                return (store, null);
            }
            catch (SqliteException damaged) when (IsDamage(damaged))
            {
                store.Dispose();
                throw;
            }
        }
        catch (SqliteException damaged) when (IsDamage(damaged))
        {
            return Rebuilt(folder, name, partitions);
        }
    }

    private static bool IsDamage(SqliteException problem) => problem.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    private static (LogStore Store, string Sentence) Rebuilt(string folder, string name, int partitions)
    {
        SqliteConnection.ClearAllPools();
        int number = 1;
        while (File.Exists(Path.Combine(folder, $"damaged-{number}-{name}")))
            number++;
        string aside = $"damaged-{number}-{name}";
        foreach (string end in new[] { "-wal", "-shm", "" })
            if (File.Exists(Path.Combine(folder, name + end)))
                File.Move(Path.Combine(folder, name + end), Path.Combine(folder, aside + end));
        using SqliteConnection old = new HomeDatabase(folder, aside).Open();
        var store = new LogStore(folder, name, (int)(Number(old, "SELECT value FROM settings WHERE name = 'partitions'") ?? partitions));
        store.Begin();
        long events = Copy(old, store, "ASC", long.MinValue), behind = Copy(old, store, "DESC", long.MaxValue);
        Carry(old, store, "SELECT partition, start FROM starts", "INSERT OR REPLACE INTO starts VALUES ($0, $1)");
        Carry(old, store, "SELECT consumer, partition, next FROM positions", "INSERT OR REPLACE INTO positions VALUES ($0, $1, $2)");
        // Consumers may have consumed what is lost now; its offsets are not given a second time.
        for (int p = 0; p < store.Partitions; p++)
            store.Execute("INSERT INTO ends SELECT $p, COALESCE(MAX(place + count), $from) - $from + $gap FROM batches WHERE place >= $from AND place < $to",
                ("$p", p), ("$from", LogStore.Place(p, 0)), ("$to", LogStore.Place(p + 1, 0)), ("$gap", Gap));
        store.Commit();
        return (store, $"{name} was damaged: {events + behind} events could be read and were taken over; the damaged file was kept as {aside}");
    }

    /// <summary>From one end to the first damage; rows that are there already are left.</summary>
    private static long Copy(SqliteConnection old, LogStore store, string order, long from)
    {
        long events = 0;
        try
        {
            using SqliteCommand all = HomeDatabase.Command(old, $"SELECT place, count, bytes, appended, checksum, ids, data FROM batches WHERE place {(order == "ASC" ? ">=" : "<=")} $from ORDER BY place {order}", ("$from", from));
            using SqliteDataReader rows = all.ExecuteReader();
            while (rows.Read())
            {
                int added = store.Execute("INSERT OR IGNORE INTO batches VALUES ($0, $1, $2, $3, $4, $5, $6)",
                    [.. Enumerable.Range(0, 7).Select(i => ($"${i}", (object?)rows.GetValue(i)))]);
                if (added == 0 && order == "DESC")
                    break;
                events += added * rows.GetInt64(1);
            }
        }
        catch (SqliteException damaged) when (IsDamage(damaged))
        {
            return events;   // the rest is tried from the other end
        }

        return events;
    }

    private static void Carry(SqliteConnection old, LogStore store, string select, string insert)
    {
        try
        {
            using SqliteCommand all = HomeDatabase.Command(old, select);
            using SqliteDataReader rows = all.ExecuteReader();
            while (rows.Read())
                store.Execute(insert, [.. Enumerable.Range(0, rows.FieldCount).Select(i => ($"${i}", (object?)rows.GetValue(i)))]);
        }
        catch (SqliteException damaged) when (IsDamage(damaged))
        {
            return;   // what cannot be read begins anew: consumers with their own position lose nothing
        }
    }

    private static long? Number(SqliteConnection old, string sql)
    {
        try
        {
            using SqliteCommand command = HomeDatabase.Command(old, sql);
            return (long?)command.ExecuteScalar();
        }
        catch (SqliteException damaged) when (IsDamage(damaged))
        {
            return null;
        }
    }
}
