using System.Diagnostics;
using Habitue.Tests.Host;

namespace Habitue.Tests.Architecture;

/// <summary>The files of this repository, as its reader sees them.</summary>
internal static class Repository
{
    private static readonly string[] NotText = [".png", ".parquet", ".xlsx", ".gz", ".bin", ".ico"];

    public static string Folder => TheProgram.Repository;

    /// <summary>Not what a build or a package manager wrote.</summary>
    public static bool IsSource(string path) =>
        !Path.GetRelativePath(Folder, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or ".git");

    public static IEnumerable<string> TextFiles() => AllFiles().Where(path => !NotText.Contains(Path.GetExtension(path)));

    /// <summary>What git tracks or would track; all files where there is no git.</summary>
    public static IReadOnlyList<string> AllFiles()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"]) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        IEnumerable<string> found;
        if (Directory.Exists(Path.Combine(Folder, ".git")) || File.Exists(Path.Combine(Folder, ".git")))
        {
            using var git = Process.Start(start)!;
            found = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(name => Path.Combine(Folder, name));
        }
        else
        {
            found = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(IsSource);
        }
        return [.. found.Where(File.Exists)];
    }
}
