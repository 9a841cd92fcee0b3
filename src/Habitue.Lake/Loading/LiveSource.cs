namespace Habitue.Lake.Loading;

/// <summary>What is different when rows come from the log of events and not from files: each comes once, in small batches, many times a minute.</summary>
internal sealed class LiveSource(int id)
{
    private const long RowsOfALoad = 1_000_000;

    public int Id => id;

    /// <summary>Rows are compared with each other as a whole; never so unless somebody edited the mapping.</summary>
    public bool ComparesRows { get; init; }

    /// <summary>The load that batches are entered under, as long as no lake has it; null when the next batch begins one.</summary>
    public long? Load { get; private set; }

    private long rows;

    /// <summary>The next batch begins a load of its own: somebody has worked with the loads so far.</summary>
    public void End() => Load = null;

    public void Entered(long load, long count)
    {
        rows = Load == load ? rows + count : count;
        Load = rows < RowsOfALoad ? load : null;
    }
}
