using Habitue.Learning;

namespace Habitue.Experiments.Proof;

/// <summary>Many simulated tests of one kind, counted.</summary>
internal sealed record TrialSeries(Trial Trial, int Tests, IReadOnlyList<TrialOutcome> Outcomes)
{
    public static TrialSeries Run(Trial trial, int tests, Seed seed, CancellationToken cancel = default)
    {
        var outcomes = new TrialOutcome[tests];
        Parallel.For(0, tests, new ParallelOptions { CancellationToken = cancel }, number => outcomes[number] = trial.Run(number, seed));
        return new TrialSeries(trial, tests, outcomes);
    }

    public double Share(Func<TrialOutcome, bool> what) => Outcomes.Count(what) / (double)Tests;

    /// <summary>The middle day on which those that became sure did so.</summary>
    public int? MiddleDay
    {
        get
        {
            int[] days = [.. Outcomes.Where(one => one.DaySure > 0).Select(one => one.DaySure).Order()];
            return days.Length == 0 ? null : days[days.Length / 2];
        }
    }
}
