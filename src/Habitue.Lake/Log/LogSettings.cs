namespace Habitue.Lake.Log;

/// <summary>How a log is kept.</summary>
public sealed record LogSettings
{
    /// <summary>How many partitions a new log has; one that is there keeps its own number.</summary>
    public int Partitions { get; init; } = 8;

    /// <summary>How much may wait to be written, in bytes of events; more is refused.</summary>
    public long QueueBytes { get; init; } = 64L << 20;

    /// <summary>How much of what was written last stays in memory for consumers that are near the end, in bytes of events.</summary>
    public long TailBytes { get; init; } = 24L << 20;

    /// <summary>Events that every consumer has consumed are removed when they are older than this.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Above this size the oldest events that every consumer has consumed are removed, however young.</summary>
    public long KeepBytes { get; init; } = 20L << 30;

    /// <summary>How long an id is remembered, so that the same event counts once; at most 200 days.</summary>
    public TimeSpan IdsFor { get; init; } = TimeSpan.FromDays(30);

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
