namespace Habitue.Lake.Sources.Api;

/// <summary>How patiently an API is asked, and how much it may answer.</summary>
public sealed record ApiPatience
{
    /// <summary>Requests for one page, the first included.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The first wait between attempts; the next ones double, with jitter.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No wait is longer, and a server that asks for more is not waited for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a server may be silent, before its answer and within it; counted in real time.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A page is held in memory; a larger one is an error. In bytes.</summary>
    public int LargestPage { get; init; } = 256 << 20;

    /// <summary>Seed of the jitter.</summary>
    public int Seed { get; init; } = 1;
}
