namespace Habitue.Behaviour;

/// <summary>How many customers a funnel counts: all, as long as that is quick; else every so many-th, always the same ones.</summary>
internal static class FunnelSample
{
    /// <summary>Events of the steps that are counted in a fraction of a second.</summary>
    private const double MostEvents = 250_000;

    /// <param name="question">The funnel.</param>
    /// <param name="known">How often each action happened.</param>
    /// <param name="counted">On so many days.</param>
    /// <param name="days">How long the period is.</param>
    /// <param name="exact">Everybody is wanted, however long it takes.</param>
    /// <returns>1 for everybody.</returns>
    public static int Of(FunnelQuestion question, IReadOnlyList<ActionCount> known, int counted, int days, bool exact)
    {
        if (exact) return 1;
        var events = known.Where(one => question.Steps.Contains(one.Action)).Sum(one => (double)one.Events) / Math.Max(1, counted) * (days + question.Limit.TotalDays);
        return Math.Max(1, (int)Math.Ceiling(events / MostEvents));
    }
}
