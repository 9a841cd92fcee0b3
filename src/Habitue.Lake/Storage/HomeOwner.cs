using System.Globalization;

namespace Habitue.Lake.Storage;

/// <summary>
/// Which process owns a home, written beside its lock for people to read. Only the lock decides: this note of a process
/// that was killed says nothing.
/// </summary>
public sealed record HomeOwner(int Process, string Host, string Verb, DateTimeOffset Since)
{
    public override string ToString()
    {
        var where = Host == System.Net.Dns.GetHostName() ? "" : $" on {Host}";
        return $"process {Process}{where} (habitue {Verb}, since {Since.ToLocalTime():HH:mm})";
    }

    internal static string LockIn(string folder) => Path.Combine(folder, "home.lock");

    private static string NoteIn(string folder) => Path.Combine(folder, "home.owner");

    /// <summary>True while a living process holds the folder.</summary>
    public static bool IsLocked(string folder)
    {
        if (!File.Exists(LockIn(folder))) return false;
        try
        {
            using var _ = new FileStream(LockIn(folder), FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static HomeOwner? Read(string folder)
    {
        try
        {
            return File.ReadAllText(NoteIn(folder)).TrimEnd().Split('\t') is [var process, var host, var verb, var since]
                ? new HomeOwner(int.Parse(process, CultureInfo.InvariantCulture), host, verb, DateTimeOffset.Parse(since, CultureInfo.InvariantCulture))
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;   // the note is being written, or is somebody else's: the sentence does without it
        }
    }

    internal static void Write(string folder, HomeOwner owner)
    {
        var fresh = NoteIn(folder) + ".new";
        File.WriteAllText(fresh, string.Create(CultureInfo.InvariantCulture, $"{owner.Process}\t{owner.Host}\t{owner.Verb}\t{owner.Since:O}\n"));
        File.Move(fresh, NoteIn(folder), overwrite: true);
    }

    internal static void Erase(string folder) => File.Delete(NoteIn(folder));
}
