using Habitue.Learning;
using Habitue.Learning.OffPolicy;
using Habitue.Tests.Learning.Evaluation;

namespace Habitue.Tests.Learning.OffPolicy;

public sealed class OffPolicyValueTests
{
    private static readonly Reference Expected = Reference.Of("offPolicy", "decisions");
    private static readonly LoggedDecisions Log = new(Expected.Doubles("rewards"), Expected.Doubles("propensities"), Expected.Doubles("chances"));

    [Fact]
    public void Values_errors_and_limits_are_those_of_numpy()
    {
        Same("ips", OffPolicyValue.Ips(Log));
        Same("clipped", OffPolicyValue.Ips(Log, largestWeight: 1.2));
        Same("snips", OffPolicyValue.Snips(Log));
        var (rewards, taken, target) = (Expected.Doubles("rewards"), Expected.Integers("taken"), Expected.Doubles("target"));
        double[] expected = new RewardModel().Expect(rewards, taken, 3, Expected.Doubles("context"));
        Reference.Near(Expected.Doubles("expected"), expected, 1e-9);
        double[] ofTaken = [.. taken.Select((action, i) => expected[(3 * i) + action])];
        double[] ofPolicy = [.. taken.Select((_, i) => Enumerable.Range(0, 3).Sum(action => target[(3 * i) + action] * expected[(3 * i) + action]))];
        Same("dr", OffPolicyValue.DoublyRobust(Log, ofTaken, ofPolicy));
    }

    [Fact]
    public void Weights_tell_how_much_the_log_is_worth()
    {
        var value = OffPolicyValue.Ips(Log);

        Reference.Near(
            [300, Expected.Number("effective"), Expected.Number("meanWeight"), Expected.Number("largestWeight")],
            [value.Decisions, value.EffectiveDecisions, value.MeanWeight, value.LargestWeight], 1e-10);
    }

    [Fact]
    public void The_policy_of_the_log_is_worth_what_it_brought()
    {
        var (rewards, propensities) = (Expected.Doubles("rewards"), Expected.Doubles("propensities"));
        var itself = new LoggedDecisions(rewards, propensities, propensities);

        Assert.Equal(rewards.Average(), OffPolicyValue.Ips(itself).Value.Estimate, 1e-12);
        Assert.Equal(rewards.Average(), OffPolicyValue.Snips(itself).Value.Estimate, 1e-12);
        Assert.Equal(300, OffPolicyValue.Snips(itself).EffectiveDecisions, 1e-9);
    }

    [Fact]
    public void A_policy_that_the_log_never_took_has_no_value()
    {
        var never = new LoggedDecisions([1, 2, 3], [0.5, 0.5, 0.5], [0, 0, 0]);

        Assert.Equal(double.NaN, OffPolicyValue.Snips(never).Value.Estimate);
        Assert.Equal(0, OffPolicyValue.Ips(never).EffectiveDecisions);
        Assert.Equal(double.NaN, OffPolicyValue.Ips(new LoggedDecisions([1], [0.5], [0.5])).Value.Low);
    }

    [Fact]
    public void Limits_hold_the_true_value_at_least_93_times_in_100()
    {
        // Three actions of rates 0.1, 0.2, 0.4, logged with 0.6, 0.3, 0.1; the policy takes them with 0.2, 0.2, 0.6: it is worth 0.3.
        double[] rates = [0.1, 0.2, 0.4], logged = [0.6, 0.3, 0.1], policy = [0.2, 0.2, 0.6];
        const int samples = 1_000, decisions = 600;
        int ips = 0, snips = 0, robust = 0;
        for (var sample = 0; sample < samples; sample++)
        {
            var random = ((Seed)sample).For(0);
            int[] taken = [.. Enumerable.Range(0, decisions).Select(_ => random.NextDouble() is var u && u < 0.6 ? 0 : u < 0.9 ? 1 : 2)];
            double[] rewards = [.. taken.Select(action => random.NextDouble() < rates[action] ? 1.0 : 0)];
            var log = new LoggedDecisions(rewards, [.. taken.Select(action => logged[action])], [.. taken.Select(action => policy[action])]);
            double[] expected = new RewardModel { Folds = 2 }.Expect(rewards, taken, 3);
            double[] ofPolicy = [.. taken.Select((_, i) => Enumerable.Range(0, 3).Sum(action => policy[action] * expected[(3 * i) + action]))];
            if (OffPolicyValue.Ips(log).Value is { Low: < 0.3, High: > 0.3 }) ips++;
            if (OffPolicyValue.Snips(log).Value is { Low: < 0.3, High: > 0.3 }) snips++;
            if (OffPolicyValue.DoublyRobust(log, [.. taken.Select((action, i) => expected[(3 * i) + action])], ofPolicy).Value is { Low: < 0.3, High: > 0.3 }) robust++;
        }

        Assert.All([ips, snips, robust], held => Assert.InRange(held, 930, samples));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_a_sentence()
    {
        Assert.Equal("There are no logged decisions to judge a policy by.", Assert.Throws<BadDataException>(() => new LoggedDecisions([], [], [])).Message);
        Assert.Equal("The propensity of decision 1 is 0; it must be above 0 and at most 1.", Assert.Throws<BadDataException>(() => new LoggedDecisions([1, 2], [0.5, 0], [1, 1])).Message);
        Assert.Equal("The policy's chance in decision 0 is 1.5; it must be from 0 to 1.", Assert.Throws<BadDataException>(() => new LoggedDecisions([1], [0.5], [1.5])).Message);
        Assert.Equal(0, Assert.Throws<BadDataException>(() => new LoggedDecisions([double.NaN], [0.5], [1])).Row);
        Assert.Contains("2 rewards, 1 propensities", Assert.Throws<BadDataException>(() => new LoggedDecisions([1, 2], [0.5], [1, 1])).Message);
        Assert.Contains("took action 3; there are 3", Assert.Throws<BadDataException>(() => new RewardModel().Expect([1], [3], 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => OffPolicyValue.Ips(Log, level: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => OffPolicyValue.Ips(Log, largestWeight: 0));
        Assert.Equal("Folds", Assert.Throws<SettingException>(() => new RewardModel { Folds = 1 }.Expect([1], [0], 1)).Setting);
    }

    private static void Same(string name, OffPolicyEstimate found)
    {
        var expected = Expected[name];
        Reference.Near(
            [expected.Number("value"), expected.Number("error"), expected.Number("low"), expected.Number("high")],
            [found.Value.Estimate, found.StandardError, found.Value.Low, found.Value.High], 1e-9);
    }
}
