using System.Text.RegularExpressions;

namespace Habitue.Tests.Host.Demo;

/// <summary>What a process connected to, as <c>strace -e trace=connect</c> wrote it down.</summary>
internal static partial class Connections
{
    /// <summary>All attempts, also those that failed.</summary>
    public static IReadOnlyList<string> In(IEnumerable<string> trace) => [.. trace.Where(line => line.Contains("connect(", StringComparison.Ordinal))];

    /// <summary>Those that lead to another machine: neither a socket of the file system nor one of this machine.</summary>
    public static IReadOnlyList<string> Outbound(IEnumerable<string> trace) => [.. In(trace).Where(line => !Inside().IsMatch(line))];

    [GeneratedRegex(@"sa_family=AF_UNIX|sa_family=AF_UNSPEC|inet_addr\(""127\.|inet_pton\(AF_INET6, ""(::1|::ffff:127\.[0-9.]+)""|sa_family=AF_NETLINK")]
    private static partial Regex Inside();
}
