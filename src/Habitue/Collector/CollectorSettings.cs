namespace Habitue.Collector;

/// <summary>The limits of the collector; those of the convention unless told otherwise.</summary>
internal sealed record CollectorSettings
{
    public int MostEventBytes { get; init; } = 32 << 10;
    public int MostBodyBytes { get; init; } = 500 << 10;
    public int MostEvents { get; init; } = 2_500;

    /// <summary>Ids of customers and groups, in characters.</summary>
    public int LongestId { get; init; } = 500;

    public int LongestMessageId { get; init; } = 100;

    /// <summary>Bodies of requests that are being read, all together; more is answered by 429.</summary>
    public long MostBytesInFlight { get; init; } = 128L << 20;

    /// <summary>From how many events of one visitor within a minute on it is taken for a machine, as in files.</summary>
    public int BotEventsInMinute { get; init; } = 30;
}
