using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Habitue.Server;

/// <summary>What one client may take of the server, so that a slow, greedy or broken one is not felt by the others.</summary>
internal sealed record WebLimits
{
    private const string LimitsOfTheProcess = "/proc/self/limits";

    /// <summary>How many connections may be open; who comes beyond is dropped at once. Three quarters of the files that the process may open are the most.</summary>
    public int MostConnections { get; init; } = 20_000;

    /// <summary>The headers of a request must be there within this time.</summary>
    public TimeSpan HeadersWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A body must come at least so fast, once <see cref="Patience"/> is over.</summary>
    public int SlowestBytesPerSecond { get; init; } = 240;

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A connection on which nothing is asked is closed after this time.</summary>
    public TimeSpan IdleFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>No body may be larger, but where a room says so itself (files that are loaded); most rooms take much less.</summary>
    public long MostBodyBytes { get; init; } = 4 << 20;

    public void Apply(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        var limits = server.Limits;
        limits.MaxConcurrentConnections = limits.MaxConcurrentUpgradedConnections = Connections(MostFiles());
        limits.RequestHeadersTimeout = HeadersWithin;
        limits.MinRequestBodyDataRate = new MinDataRate(SlowestBytesPerSecond, Patience);
        limits.KeepAliveTimeout = IdleFor;
        limits.MaxRequestBodySize = MostBodyBytes;
    }

    /// <summary>A connection is an open file, and without files to open the log cannot be written.</summary>
    /// <param name="files">How many files the process may have open; null where that is not known.</param>
    public int Connections(int? files) => files is { } most ? Math.Min(MostConnections, Math.Max(1, most / 4 * 3)) : MostConnections;

    private static int? MostFiles()
    {
        if (!File.Exists(LimitsOfTheProcess)) return null;
        var line = Array.Find(File.ReadAllLines(LimitsOfTheProcess), one => one.StartsWith("Max open files", StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..] && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;
    }
}
