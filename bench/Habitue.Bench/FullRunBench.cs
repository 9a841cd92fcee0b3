using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Habitue.Bench;

/// <summary>
/// The whole <c>run</c> with every slice, tuning and the report included, as a process of its own: the time of each stage and the most memory. On Online
/// Retail, or on a simulated shop of a chosen size, which is written first and not measured with it.
/// </summary>
internal static class FullRunBench
{
    private sealed record Round(double Wall, double Cpu, double Megabytes, (string Stage, double Seconds)[] Stages);

    private sealed record Subject(string Name, string File, string Data, string Command);

    public static int Run(string[] args)
    {
        if (Number(args, "--rounds") is not { } rounds) rounds = 1;
        if (args.Where((_, i) => i % 2 == 0).FirstOrDefault(arg => arg is not ("--customers" or "--days" or "--rounds")) is { } unknown || args.Length % 2 != 0 || rounds < 1)
        {
            Console.Error.WriteLine("Usage: Habitue.Bench full [--rounds N] [--customers N --days N]: on Online Retail, or on a simulated shop of that size.");
            return 2;
        }
        var kept = Environment.GetEnvironmentVariable("HABITUE_BENCH_FOLDER");
        var scratch = kept is null ? Directory.CreateTempSubdirectory("habitue-bench-") : Directory.CreateDirectory(kept);
        try
        {
            if (Of(args, scratch.FullName) is not { } subject) return 2;
            var measured = new List<Round>();
            for (var round = 0; round < rounds; round++)
            {
                var home = Path.Combine(scratch.FullName, "home");
                if (Directory.Exists(home)) Directory.Delete(home, recursive: true);
                if (MeasuredProcess.Run("Habitue", MeasuredProcess.Program, ["run", subject.Data, "--home", home, "--json"]) is not { } cost) return 1;
                measured.Add(new Round(cost.Wall, cost.Cpu, cost.Megabytes, Stages(cost.Answer)));
            }
            Write(subject, measured);
            return 0;
        }
        finally
        {
            if (kept is null) scratch.Delete(recursive: true);
        }
    }

    private static Subject? Of(string[] args, string scratch)
    {
        if (Number(args, "--customers") is null && Number(args, "--days") is null)
        {
            var data = Path.Combine(MeasuredProcess.Shared, "data", "online-retail", "by-day");
            if (Directory.Exists(data)) return new Subject("Online Retail, 305 CSV files, 541,909 lines", "full-run-online-retail.md", data, "full");
            Console.Error.WriteLine($"This needs {data} (name the shared folder in HABITUE_SHARED), or --customers N for a simulated shop.");
            return null;
        }
        var (customers, days) = (Number(args, "--customers") ?? 20_000, Number(args, "--days") ?? 365);
        // A folder that was named keeps the shop for the next time.
        if (SimulatedShop.Of(scratch, "--customers", customers, days) is not { } shop) return null;
        return new Subject(string.Create(CultureInfo.InvariantCulture, $"A simulated shop of {customers:N0} customers and {days:N0} days{(shop.Rows > 0 ? $", {shop.Rows:N0} events" : "")}"), $"full-run-{Text(customers)}-customers.md", shop.Folder, $"full --customers {Text(customers)} --days {Text(days)}");
    }

    private static (string, double)[] Stages(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return [.. json.RootElement.GetProperty("seconds").EnumerateObject().Select(stage => (stage.Name.Replace('_', ' '), stage.Value.GetDouble()))];
    }

    private static void Write(Subject subject, List<Round> rounds)
    {
        var page = new StringBuilder($"""
            # The whole run with every slice

            {Contest.Machine()}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}. {subject.Name}; every slice, tuning and the report included, as one process, from raw files in an empty home; {(rounds.Count == 1 ? "one round" : $"medians of {rounds.Count} rounds")}.
            Run it: `dotnet run -c Release --project bench/Habitue.Bench -- {subject.Command}{(rounds.Count == 1 ? "" : $" --rounds {rounds.Count}")}`

            | | |
            |---|---:|
            | seconds, by the clock | {Text(Median(rounds, round => round.Wall), "N1")} |
            | seconds of processor time | {Text(Median(rounds, round => round.Cpu), "N1")} |
            | most memory, MB | {Text(Median(rounds, round => round.Megabytes), "N0")} |

            Lake and quality are written beside the stages after them, so the stages add up to more than the whole.

            | stage | seconds |
            |---|---:|

            """);
        foreach (var (stage, _) in rounds[0].Stages)
            page.Append(CultureInfo.InvariantCulture, $"| {(stage == "all" ? "all, without starting" : stage)} | {Median(rounds, round => round.Stages.First(one => one.Stage == stage).Seconds):N2} |\n");
        Console.Write(page);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine("bench", "results")).FullName, subject.File), page.ToString());
    }

    private static int? Number(string[] args, string option) =>
        Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length && int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(double number, string form = "0") => number.ToString(form, CultureInfo.InvariantCulture);

    private static double Median(List<Round> rounds, Func<Round, double> figure)
    {
        double[] sorted = [.. rounds.Select(figure).Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
