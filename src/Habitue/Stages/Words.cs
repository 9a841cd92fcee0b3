using Habitue.Host;

namespace Habitue.Stages;

/// <summary>Numbers as a sentence needs them.</summary>
internal static class Words
{
    /// <summary><c>1 file</c>, <c>305 files</c>.</summary>
    public static string Count(long number, string thing) => number == 1 ? $"1 {thing}" : $"{number:N0} {thing}s";

    public static string Bytes(long bytes) => MemorySize.Format(bytes);

    /// <summary><c>0.4 s</c>, <c>12 s</c>, <c>3 min 20 s</c>.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds < 10 ? $"{time.TotalSeconds:0.0} s"
        : time.TotalSeconds < 100 ? $"{time.TotalSeconds:0} s"
        : $"{(int)time.TotalMinutes} min {time.Seconds} s";
}
