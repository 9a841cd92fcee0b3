using System.Globalization;
using System.Text;
using Habitue.Experiments.Proof;

namespace Habitue.Bench;

/// <summary>Proves by simulation that tests may be looked at every day: false alarms in tests without a difference, and planted differences inside their limits.</summary>
internal static class ExperimentsBench
{
    private const int Tests = 1_000, Days = 28, Seed = 20261127;

    private static readonly Trial[] Same =
    [
        new("conversion 5 %, 400 a day", Days, 400, 0.05),
        new("conversion 1 %, 400 a day", Days, 400, 0.01),
        new("spending, 5 % buy, 400 a day", Days, 400, 0.05) { Spending = true },
    ];

    private static readonly Trial[] Planted =
    [
        new("conversion 5 % + 20 %, 400 a day", Days, 400, 0.05) { Lift = 0.2 },
        new("conversion 10 % + 20 %, 800 a day", Days, 800, 0.1) { Lift = 0.2 },
        new("spending, 5 % buy + 30 %, 400 a day", Days, 400, 0.05) { Spending = true, Lift = 0.3 },
    ];

    public static int Run(string[] args)
    {
        var tests = args.Length > 0 ? int.Parse(args[0]) : Tests;
        var page = new StringBuilder($"""
            # Experiments by simulation

            {Contest.Machine()}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}. {tests:N0} simulated tests a row, each {Days} days with a look at the end of every day; customers are divided by the server's own bucketing (hash
            version 2), limits are at 95 %. Run it: `dotnet run -c Release --project bench/Habitue.Bench -- experiments`

            ## Tests without a difference: false alarms

            Limits that leave 0 at some look, though both arms are the same. *Always valid* is what Habitue stops by; *looked at daily* is what comes of stopping a test for one look on its first significant day; *one
            look* is the same test looked at once, at its end. *Harm* is the guardrail's stop, *uneven* the check of the sample ratio (p < 0.001 at some look).

            | tests | always valid | looked at daily | one look | harm | uneven |
            |---|---:|---:|---:|---:|---:|

            """);
        var kept = true;
        foreach (var trial in Same)
        {
            var series = TrialSeries.Run(trial, tests, Seed);
            kept &= series.Share(one => one.AlwaysAlarm) <= 0.05;
            page.AppendLine($"| {trial.Name} | **{Percent(series, one => one.AlwaysAlarm)}** | {Percent(series, one => one.NaiveAlarm)} | {Percent(series, one => one.OnceAlarm)} | {Percent(series, one => one.Harm)} | {Percent(series, one => one.Uneven)} |");
        }

        page.Append("""

            ## Planted differences: inside their limits

            The share of tests whose limits held the planted difference: at all looks together (*always valid*, stated at 95 %), and at the end (*one look*, stated at 95 %); how often the difference was seen, and the middle day on which
            the always-valid limits first left 0 in tests where they did.

            | tests | held at all looks | held at the end, one look | seen, always valid | seen, one look | middle day |
            |---|---:|---:|---:|---:|---:|

            """);
        foreach (var trial in Planted)
        {
            var series = TrialSeries.Run(trial, tests, Seed);
            kept &= series.Share(one => !one.AlwaysMissed) >= 0.95;
            page.AppendLine($"| {trial.Name} | **{Percent(series, one => !one.AlwaysMissed)}** | {Percent(series, one => !one.OnceMissed)} | {Percent(series, one => one.AlwaysAlarm)} | {Percent(series, one => one.OnceAlarm)} | {series.MiddleDay} |");
        }

        page.AppendLine($"\n{(kept ? "Every always-valid figure is as it was promised: at most 5 % false alarms, at least 95 % held." : "NOT as promised: an always-valid figure is beyond 5 % false alarms or below 95 % held.")}");
        Console.Write(page);
        var results = Directory.CreateDirectory(Path.Combine("bench", "results"));
        File.WriteAllText(Path.Combine(results.FullName, "experiments.md"), page.ToString().ReplaceLineEndings("\n").TrimEnd() + "\n");
        return kept ? 0 : 1;
    }

    private static string Percent(TrialSeries series, Func<TrialOutcome, bool> what) => (100 * series.Share(what)).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
