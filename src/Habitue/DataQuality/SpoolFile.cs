namespace Habitue.DataQuality;

/// <summary>Names for what lies in the spool for a moment; the process owns the home, so a number of its own is enough.</summary>
internal static class SpoolFile
{
    private static long last;

    /// <summary>A path that nobody else uses.</summary>
    public static string Next(string home, string ending) => Path.Combine(Directory.CreateDirectory(Path.Combine(home, "spool")).FullName, $"page-{Environment.ProcessId}-{Interlocked.Increment(ref last)}{ending}");
}
