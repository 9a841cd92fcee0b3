using System.Globalization;
using System.Text;

namespace Habitue.Bench;

/// <summary>
/// How a run with segments and the report grows with the data: simulated shops of one and of ten times as many events, the larger one also with a
/// limit of 1 GB for the warehouse, and once more with nothing new.
/// </summary>
internal static class GrowthBench
{
    private const string Limit = "1GB";

    private sealed record Line(string Name, double Rows, MeasuredProcess.Cost Cost);

    public static int Run(string[] args)
    {
        if (args.Length > 1 || (args is [var given] && !int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            Console.Error.WriteLine("Usage: Habitue.Bench growth [EVENTS]: shops of so many events and of ten times as many.");
            return 2;
        }
        var events = args is [var asked] ? int.Parse(asked, CultureInfo.InvariantCulture) : 1_000_000;
        var kept = Environment.GetEnvironmentVariable("HABITUE_BENCH_FOLDER");
        var scratch = kept is null ? Directory.CreateTempSubdirectory("habitue-bench-") : Directory.CreateDirectory(kept);
        try
        {
            var lines = new List<Line>();
            foreach (var (size, limit) in ((int, string?)[])[(events, null), (10 * events, null), (10 * events, Limit)])
            {
                if (SimulatedShop.Of(scratch.FullName, "--events", size) is not { } shop) return 1;
                var home = Path.Combine(scratch.FullName, "home");
                if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
                string[] words = ["run", shop.Folder, "--slices", "segments", "--home", home, "--json", .. limit is null ? Array.Empty<string>() : ["--memory", limit]];
                if (MeasuredProcess.Run("Habitue", MeasuredProcess.Program, words) is not { } cost) return 1;
                lines.Add(new Line(string.Create(CultureInfo.InvariantCulture, $"{shop.Rows:N0} events{(limit is null ? "" : $", --memory {limit}")}"), shop.Rows, cost));
                Console.WriteLine($"{lines[^1].Name}: {cost.Wall:0.0} s");
                if (limit is not null || size == events) continue;
                if (MeasuredProcess.Run("Habitue", MeasuredProcess.Program, words) is not { } again) return 1;
                lines.Add(new Line("the same again, nothing new", 0, again));
            }
            Write(lines, events);
            return 0;
        }
        finally
        {
            if (kept is null) scratch.Delete(recursive: true);
        }
    }

    private static void Write(List<Line> lines, int events)
    {
        var page = new StringBuilder($"""
            # How a run grows with the data

            {Contest.Machine()}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}. Simulated shops of 365 days, from files of all kinds in an empty home to tables, features, segments and report, each as one process, once.
            Run it: `dotnet run -c Release --project bench/Habitue.Bench -- growth{(events == 1_000_000 ? "" : $" {Text(events)}")}`

            `--memory` limits the warehouse, not what the program holds beside it.

            | | seconds | processor s | seconds per million | processor s per million | most memory, MB |
            |---|---:|---:|---:|---:|---:|

            """);
        foreach (var (name, rows, cost) in lines)
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {cost.Wall:N1} | {cost.Cpu:N1} | {PerMillion(cost.Wall, rows)} | {PerMillion(cost.Cpu, rows)} | {cost.Megabytes:N0} |\n");
        Console.Write(page);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine("bench", "results")).FullName, "growth.md"), page.ToString());
    }

    private static string PerMillion(double seconds, double rows) => rows > 0 ? (seconds / rows * 1e6).ToString("N1", CultureInfo.InvariantCulture) : "";

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
