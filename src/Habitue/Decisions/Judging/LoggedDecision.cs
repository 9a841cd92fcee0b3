using Habitue.Decisions.Log;
using Habitue.Duck;

namespace Habitue.Decisions.Judging;

/// <summary>A decision of the log, as far as another policy can be judged by it: what could have been shown first, what was, and what it brought.</summary>
/// <param name="Eligible">What the first place could have gone to.</param>
/// <param name="Taken">Its place among these.</param>
/// <param name="Propensity">With what chance it was taken.</param>
/// <param name="Values">What each was expected to bring; NaN where nobody knew.</param>
/// <param name="Context">What a contextual bandit looked at; empty without one.</param>
/// <param name="Reward">What it brought.</param>
internal sealed record LoggedDecision(string[] Eligible, int Taken, double Propensity, double[] Values, double[] Context, double Reward)
{
    /// <summary>
    /// The decisions of the log by placement, without fallbacks and pins (which chose nothing) and without those whose outcome may still come.
    /// </summary>
    /// <param name="warehouse">Where the tables are.</param>
    /// <param name="window">How long outcomes of a placement are waited for.</param>
    /// <param name="now">Until when.</param>
    /// <param name="cancel">To stop.</param>
    public static IReadOnlyDictionary<string, List<LoggedDecision>> Read(DuckConnection warehouse, Func<string, TimeSpan> window, DateTime now, CancellationToken cancel)
    {
        var byPlacement = new SortedDictionary<string, List<LoggedDecision>>(StringComparer.Ordinal);
        using var result = warehouse.Stream($"""
            SELECT d.customer_id, d.decided_at, d.details, COALESCE(r.reward, 0) AS reward
            FROM {DecisionTables.Decisions} d
            LEFT JOIN (SELECT decision_id, SUM(reward) AS reward FROM {DecisionTables.Rewards} GROUP BY decision_id) r ON r.decision_id = d.decision_id
            WHERE d.fallback IS NULL AND d.policy <> 'pin'
            ORDER BY d.decided_at, d.decision_id
            """, cancel);
        foreach (var chunk in result.Chunks())
            for (var row = 0; row < chunk.Count; row++)
            {
                var (at, reward) = ((DateTime)chunk[1].GetValue(row)!, (double)chunk[3].GetValue(row)!);
                if (DecisionJson.Read(chunk[0].GetString(row), at, chunk[2].GetString(row)) is not { Actions: [var first, ..] } decision) continue;
                if (at + window(decision.Placement) > now || decision.Eligible.IndexOf(first.Id) is not (>= 0 and var taken)) continue;
                if (!byPlacement.TryGetValue(decision.Placement, out var list)) byPlacement[decision.Placement] = list = [];
                list.Add(new LoggedDecision([.. decision.Eligible], taken, decision.Propensity, [.. decision.Values], [.. decision.Context], reward));
            }
        return byPlacement;
    }
}
