namespace Habitue.Duck;

/// <summary>How a database is opened; what is null stays as DuckDB has it.</summary>
public sealed record DuckSettings
{
    /// <summary>Threads a query may use; by default all cores.</summary>
    public int? Threads { get; init; }

    /// <summary>Memory for the buffer manager, such as "1GB"; by default 80 % of the machine's.</summary>
    public string? MemoryLimit { get; init; }

    /// <summary>Where queries larger than memory spill to; by default beside the database file.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>Refuses every write, and lets several processes read one file.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Counts how far a running query is, for <see cref="DuckConnection.Progress"/>; queries over many files take a few percent longer.</summary>
    public bool CountsProgress { get; init; }

    /// <summary>Any other of DuckDB's settings by name.</summary>
    public IReadOnlyDictionary<string, string>? Other { get; init; }

    internal IEnumerable<(string Name, string Value)> All()
    {
        if (Threads is { } threads)
            yield return ("threads", threads.ToString());
        if (MemoryLimit is not null)
            yield return ("memory_limit", MemoryLimit);
        if (TempDirectory is not null)
            yield return ("temp_directory", TempDirectory);
        if (ReadOnly)
            yield return ("access_mode", "READ_ONLY");
        foreach (var (name, value) in Other ?? new Dictionary<string, string>())
            yield return (name, value);
    }
}
