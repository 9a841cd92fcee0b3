namespace Habitue.Lake.Log;

/// <summary>
/// The ids that were appended within the last days. The youngest are in memory; when they are many, they move into a file
/// (<see cref="IdRun"/>), so that memory does not grow by 16 bytes with each event. Not for several threads.
/// </summary>
internal sealed class SeenIds : IDisposable
{
    /// <summary>How many ids are in memory; a table of them is three quarters full then, in 64 MB.</summary>
    public const int UsualMost = 3_000_000;

    private readonly string path;
    private readonly int days, most;
    private readonly List<(IdRun Run, int Day)> runs = [];
    private IdTable young;
    private IdTable? moving;
    private Task<IdRun>? move;
    private long since, files;
    private int movedOn;

    /// <param name="memory">How long an id is remembered.</param>
    /// <param name="path">How the names of its files begin. They are of no use to a later process, which deletes them.</param>
    /// <param name="most">How many ids are in memory before they move into a file.</param>
    public SeenIds(TimeSpan memory, string path, int most = UsualMost)
    {
        days = (int)Math.Ceiling(memory.TotalDays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 200, nameof(memory));
        (this.path, this.most, young) = (path, most, new IdTable(days));
        foreach (string left in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path) + "*"))
            File.Delete(left);
    }

    /// <summary>How many are in memory.</summary>
    public long InMemory => young.Count + (moving?.Count ?? 0);

    /// <summary>How many files hold ids.</summary>
    public int Files => runs.Count;

    /// <summary>Why the last move into a file failed; null when it did not.</summary>
    public Exception? Trouble { get; private set; }

    public static int DayOf(DateTimeOffset time) => (int)(time.ToUnixTimeSeconds() / 86_400);

    /// <summary>Whether an id was appended within the last days.</summary>
    /// <exception cref="IOException">A file of ids cannot be read.</exception>
    public bool Contains(UInt128 id, int today)
    {
        if (young.Contains(id, today) || moving?.Contains(id, today) == true)
            return true;
        foreach ((IdRun run, int _) in runs)
            if (run.Contains(id, today))
                return true;
        return false;
    }

    /// <summary>Remembers an id; one that is remembered already keeps the younger of the two days.</summary>
    public void Add(UInt128 id, int day, int today)
    {
        if (move is { IsCompleted: true })
            EndMove();
        if (young.Add(id, day, today) && ++since >= most)
            Move(today);
    }

    /// <summary>Waits until what moves into a file is there.</summary>
    public void Settle()
    {
        if (move is null)
            return;
        Task.WhenAny(move).Wait();
        EndMove();
    }

    /// <summary>
    /// Lets the ids in memory go into a file beside the work. While an earlier move is under way, or where the disk did not take it, they stay,
    /// and it is tried again some ids later.
    /// </summary>
    private void Move(int today)
    {
        young.Tidy(today);
        foreach ((IdRun run, int _) in runs.Where(r => !IdTable.IsYoung((byte)r.Day, today, days)))
            run.Dispose();
        runs.RemoveAll(r => !IdTable.IsYoung((byte)r.Day, today, days));
        since = young.Count;
        if (since < most / 2)
            return;
        if (moving is null)
            (moving, young, since) = (young, new IdTable(days), 0);
        else
            since = most - (most / 16) - 1;
        if (move is not null)
            return;
        (IdTable ids, string file) = (moving, path + ++files);
        movedOn = today;
        move = Task.Factory.StartNew(() => IdRun.Write(file, ids, days), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void EndMove()
    {
        if (move!.IsCompletedSuccessfully)
        {
            runs.Add((move.Result, movedOn));
            moving = null;
        }

        Trouble = move.Exception?.GetBaseException();
        move = null;
    }

    public void Dispose()
    {
        Settle();
        foreach ((IdRun run, int _) in runs)
            run.Dispose();
    }
}
