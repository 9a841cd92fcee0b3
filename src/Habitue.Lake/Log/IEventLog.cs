namespace Habitue.Lake.Log;

/// <summary>
/// The durable log of everything that happens: append-only, split into partitions, ordered within each. What
/// <see cref="AppendAsync"/> has returned for is on the disk. Consumers read from an offset and keep their own position.
/// </summary>
/// <remarks>The first implementation lies in SQLite; the shape is Kafka's, which comes second.</remarks>
public interface IEventLog : IAsyncDisposable
{
    /// <summary>How many partitions there are; it never changes in the life of a log.</summary>
    int Partitions { get; }

    /// <summary>Why nothing can be written now, in one sentence; null when the log is well.</summary>
    string? Problem { get; }

    /// <summary>
    /// Appends the entries, each to the partition of its key, and completes when all of them are on the disk. Entries of one
    /// call that share a key keep their order. Either all are appended or none; an entry whose id was appended before, in an
    /// earlier call, in this one or in one that runs beside it, is a duplicate and is left out.
    /// </summary>
    /// <exception cref="LogFullException">More waits to be written than the bounded queue takes; try again after the time it names.</exception>
    /// <exception cref="LogUnavailableException">Nothing can be written now, such as on a full disk; nothing of this call was accepted.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    ValueTask<LogReceipt> AppendAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancel);

    /// <summary>
    /// The records of a partition from an offset on, in order, waiting at the end for more until cancelled. From an offset that
    /// is no longer kept, it begins with the oldest record that is.
    /// </summary>
    IAsyncEnumerable<IReadOnlyList<LogRecord>> ReadAsync(int partition, long from, CancellationToken cancel);

    /// <summary>The offset that the next record of the partition will have.</summary>
    long End(int partition);

    /// <summary>The offset of the oldest record that is still kept.</summary>
    long Start(int partition);

    /// <summary>
    /// The offset that a consumer reads next; 0 for one that never committed. To ask makes the consumer known: from then on
    /// nothing that it has not consumed is removed by age or size.
    /// </summary>
    long Position(string consumer, int partition);

    /// <summary>
    /// Remembers where a consumer is; it is on the disk within a second. A consumer that keeps its position with its own data
    /// tells it here too, so that retention knows.
    /// </summary>
    void Commit(string consumer, int partition, long next);

    /// <summary>Takes away a consumer that will not come back, so that retention no longer waits for it.</summary>
    void Forget(string consumer);
}
