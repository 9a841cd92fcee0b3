using Habitue.Insights;
using Habitue.Stages;

namespace Habitue.Value;

/// <summary>
/// The moments at which forecasts are tried out. The longer the history, the longer the period that is forecast: three periods and 90 days must fit
/// into it. A short history is cut into four, and only the models that need no training moments compete.
/// </summary>
/// <param name="Train">Rising; empty when the history is short.</param>
internal sealed record ValueOrigins(IReadOnlyList<DateTime> Train, DateTime Validation, DateTime Test, int HorizonDays)
{
    private const int Step = Origins.StepDays, LeastHistory = 90, LeastShort = 28, MostTraining = 3, Longest = 360;

    public static ValueOrigins Of(DateTime first, DateTime asOf)
    {
        var days = (int)(asOf - first).TotalDays;
        if (days < LeastShort) throw new NotReadyException($"it needs orders of at least {LeastShort} days; there are {Words.Count(days, "day")} of them.");
        var horizon = Math.Min(Longest, (days - LeastHistory) / 3 / Step * Step);
        if (horizon < Step)
        {
            horizon = days / 4;
            return new ValueOrigins([], asOf.AddDays(-2 * horizon), asOf.AddDays(-horizon), horizon);
        }
        var validation = asOf.AddDays(-2 * horizon);
        var train = Enumerable.Range(0, MostTraining).Select(i => validation.AddDays(-horizon - (i * Step))).Where(moment => moment >= first.AddDays(LeastHistory - Step)).Reverse();
        return new ValueOrigins([.. train], validation, asOf.AddDays(-horizon), horizon);
    }
}
