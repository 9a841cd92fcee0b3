using Habitue.Lake.Log;

namespace Habitue.Server;

/// <summary>How the live server runs.</summary>
/// <param name="Urls">Where it listens; 127.0.0.1 unless told otherwise. Port 0 takes a free one.</param>
/// <param name="Folder">The home's folder.</param>
internal sealed record ServerSettings(string Urls, string Folder)
{
    /// <summary>The port unless told otherwise.</summary>
    public const int UsualPort = 5080;

    public static string DefaultUrls { get; } = $"http://127.0.0.1:{UsualPort}";

    /// <summary>Where measures and spans are sent (OTLP over HTTP); null for nowhere.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>How the log is written on the error stream.</summary>
    public LogForm Log { get; init; }

    /// <summary>How the log of events is kept.</summary>
    public LogSettings EventLog { get; init; } = new();

    /// <summary>What one client may take.</summary>
    public WebLimits Web { get; init; } = new();

    /// <summary>Whether the dashboard takes a new visitor on a tour by itself; they can ask for it anywhere.</summary>
    public bool ShowsTour { get; init; }

    /// <summary>What a question asked on the page Explore may take.</summary>
    public Explore.QueryLimits Queries { get; init; } = new();

    /// <summary>How long a stopping server waits for requests that it has begun; then it hangs up, and nothing of them was acknowledged.</summary>
    public TimeSpan AnswersWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long it may take then to write what it has accepted. Both together leave a second of the ten that a stop may take.</summary>
    public TimeSpan WritesWithin { get; init; } = TimeSpan.FromSeconds(6);
}
