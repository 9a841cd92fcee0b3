using System.Diagnostics;
using System.Text.Json;

namespace Habitue.Bench.Live;

/// <summary>What no server on this machine can go below: an fsync, reading the JSON, an HTTP request over the loopback.</summary>
internal static class Floors
{
    /// <summary>How long a small write with its fsync takes, in milliseconds, in the middle.</summary>
    public static double Fsync(string folder)
    {
        string path = Path.Combine(folder, "fsync.bin");
        var times = new List<double>();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            byte[] page = new byte[8192];
            for (int i = 0; i < 300; i++)
            {
                long begin = Stopwatch.GetTimestamp();
                file.Write(page);
                file.Flush(flushToDisk: true);
                times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
        }

        File.Delete(path);
        times.Sort();
        return times[times.Count / 2];
    }

    /// <summary>Events a second that one core reads from JSON with the framework's reader, doing nothing with them.</summary>
    public static double Json(Request request)
    {
        long begin = Stopwatch.GetTimestamp();
        long events = 0, tokens = 0;
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < 2)
        {
            var reader = new Utf8JsonReader(request.Body);
            while (reader.Read())
                tokens++;
            events += request.Events;
        }

        return tokens > 0 ? events / Stopwatch.GetElapsedTime(begin).TotalSeconds : 0;
    }
}
