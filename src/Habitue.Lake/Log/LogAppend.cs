namespace Habitue.Lake.Log;

/// <summary>Entries of one caller that wait for the writer.</summary>
internal sealed class LogAppend
{
    private readonly TaskCompletionSource<LogReceipt> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool[]? duplicates;

    public LogAppend(IReadOnlyList<LogEntry> entries, int partitions)
    {
        Entries = entries;
        Partitions = new int[entries.Count];
        for (int i = 0; i < entries.Count; i++)
        {
            Partitions[i] = LogPartition.Of(entries[i].Key, partitions);
            Bytes += entries[i].Value.Length + 64;   // an entry has its cost however short it is
        }
    }

    public IReadOnlyList<LogEntry> Entries { get; }
    public int[] Partitions { get; }
    public long Bytes { get; }
    public Task<LogReceipt> Done => done.Task;

    public void Forget() => duplicates = null;

    public void MarkDuplicate(int index) => (duplicates ??= new bool[Entries.Count])[index] = true;

    public void Complete() => done.SetResult(new LogReceipt(Entries.Count, duplicates));

    public void Fail(Exception problem) => done.SetException(problem);
}
