using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Habitue.Tests.Host.Demo;

/// <summary>
/// Every address that a .NET process connected to, tried to connect to, or accepted somebody from, as the runtime itself writes down when these settings are in its environment: an event trace with
/// the sockets' events, in which an address stands as the text of its bytes.
/// </summary>
internal static partial class Connections
{
    public static (string Name, string Value)[] Traced(string file) =>
    [
        ("DOTNET_EnableEventPipe", "1"), ("DOTNET_EventPipeOutputPath", file), ("DOTNET_EventPipeRundown", "0"), ("DOTNET_EventPipeConfig", "System.Net.Sockets:0xFFFFFFFFFFFFFFFF:4"),
    ];

    public static IReadOnlyList<IPAddress> In(byte[] trace) =>
        [.. Address().Matches(Encoding.Latin1.GetString(trace).Replace("\0", "", StringComparison.Ordinal)).Select(match => Read(match.Groups[1].Length > 0, [.. match.Groups[2].Value.Split(',').Select(byte.Parse)])).Distinct()];

    /// <summary>Those that are of another machine. An address of zeros is one that is not known yet, when a socket begins to listen or to accept.</summary>
    public static IReadOnlyList<IPAddress> Outbound(byte[] trace) => [.. In(trace).Where(one => !IPAddress.IsLoopback(one) && !one.Equals(IPAddress.Any) && !one.Equals(IPAddress.IPv6Any))];

    /// <summary>The bytes after the family: two of the port; of the newer protocol then four of the flow.</summary>
    private static IPAddress Read(bool isNew, byte[] bytes) => isNew ? new IPAddress(bytes.AsSpan(6, 16)) is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : new IPAddress(bytes.AsSpan(6, 16)) : new IPAddress(bytes.AsSpan(2, 4));

    /// <summary>An address as the runtime writes it.</summary>
    public static byte[] Written(string address) => Encoding.Unicode.GetBytes(new IPEndPoint(IPAddress.Parse(address), 443).Serialize().ToString());

    [GeneratedRegex(@"InterNetwork(V6)?:\d+:\{([\d,]+)\}")]
    private static partial Regex Address();
}
