using Habitue.Learning.OffPolicy;

namespace Habitue.Decisions.Judging;

/// <summary>
/// Compares policies on the log of decisions before one of them meets a customer: what was done, an even split, always one and the same, the
/// highest expected value, and the best by a model that learned from the log.
/// </summary>
internal static class PolicyJudge
{
    public const string AsLogged = "as logged", Even = "even split", HighestValue = "expected value", Learned = "learned from the log";

    /// <summary>So many actions are judged as "always" at most, those shown most.</summary>
    private const int MostAlways = 10;

    /// <summary>A policy's chance for each of a decision's actions.</summary>
    private delegate void Chances(int decision, Span<double> into);

    public static IReadOnlyList<JudgedPolicy> Judge(IReadOnlyList<LoggedDecision> log, double level = 0.95)
    {
        var names = log.SelectMany(one => one.Eligible).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var numbers = names.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        var width = log.Max(one => one.Context.Length);
        double[] rewards = [.. log.Select(one => one.Reward)];
        int[] taken = [.. log.Select(one => numbers[one.Eligible[one.Taken]])];
        double[] context = [.. log.SelectMany(one => one.Context.Length == width ? one.Context : new double[width])];
        var expected = new RewardModel().Expect(rewards, taken, names.Length, context);
        double Expected(int decision, string action) => expected[(decision * names.Length) + numbers[action]];

        JudgedPolicy Of(string policy, Chances chances)
        {
            double[] ofTaken = new double[log.Count], ofPolicy = new double[log.Count], chance = new double[log.Count];
            for (var i = 0; i < log.Count; i++)
            {
                var (one, each) = (log[i], new double[log[i].Eligible.Length]);
                chances(i, each);
                chance[i] = Math.Clamp(each[one.Taken], 0, 1);
                ofTaken[i] = Expected(i, one.Eligible[one.Taken]);
                for (var action = 0; action < each.Length; action++) ofPolicy[i] += each[action] * Expected(i, one.Eligible[action]);
            }
            var decisions = new LoggedDecisions(rewards, [.. log.Select(one => one.Propensity)], chance);
            return new JudgedPolicy(policy, OffPolicyValue.Ips(decisions, level: level), OffPolicyValue.Snips(decisions, level: level), OffPolicyValue.DoublyRobust(decisions, ofTaken, ofPolicy, level: level));
        }

        var judged = new List<JudgedPolicy> { Logged(log, rewards, level), Of(Even, (i, into) => into.Fill(1.0 / into.Length)) };
        foreach (var always in taken.CountBy(action => action).OrderByDescending(count => count.Value).ThenBy(count => count.Key).Take(MostAlways).Select(count => names[count.Key]))
            judged.Add(Of($"always {always}", (i, into) => Only(log[i], into, Array.IndexOf(log[i].Eligible, always))));
        if (log.Any(one => one.Values.Any(double.IsFinite)))
            judged.Add(Of(HighestValue, (i, into) => Only(log[i], into, Best(into.Length, action => action < log[i].Values.Length && double.IsFinite(log[i].Values[action]) ? log[i].Values[action] : double.NegativeInfinity))));
        judged.Add(Of(Learned, (i, into) => Only(log[i], into, Best(into.Length, action => Expected(i, log[i].Eligible[action])))));
        return judged;
    }

    /// <summary>What was done needs no estimate: every decision of the log is its own.</summary>
    private static JudgedPolicy Logged(IReadOnlyList<LoggedDecision> log, double[] rewards, double level)
    {
        double[] propensities = [.. log.Select(one => one.Propensity)];
        var mean = OffPolicyValue.Ips(new LoggedDecisions(rewards, propensities, propensities), level: level);
        return new JudgedPolicy(AsLogged, mean, mean, mean);
    }

    /// <summary>All chance to one; where it could not be shown, the log's own first choice stands in for it.</summary>
    private static void Only(LoggedDecision decision, Span<double> into, int action)
    {
        into.Clear();
        into[action >= 0 ? action : decision.Taken] = 1;
    }

    private static int Best(int count, Func<int, double> of)
    {
        var best = 0;
        for (var i = 1; i < count; i++)
            if (of(i) > of(best)) best = i;
        return best;
    }
}
