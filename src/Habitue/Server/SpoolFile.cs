namespace Habitue.Server;

/// <summary>Names for what lies in the spool for a moment; the process owns the home, so a number of its own is enough.</summary>
internal static class SpoolFile
{
    private const string Beginning = "page-";
    private static long last;

    /// <summary>A path that nobody else uses.</summary>
    public static string Next(string home, string ending) => Path.Combine(Directory.CreateDirectory(Of(home)).FullName, $"{Beginning}{Environment.ProcessId}-{Interlocked.Increment(ref last)}{ending}");

    /// <summary>Takes away what a process left that was killed.</summary>
    public static void Tidy(string home)
    {
        if (!Directory.Exists(Of(home))) return;
        foreach (var left in Directory.GetFiles(Of(home), Beginning + "*")) File.Delete(left);
        foreach (var left in Directory.GetDirectories(Of(home), Beginning + "*")) Directory.Delete(left, recursive: true);
    }

    private static string Of(string home) => Path.Combine(home, "spool");
}
