using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Habitue.Bench.Live;

/// <summary>
/// Fifty people with the dashboard open while the simulated shop sends 2,000 events a second, on a home of a million events: how much memory the server
/// takes, how old the live figures are that they see, and how long a page takes meanwhile and without all that.
/// </summary>
internal static class DashboardsBench
{
    private const int Port = 5188, Viewers = 50, Rate = 2_000;
    private static readonly string[] Pages = ["/", "/sales", "/behaviour", "/segments", "/customers", "/predictions", "/baskets", "/recommendations", "/quality", "/models", "/runs", "/experiments"];

    public static int Run(string[] args)
    {
        double seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 120;
        string? kept = Environment.GetEnvironmentVariable("HABITUE_BENCH_FOLDER");
        string folder = kept ?? Directory.CreateTempSubdirectory("habitue-dashboards-").FullName, home = Path.Combine(folder, "home");
        try
        {
            if (!Directory.Exists(home))
            {
                Program("simulate", "--events", "1000000", "--out", Path.Combine(folder, "shop"));
                Program("run", Path.Combine(folder, "shop"), "--home", home);
            }

            using var server = new ServerProcess(home, Port, "--pass");
            using HttpClient first = Viewer(server);
            string alone = Views(first);
            using var stop = new CancellationTokenSource();
            HttpClient[] viewers = [.. Enumerable.Range(0, Viewers).Select(_ => Viewer(server))];
            Task<List<double>>[] watching = [.. viewers.Select(viewer => Watch(viewer, stop.Token))];
            using Process traffic = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "habitue"),
                ["simulate", "--live", $"http://127.0.0.1:{Port}", "--key", server.WriteKey, "--rate", $"{Rate}", "--for", $"{seconds + 10}", "--pace", "20"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            Task<string> told = traffic.StandardError.ReadToEndAsync(), said = traffic.StandardOutput.ReadToEndAsync();
            long most = 0;
            for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds; Thread.Sleep(1_000))
                most = Math.Max(most, server.ResidentBytes);
            string beside = Views(first);
            traffic.WaitForExit();
            stop.Cancel();
            double[] behind = [.. watching.SelectMany(one => one.GetAwaiter().GetResult()).Order()];
            Save(seconds, server, most, behind, told.GetAwaiter().GetResult() + said.GetAwaiter().GetResult(), alone, beside);
            foreach (HttpClient viewer in viewers)
                viewer.Dispose();
            return 0;
        }
        finally
        {
            if (kept is null)
                Directory.Delete(folder, recursive: true);
        }
    }

    private static void Save(double seconds, ServerProcess server, long most, double[] behind, string traffic, string alone, string beside)
    {
        string sent = traffic.Split('\n').First(line => line.StartsWith("Sent", StringComparison.Ordinal))[4..].Trim();
        string page = string.Create(CultureInfo.InvariantCulture, $"""
            # Fifty open dashboards

            {Contest.Machine()}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}. A home of a million events with everything that a run makes of them; {Viewers} viewers with the overview open and its live figures coming; beside them, on
            the same cores, the simulated shop, asked for {Rate:N0} events a second. {seconds:0} seconds.
            Run it: `dotnet run -c Release --project bench/Habitue.Bench -- dashboards`

            | what | figure | asked |
            |---|---:|---|
            | traffic | {sent} | 2,000 events/s |
            | the server's memory, at most | {most >> 20} MB | under 2 GB |
            | live figures that arrived, to each viewer | {behind.Length / seconds / Viewers:0.0} a second | |
            | how old they were when they were sent, p50 / p99 / most | {behind[behind.Length / 2]:0.00} / {behind[(int)(behind.Length * 0.99)]:0.00} / {behind[^1]:0.00} s | at most 2 s |
            | processor time of the server | {server.ProcessorTime.TotalSeconds / seconds:0.00} cores | |

            The first view of each page, the middle of three, in milliseconds:

            | | {string.Join(" | ", Pages)} |
            |---|{string.Concat(Pages.Select(_ => "---:|"))}
            | nobody else there | {alone} |
            | beside all that | {beside} |

            """).ReplaceLineEndings("\n");
        Console.Write(page);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine("bench", "results")).FullName, "dashboards.md"), page);
    }

    private static HttpClient Viewer(ServerProcess server)
    {
        var viewer = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = Timeout.InfiniteTimeSpan };
        viewer.GetStringAsync(server.Dashboard).GetAwaiter().GetResult();
        return viewer;
    }

    private static string Views(HttpClient viewer) => string.Join(" | ", Pages.Select(page =>
    {
        double[] times = [.. Enumerable.Range(0, 3).Select(_ =>
        {
            long begin = Stopwatch.GetTimestamp();
            viewer.GetStringAsync(page).GetAwaiter().GetResult();
            return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }).Order()];
        return times[1].ToString("0", CultureInfo.InvariantCulture);
    }));

    /// <summary>Reads live figures until told to stop.</summary>
    /// <returns>How many seconds they were behind, by the server's word.</returns>
    private static async Task<List<double>> Watch(HttpClient viewer, CancellationToken stop)
    {
        var behind = new List<double>();
        try
        {
            using var reader = new StreamReader(await viewer.GetStreamAsync("/dashboard/stream", stop));
            while (await reader.ReadLineAsync(stop) is { } line)
                if (line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains("seconds_behind", StringComparison.Ordinal))
                    behind.Add(JsonDocument.Parse(line[6..]).RootElement.GetProperty("seconds_behind").GetDouble());
        }
        catch (OperationCanceledException)
        {
            return behind;   // the measuring is over
        }

        throw new IOException("The live figures ended before the measuring.");
    }

    private static void Program(params string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo(MeasuredProcess.Program, words))!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"habitue {words[0]} ended with {process.ExitCode}.");
    }
}
