using Habitue.Learning.Evaluation;

namespace Habitue.Decisions.Pages;

/// <summary>What an arm of a bandit was chosen for and brought.</summary>
/// <param name="ShareLately">Its share of the last 200 decisions.</param>
/// <param name="Mean">What a decision brought on average.</param>
internal sealed record BanditArm(string Arm, long Decisions, double ShareLately, long Rewarded, double Mean, double Spread)
{
    private const int LeastForLimits = 30;

    /// <summary>The 95 % limits of the mean; null while there are too few decisions for the normal approximation.</summary>
    public (double Low, double High)? Limits => Decisions < LeastForLimits ? null : (Mean - (Interval.Normal95 * Spread / Math.Sqrt(Decisions)), Mean + (Interval.Normal95 * Spread / Math.Sqrt(Decisions)));
}

/// <summary>How often an arm was chosen in a step of time.</summary>
internal sealed record BanditStep(long Step, string Arm, long Decisions);

/// <summary>The shares of arms over time, in at most so many steps of an even length.</summary>
internal static class BanditCourse
{
    private const int MostSteps = 60;
    private static readonly (long Seconds, string Name)[] Lengths = [(60, "minute"), (300, "5 minutes"), (900, "15 minutes"), (3_600, "hour"), (10_800, "3 hours"), (43_200, "12 hours"), (86_400, "day"), (604_800, "week"), (2_592_000, "30 days")];

    public static (long Seconds, string Name) Step(DateTime first, DateTime last) => Lengths.FirstOrDefault(one => (last - first).TotalSeconds / one.Seconds <= MostSteps) is { Seconds: > 0 } fits ? fits : Lengths[^1];

    /// <summary>The steps from first to last, also those without a decision, and for each arm its share in each; NaN where nothing was decided.</summary>
    public static (IReadOnlyList<DateTime> Starts, IReadOnlyList<(string Arm, double[] Shares)> Arms) Of(IReadOnlyList<BanditStep> rows, long seconds)
    {
        if (rows.Count == 0) return ([], []);
        var (first, last) = (rows.Min(row => row.Step), rows.Max(row => row.Step));
        var count = (int)Math.Min(MostSteps * 2L, last - first + 1);
        var all = new double[count];
        foreach (var row in rows) all[Math.Min(count - 1, row.Step - first)] += row.Decisions;
        return ([.. Enumerable.Range(0, count).Select(step => DateTime.UnixEpoch.AddSeconds((first + step) * seconds))],
            [.. rows.GroupBy(row => row.Arm).OrderByDescending(arm => arm.Sum(row => row.Decisions)).ThenBy(arm => arm.Key, StringComparer.Ordinal).Select(arm =>
            {
                var shares = new double[count];
                foreach (var row in arm) shares[Math.Min(count - 1, row.Step - first)] += row.Decisions;
                for (var step = 0; step < count; step++) shares[step] = all[step] > 0 ? shares[step] / all[step] : double.NaN;
                return (arm.Key, shares);
            })]);
    }
}
