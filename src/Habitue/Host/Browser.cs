using System.Diagnostics;

namespace Habitue.Host;

/// <summary>Shows a file or an address in the browser that the person uses; without one, what was printed must do.</summary>
internal static class Browser
{
    /// <summary>Whether there is a desktop to show something on: on a bare terminal Linux would start a browser of text in the middle of ours.</summary>
    public static bool IsThere => !OperatingSystem.IsLinux() || ((string[])["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]).Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    public static void Open(string path)
    {
        var (program, arguments) = OperatingSystem.IsWindows() ? ("explorer.exe", path) : OperatingSystem.IsMacOS() ? ("open", path) : ("xdg-open", path);
        try
        {
            using var _ = Process.Start(new ProcessStartInfo(program, [arguments]) { RedirectStandardError = true, RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No desktop here (a server, a container): the path is on the screen.
        }
    }
}
