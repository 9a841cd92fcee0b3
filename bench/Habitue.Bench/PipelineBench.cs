using System.Globalization;
using System.Text;
using System.Text.Json;
using Habitue.Bench.SameWork;
using Habitue.Lake.Features;

namespace Habitue.Bench;

/// <summary>
/// The whole job as whole processes, by turns: the program from the Online Retail files to features, segments and
/// report, the pandas and scikit-learn way, and raw DuckDB as the floor. The peers' scripts lie in the shared folder;
/// a peer whose script or runtime is missing is left out and named.
/// </summary>
internal static class PipelineBench
{
    private const string Pandas = "pandas and scikit-learn", SameWork = "Habitue's libraries: the same work as the next line";

    /// <param name="Stages">Where its answer tells the seconds of its stages, and which of them are load, clean, lake and features.</param>
    private sealed record Way(string Name, string File, string[] Words, string Seconds = "", params string[] Stages);

    private sealed record Cost(double Wall, double Cpu, double Megabytes, double Stages, string Answer);

    public static int Run(string[] args)
    {
        int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        string shared = MeasuredProcess.Shared;
        string data = Path.Combine(shared, "data", "online-retail", "by-day"), peers = Path.Combine(shared, "peers");
        if (!Directory.Exists(data) || !File.Exists("/usr/bin/time"))
        {
            Console.Error.WriteLine($"This needs {data} (name the shared folder in HABITUE_SHARED) and /usr/bin/time (the package time).");
            return 2;
        }

        DirectoryInfo scratch = Directory.CreateTempSubdirectory("habitue-bench-");
        string program = MeasuredProcess.Program;
        string[] alone = ["run", data, "--home", Path.Combine(scratch.FullName, "home")], run = [.. alone, "--slices", "segments"];
        Way[] ways =
        [
            new($"Habitue: load, clean, lake, tables, {FeatureCatalogue.All.Count} features, K-Means segments and report", program, [.. run, "--segments-by", "kmeans"]),
            new("Habitue: the same with the choice among four ways to segment", program, run),
            new("Habitue: load, clean, lake, tables and features alone", program, [.. alone, "--slices", "none", "--no-report", "--json"], "seconds", "find_sources", "load_and_clean", "lake", "features"),
            new("raw DuckDB in node: load, clean, 15 features twice, nothing kept", "node", [Path.Combine(peers, "run_duckdb.mjs"), "csv-told", data], "stages_s", "open", "load", "clean", "features"),
            new(SameWork, Path.Combine(AppContext.BaseDirectory, "Habitue.Bench"), ["same-work", data, Path.Combine(scratch.FullName, "same")]),
            new(Pandas + ": load, clean, 15 features, segments, model, rules", "/usr/bin/python3", [Path.Combine(peers, "run_pipeline.py"), data, Path.Combine(scratch.FullName, "out")]),
        ];
        try
        {
            var costs = ways.ToDictionary(w => w, _ => new List<Cost>());
            for (int round = 0; round <= rounds; round++)
            {
                foreach (Way way in ways)
                {
                    string home = Path.Combine(scratch.FullName, "home");
                    if (Directory.Exists(home))
                        Directory.Delete(home, recursive: true);
                    Cost? cost = Measure(way);
                    if (cost is null)
                        costs.Remove(way);
                    else if (round > 0 && costs.TryGetValue(way, out List<Cost>? kept))
                        kept.Add(cost);
                }
            }

            Write(rounds, ways, costs);
            return 0;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static Cost? Measure(Way way) => MeasuredProcess.Run(way.Name, way.File, way.Words) is { } cost ? new Cost(cost.Wall, cost.Cpu, cost.Megabytes, StagesOf(way, cost.Answer), cost.Answer) : null;

    private static double StagesOf(Way way, string answer)
    {
        if (way.Stages.Length == 0)
            return double.NaN;
        using var json = JsonDocument.Parse(answer);
        return way.Stages.Sum(stage => json.RootElement.GetProperty(way.Seconds).GetProperty(stage).GetDouble());
    }

    private static void Write(int rounds, Way[] ways, Dictionary<Way, List<Cost>> costs)
    {
        var page = new StringBuilder($"""
            # The whole job

            {Contest.Machine()}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}. Online Retail, 305 CSV files, 541,909 lines; whole processes, {rounds} rounds by turns after one to warm up.
            Run it: `dotnet run -c Release --project bench/Habitue.Bench -- pipeline`

            Ratios are of medians to the first row. Processor time tells more than the clock when the machine is busy with other things.

            | way | s, median | best | ratio | processor s | ratio | MB |
            |---|---:|---:|---:|---:|---:|---:|

            """);
        List<Cost> first = costs[ways[0]];
        foreach (Way way in ways.Where(costs.ContainsKey))
        {
            List<Cost> own = costs[way];
            page.Append(CultureInfo.InvariantCulture, $"| {way.Name} | {Median(own, c => c.Wall):N2} | {own.Min(c => c.Wall):N2} | {Median(own, c => c.Wall) / Median(first, c => c.Wall):N2} | {Median(own, c => c.Cpu):N2} | {Median(own, c => c.Cpu) / Median(first, c => c.Cpu):N2} | {Median(own, c => c.Megabytes):N0} |\n");
        }

        if (ways.Where(w => w.Stages.Length > 0 && costs.ContainsKey(w)).ToArray() is [var ours, var floor])
        {
            double mine = Median(costs[ours], c => c.Stages), raw = Median(costs[floor], c => c.Stages);
            page.Append(CultureInfo.InvariantCulture, $"""

                Of the run that does nothing else, the stages find sources, load, clean, lake and features (medians; tables, which raw DuckDB makes none of, are not among them):
                {mine:N2} s; raw DuckDB's load, clean and features: {raw:N2} s; {mine / raw:N2} times as long.

                """);
        }

        List<Cost>? Of(string name) => ways.FirstOrDefault(way => way.Name.StartsWith(name, StringComparison.Ordinal)) is { } way ? costs.GetValueOrDefault(way) : null;
        if (Of(SameWork) is { } same && Of(Pandas) is { } pandas)
            page.Append(SameWorkFigures.Beside(same[^1].Answer, pandas[^1].Answer, Median(pandas, c => c.Wall) / Median(same, c => c.Wall), pandas.Min(c => c.Wall) / same.Min(c => c.Wall)));

        Console.Write(page);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine("bench", "results")).FullName, "pipeline.md"), page.ToString());
    }

    private static double Median(List<Cost> costs, Func<Cost, double> figure)
    {
        double[] sorted = [.. costs.Select(figure).Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
