namespace Habitue.Lake.Log;

/// <summary>Where each consumer is. What changed is written with a transaction of the writer, a second later at the latest.</summary>
internal sealed class LogPositions
{
    private readonly Lock gate = new();
    private readonly int partitions;
    private readonly Dictionary<string, long[]> next = [];
    private readonly HashSet<string> changed = [], forgotten = [];

    /// <summary>What the transaction that is under way writes; it stays until that is on the disk.</summary>
    private readonly HashSet<string> writing = [], removing = [];

    public LogPositions(int partitions, IEnumerable<(string Consumer, int Partition, long Next)> kept)
    {
        this.partitions = partitions;
        foreach ((string consumer, int partition, long position) in kept)
            Of(consumer)[partition] = position;
        changed.Clear();
    }

    public long Get(string consumer, int partition)
    {
        lock (gate)
            return Of(consumer)[partition];
    }

    public void Set(string consumer, int partition, long position)
    {
        lock (gate)
        {
            Of(consumer)[partition] = position;
            changed.Add(consumer);
        }
    }

    public void Forget(string consumer)
    {
        lock (gate)
        {
            next.Remove(consumer);
            changed.Remove(consumer);
            forgotten.Add(consumer);
        }
    }

    public bool IsDirty
    {
        get
        {
            lock (gate)
                return changed.Count + forgotten.Count + writing.Count + removing.Count > 0;
        }
    }

    /// <summary>The offset before which every consumer has consumed; null when there is no consumer.</summary>
    public long? Consumed(int partition)
    {
        lock (gate)
            return next.Count == 0 ? null : next.Values.Min(positions => positions[partition]);
    }

    /// <summary>Writes what changed; called inside the writer's transaction, and again should it fail.</summary>
    public void Save(LogStore store)
    {
        lock (gate)
        {
            writing.UnionWith(changed);
            removing.UnionWith(forgotten);
            changed.Clear();
            forgotten.Clear();
            removing.ExceptWith(next.Keys);
            writing.IntersectWith(next.Keys);
            foreach (string consumer in removing)
                store.Execute("DELETE FROM positions WHERE consumer = $consumer", ("$consumer", consumer));
            foreach (string consumer in writing)
                for (int p = 0; p < partitions; p++)
                    store.Execute("INSERT INTO positions VALUES ($consumer, $partition, $next) ON CONFLICT DO UPDATE SET next = $next", ("$consumer", consumer), ("$partition", p), ("$next", next[consumer][p]));
        }
    }

    /// <summary>The transaction is on the disk.</summary>
    public void Saved()
    {
        lock (gate)
        {
            writing.Clear();
            removing.Clear();
        }
    }

    private long[] Of(string consumer)
    {
        if (next.TryGetValue(consumer, out long[]? positions))
            return positions;
        changed.Add(consumer);
        forgotten.Remove(consumer);
        return next[consumer] = new long[partitions];
    }
}
