using System.Diagnostics;

namespace Habitue.Host;

/// <summary>Shows a file in the browser that the person uses; without one, the path that was printed must do.</summary>
internal static class Browser
{
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
