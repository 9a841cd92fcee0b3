using System.Runtime.InteropServices;
using Habitue.Lake.Storage;

namespace Habitue.Host;

/// <summary>What <c>habitue doctor</c> looks at, in order. A new check is one method and one line in <see cref="Of"/>.</summary>
internal static class Checkup
{
    private const long LittleSpace = 2_000_000_000, LittleMemory = 1_000_000_000;

    public static IReadOnlyList<Finding> Of(string home, Terminal terminal) =>
    [
        new("Habitue", Verdict.Good, $"{Build.Version} in {AppContext.BaseDirectory}"),
        new(".NET", Verdict.Good, $"{Environment.Version} on {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, {Environment.ProcessorCount} cores"),
        Library(),
        Memory(),
        HomeFolder(home),
        Owner(home),
        Space("Disk of home", NearestFolder(home)),
        Space("Temporary files", Path.GetTempPath()),
        new("Terminal", Verdict.Good, $"{(terminal.OutputIsPerson ? "a person" : "a pipe")}, {terminal.Width} columns, {(terminal.OutputIsPerson && terminal.Colour ? "colour" : "no colour")}"),
    ];

    private static Finding Library()
    {
        const string subject = "DuckDB library";
        try
        {
            return new(subject, Verdict.Good, Duck.DuckDatabase.LibraryVersion);
        }
        catch (Exception problem) when (problem is DllNotFoundException or TypeInitializationException or BadImageFormatException or Duck.DuckException)
        {
            var reason = problem is TypeInitializationException { InnerException: { } inner } ? inner : problem;
            return new(subject, Verdict.Bad, reason.Message.ReplaceLineEndings(" "), "Run `npm ci` in the repository, then ./habitue again.");
        }
    }

    private static Finding Memory()
    {
        var total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var found = $"{MemorySize.Format(total)} may be used";
        return total >= LittleMemory ? new("Memory", Verdict.Good, found)
            : new("Memory", Verdict.Warning, found, "Large shops need 1 GB or more; give DuckDB less with --memory.");
    }

    private static Finding HomeFolder(string home)
    {
        const string subject = "Home";
        if (File.Exists(home)) return new(subject, Verdict.Bad, $"{home} is a file", "Name a folder with --home or HABITUE_HOME.");
        if (!Directory.Exists(home)) return new(subject, Verdict.Good, $"{home} (not there yet; made by the first run)");
        try
        {
            var bytes = new DirectoryInfo(home).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            var found = $"{home}, {MemorySize.Format(bytes)}";
            const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
            var open = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(home) & others) != 0;
            return open ? new(subject, Verdict.Warning, found + ", open to other people", $"It holds customers' data: chmod 700 '{home}'.")
                : new(subject, Verdict.Good, found);
        }
        catch (UnauthorizedAccessException problem)
        {
            return new(subject, Verdict.Bad, problem.Message, "Run as the owner of the home, or name another with --home.");
        }
    }

    private static Finding Owner(string home) => HomeOwner.IsLocked(home)
        ? new("Used by", Verdict.Good, HomeOwner.Read(home)?.ToString() ?? "another process")
        : new("Used by", Verdict.Good, "nobody");

    private static Finding Space(string subject, string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var found = $"{MemorySize.Format(free)} free in {folder}";
        return free >= LittleSpace ? new(subject, Verdict.Good, found)
            : new(subject, Verdict.Warning, found, "Less than 2 GB: a large load may fill the disk.");
    }

    private static string NearestFolder(string path)
    {
        var at = path;
        while (!Directory.Exists(at)) at = Path.GetDirectoryName(at) ?? Path.GetPathRoot(path)!;
        return at;
    }
}
