namespace Habitue.Lake.Log;

/// <summary>
/// Takes away what every consumer has consumed and what is too old or too much, a part at a time, so that no append waits long.
/// Ids outlive their events: an event that was removed is still known again.
/// </summary>
internal sealed class LogRetention(LogStore store, LogPositions positions, LogSettings settings)
{
    private const int MostRows = 2_000;

    /// <summary>Runs inside the writer's transaction.</summary>
    /// <param name="starts">The offset of the oldest record of each partition; moved on.</param>
    /// <param name="stored">How many bytes all batches take; made less.</param>
    /// <returns>True when there may be more to take away.</returns>
    public bool Run(long[] starts, ref long stored)
    {
        long now = settings.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        long tooOld = now - (long)settings.KeepFor.TotalMilliseconds, idsTooOld = now - (long)settings.IdsFor.TotalMilliseconds;
        bool more = false;
        for (int partition = 0; partition < starts.Length; partition++)
        {
            if (positions.Consumed(partition) is not { } consumed)
                return false;
            long start = starts[partition];
            List<(long Place, long Count, long Bytes, long Appended)> rows = store.Numbers(
                "SELECT place, count, bytes, appended FROM batches WHERE place >= $from AND place < $to ORDER BY place LIMIT $most",
                ("$from", LogStore.Place(partition, start)), ("$to", LogStore.Place(partition, consumed)), ("$most", MostRows));
            foreach ((long place, long count, long bytes, long appended) in rows)
            {
                long next = LogStore.OffsetOf(place) + count;
                if (next > consumed || (appended >= tooOld && stored <= settings.KeepBytes))
                    break;
                start = next;
                stored -= bytes;
            }

            more |= rows.Count == MostRows && start != starts[partition];
            stored += Remove(partition, starts[partition], start, idsTooOld);
            starts[partition] = start;
        }

        return more;
    }

    private long Remove(int partition, long from, long to, long idsTooOld)
    {
        (string, object?)[] range = [("$first", LogStore.Place(partition, 0)), ("$from", LogStore.Place(partition, from)), ("$to", LogStore.Place(partition, to)), ("$old", idsTooOld)];
        store.Execute("DELETE FROM batches WHERE place >= $first AND place < $to AND (appended < $old OR ids IS NULL)", range);
        if (from == to)
            return 0;
        store.Execute("UPDATE batches SET data = NULL, bytes = length(ids) WHERE place >= $from AND place < $to", range);
        store.Execute("INSERT INTO starts VALUES ($partition, $start) ON CONFLICT DO UPDATE SET start = $start", ("$partition", partition), ("$start", to));
        return store.Numbers("SELECT COALESCE(SUM(bytes), 0), 0, 0, 0 FROM batches WHERE place >= $from AND place < $to", range)[0].A;
    }
}
