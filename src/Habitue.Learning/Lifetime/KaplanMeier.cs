using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// The share of customers who are still there after each time, when some were not watched to their end: subscriptions that still run count as long as they
/// have run. For contracts, where leaving is seen. Not where customers leave without a word (use <see cref="BgNbd"/>), and not to say what leaving depends
/// on (use <see cref="CoxRegression"/>). Rows must not drop out of sight because they are about to leave.
/// <code>
/// var curve = new KaplanMeier().Fit(new Survivals(months, left));
/// double afterAYear = curve.Survival(12);
/// var (low, high) = curve.Interval(12);
/// </code>
/// One row and rows that are all the same are fine. Cost: a sort; memory: 40 bytes per different time.
/// Source: Kaplan and Meier, "Nonparametric estimation from incomplete observations" (1958); Greenwood's variance; intervals on the scale
/// of log(-log) (Kalbfleisch and Prentice 1980).
/// </summary>
public sealed record KaplanMeier : IEstimator<Survivals, KaplanMeierModel>
{
    /// <inheritdoc/>
    /// <exception cref="BadDataException">There are no rows.</exception>
    public KaplanMeierModel Fit(Survivals data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        run.Cancel.ThrowIfCancellationRequested();
        if (data.Count == 0) throw new BadDataException("KaplanMeier needs at least 1 row; there are 0.");
        var (order, times, atRisk, events) = (data.Order(), new List<double>(), new List<int>(), new List<int>());
        for (int from = 0, to; from < order.Length; from = to)
        {
            var (time, left) = (data.Durations[order[from]], 0);
            for (to = from; to < order.Length && data.Durations[order[to]] == time; to++)
                if (data.Events[order[to]]) left++;
            if (left == 0) continue;
            times.Add(time);
            atRisk.Add(order.Length - from);
            events.Add(left);
        }

        run.Progress?.Report(1);
        return KaplanMeierModel.Of(this, data.Count, [.. times], [.. atRisk], [.. events]);
    }
}
