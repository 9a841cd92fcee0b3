using Habitue.Decisions.Judging;
using Habitue.Learning;

namespace Habitue.Tests.Decisions;

public sealed class PolicyJudgeTests
{
    /// <summary>Offers of 10, 20 and 40 %, logged with 0.6, 0.3 and 0.1; the values say that b is the best.</summary>
    private static List<LoggedDecision> Log(int decisions, double[]? propensities = null)
    {
        propensities ??= [0.6, 0.3, 0.1];
        double[] rates = [0.1, 0.2, 0.4];
        var random = new Seed(5).For(0);
        return [.. Enumerable.Range(0, decisions).Select(_ =>
        {
            var u = random.NextDouble();
            var taken = u < propensities[0] ? 0 : u < propensities[0] + propensities[1] ? 1 : 2;
            return new LoggedDecision(["a", "b", "c"], taken, propensities[taken], [0.1, 0.9, 0.3], [], random.NextDouble() < rates[taken] ? 1 : 0);
        })];
    }

    [Fact]
    public void Policies_are_worth_what_their_offers_bring()
    {
        var judged = PolicyJudge.Judge(Log(6_000), level: 0.999).ToDictionary(one => one.Policy);

        Assert.Equal([PolicyJudge.AsLogged, PolicyJudge.Even, "always a", "always b", "always c", PolicyJudge.HighestValue, PolicyJudge.Learned], judged.Keys);
        foreach (var (policy, worth) in new[] { (PolicyJudge.AsLogged, 0.16), (PolicyJudge.Even, 0.7 / 3), ("always a", 0.1), ("always b", 0.2), ("always c", 0.4), (PolicyJudge.HighestValue, 0.2), (PolicyJudge.Learned, 0.4) })
            foreach (var estimate in new[] { judged[policy].Ips, judged[policy].Snips, judged[policy].DoublyRobust })
            {
                Assert.InRange(worth, estimate.Value.Low, estimate.Value.High);
                Assert.InRange(estimate.Value.High - estimate.Value.Low, 0, 0.2);
            }
        Assert.InRange(judged["always c"].Ips.EffectiveDecisions, 500, 700);
        Assert.False(judged["always c"].IsUnseen);
    }

    [Fact]
    public void What_the_log_never_did_is_not_judged()
    {
        var judged = PolicyJudge.Judge(Log(200, [1, 0, 0])).ToDictionary(one => one.Policy);

        Assert.True(judged[PolicyJudge.HighestValue].IsUnseen);
        Assert.False(judged["always a"].IsUnseen);
    }

    [Fact]
    public void Who_could_not_be_shown_an_offer_does_not_count_against_it()
    {
        var log = Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? new LoggedDecision(["a", "b"], i / 2 % 2, 0.5, [], [], i / 2 % 2) : new LoggedDecision(["a"], 0, 1, [], [], 0.25)).ToList();

        var judged = PolicyJudge.Judge(log).ToDictionary(one => one.Policy);

        Assert.Equal(0.625, judged["always b"].Ips.Value.Estimate, 1e-9); // 1 where it could be shown, 0.25 where only a could be
        Assert.Equal(0.125, judged["always a"].Ips.Value.Estimate, 1e-9);
        Assert.DoesNotContain(PolicyJudge.HighestValue, judged.Keys);
    }
}
