using System.Net;

namespace Habitue.Lake.Storage;

/// <summary>
/// The one folder that holds everything: warehouse, lake, reports, models. Holding an instance means owning the folder;
/// a second process is told who owns it. Only its owner may read it, since it holds people's data.
/// </summary>
public sealed class Home : IDisposable
{
    public const string WarehouseName = "warehouse.duckdb";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly FileStream? held;

    private Home(string folder, FileStream? held) => (Folder, this.held) = (folder, held);

    public string Folder { get; }
    public string Warehouse => Path.Combine(Folder, WarehouseName);
    public string Lake => Path.Combine(Folder, "lake");
    public string Reports => Path.Combine(Folder, "reports");
    public string Models => Path.Combine(Folder, "models");
    public string Mappings => Path.Combine(Folder, "mappings");

    /// <summary>For what is fetched or spilled during one run; emptied when the home is opened.</summary>
    public string Spool => Path.Combine(Folder, "spool");

    /// <summary>The folder that is meant: the one given, else HABITUE_HOME, else ~/.habitue.</summary>
    public static string FolderFor(string? given)
    {
        var chosen = FirstNotEmpty(given, Environment.GetEnvironmentVariable("HABITUE_HOME"))
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".habitue");
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(chosen));
    }

    /// <summary>Makes the folder when it is not there, and takes it for this process.</summary>
    /// <exception cref="HomeException">Another process owns it, it is no folder, or it may not be written.</exception>
    public static Home Open(string folder, string verb, TimeProvider clock)
    {
        var home = new Home(folder, Take(folder));
        HomeOwner.Write(folder, new HomeOwner(Environment.ProcessId, Dns.GetHostName(), verb, clock.GetUtcNow()));
        home.MakeRooms();
        if (Directory.Exists(home.Spool)) Directory.Delete(home.Spool, recursive: true);   // left by a process that was killed
        Directory.CreateDirectory(home.Spool);
        return home;
    }

    /// <summary>The rooms of a home that this process has taken already; disposing it gives nothing back.</summary>
    public static Home OfOwner(string folder)
    {
        var home = new Home(folder, null);
        home.MakeRooms();
        return home;
    }

    private void MakeRooms()
    {
        foreach (var room in (string[])[Lake, Reports, Models, Mappings, Spool]) Directory.CreateDirectory(room);
    }

    /// <summary>Takes away the note of who owns the home; the lock stays until the process ends.</summary>
    public void Leave()
    {
        if (held is not null) HomeOwner.Erase(Folder);
    }

    public void Dispose()
    {
        if (held is null) return;
        HomeOwner.Erase(Folder);
        held.Dispose();
    }

    private static FileStream Take(string folder)
    {
        try
        {
            if (File.Exists(folder)) throw new HomeException($"{folder}: this is a file, and a home is a folder; name another with --home.");
            RefuseForeign(folder);
            Make(folder);
            // The lock is the operating system's: it ends with the process, however that ends.
            return new FileStream(HomeOwner.LockIn(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException)
        {
            throw new HomeException($"{folder}: no permission to write here; name a home of your own with --home or HABITUE_HOME.");
        }
        catch (IOException problem) when (problem is not DirectoryNotFoundException && HomeOwner.IsLocked(folder))
        {
            throw new HomeException($"{folder}: this home is in use by {HomeOwner.Read(folder)?.ToString() ?? "another process"}; wait for it to end, or name another home with --home.");
        }
        catch (IOException problem)
        {
            throw new HomeException($"{folder}: the home cannot be made ({problem.Message.TrimEnd('.')}); name another with --home or HABITUE_HOME.");
        }
    }

    /// <summary>Parents that are missing are made for the owner only too: a home may lie inside another.</summary>
    private static void Make(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (Path.GetDirectoryName(folder) is { } parent) Make(parent);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }

    /// <summary>A folder full of somebody's files must not become a home by a slip of the keyboard.</summary>
    private static void RefuseForeign(string folder)
    {
        string[] ours = [WarehouseName, "lake", "reports", "models", "mappings", "spool", "demo", "home.lock"];
        if (!Directory.Exists(folder) || ours.Any(name => Path.Exists(Path.Combine(folder, name)))) return;
        if (Directory.EnumerateFileSystemEntries(folder).Any())
            throw new HomeException($"{folder}: this folder holds other files and is no Habitue home; name an empty or a new folder with --home.");
    }

    private static string? FirstNotEmpty(params string?[] values) => values.FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
}
