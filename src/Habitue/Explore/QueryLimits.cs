namespace Habitue.Explore;

/// <summary>What a question may take, so that no question takes the server from the others.</summary>
internal sealed record QueryLimits
{
    /// <summary>After this it is stopped.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>About how many bytes of the warehouse's memory it may hold.</summary>
    public long Memory { get; init; } = 512L << 20;

    /// <summary>Questions that run at the same time.</summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>Rows on the page.</summary>
    public int Shown { get; init; } = 1_000;

    /// <summary>Rows in a file.</summary>
    public int Saved { get; init; } = 1_000_000;

    /// <summary>Letters of a question.</summary>
    public const int LongestSql = 20_000;
}
