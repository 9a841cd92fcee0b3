using Habitue.Duck;
using Habitue.Stages;

namespace Habitue.Insights;

/// <summary>
/// The moments from which a model looks ahead (rolling origin). What happened after the test moment is what the model is judged by; it
/// was chosen by what happened after the validation moment, and learned from the training moments. Each looks <c>horizon</c>
/// days ahead, and no outcome that is learned from lies after the moment that it is judged at.
/// </summary>
/// <param name="Train">Rising.</param>
internal sealed record Origins(IReadOnlyList<DateTime> Train, DateTime Validation, DateTime Test, int HorizonDays)
{
    /// <summary>Moments to learn from lie on one grid of so many days, so that horizons of several lengths share their features.</summary>
    public const int StepDays = 30;

    /// <summary>Moments of short horizons lie whole weeks apart, so that they begin on the same day of the week.</summary>
    private const int Week = 7;

    /// <summary>Earlier history than this from the moment on says little of today.</summary>
    private const int MostTraining = 10;

    /// <summary>Before a moment somebody can be known who bought so many days earlier.</summary>
    private const int LeastHistoryDays = 30;

    /// <summary>
    /// Moments of the grid between those to learn from and the one to choose by. Their outcomes reach into what is chosen by, so they have no part in choosing; but they are over
    /// before the moment that judges, so that what is judged may learn from them.
    /// </summary>
    public IReadOnlyList<DateTime> BeforeValidation => Grid(Train[^1], Validation);

    /// <summary>Moments between the one to choose by and the one to judge by; what answers now learns from them too.</summary>
    public IReadOnlyList<DateTime> BeforeTest => Grid(Validation, Test);

    /// <summary>Moments between the one to judge by and now, whose outcomes are not over: only what may look less far learns from them.</summary>
    public IReadOnlyList<DateTime> AfterTest => Grid(Test, Test + (Test - Validation));

    public IEnumerable<DateTime> All => [.. Train, .. BeforeValidation, Validation, .. BeforeTest, Test];

    /// <summary>The moments, the last of which has its whole outcome before <paramref name="asOf"/>.</summary>
    /// <exception cref="NotReadyException">The orders do not reach back far enough.</exception>
    public static Origins Of(DuckConnection warehouse, DateTime asOf, int horizonDays)
    {
        if (warehouse.Rows<DateTime?>($"SELECT MIN(ordered_at) FROM orders WHERE is_known AND ordered_at < {PastFeatures.Literal(asOf)}") is not [{ } first])
            throw new NotReadyException("it needs orders of known customers; there are none.");
        // The latest moments whose outcomes are known and do not overlap; habits of other seasons are learned from the grid.
        var step = horizonDays < StepDays ? Week : StepDays;
        var apart = (horizonDays + step - 1) / step * step;
        var (test, validation) = (asOf.AddDays(-apart), asOf.AddDays(-2 * apart));
        DateTime[] train = [.. Enumerable.Range(1, MostTraining + ((3 * apart) / StepDays)).Select(i => i * StepDays).Append(3 * apart).Where(days => days >= 3 * apart).Distinct().Order().Take(MostTraining)
            .Select(days => asOf.AddDays(-days)).Where(moment => moment >= first.AddDays(LeastHistoryDays)).Reverse()];
        if (train.Length > 0) return new Origins(train, validation, test, horizonDays);
        throw new NotReadyException($"to look {horizonDays} days ahead it needs orders of at least {(3 * apart) + LeastHistoryDays} days; there are {Words.Count((long)(asOf - first).TotalDays, "day")} of them.");
    }

    /// <summary>Rising; both ends are not among them.</summary>
    private static DateTime[] Grid(DateTime after, DateTime before) =>
        [.. Enumerable.Range(1, (int)((before - after).TotalDays / StepDays) + 1).Select(step => before.AddDays(-step * StepDays)).Where(moment => moment > after).Reverse()];
}
