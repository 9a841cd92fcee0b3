using System.Reflection;

namespace Habitue.Host;

/// <summary>What this program is: its version, as the build wrote it.</summary>
internal static class Build
{
    /// <summary>Such as <c>0.1.0</c>; the commit that the build tools add after a plus sign is left out.</summary>
    public static string Version { get; } =
        typeof(Build).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
