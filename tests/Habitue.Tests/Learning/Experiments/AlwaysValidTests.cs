using Habitue.Learning;
using Habitue.Learning.Experiments;

namespace Habitue.Tests.Learning.Experiments;

public sealed class AlwaysValidTests
{
    [Fact]
    public void Reach_and_p_value_are_those_of_the_integrated_mixture()
    {
        foreach (var one in Expected.Of("always").Items())
        {
            var test = new AlwaysValid { Level = one.Number("level"), TunedFor = one.Number("tuned") };
            var half = one.Number("n") / 2;
            var (control, treatment) = (new ArmEstimate(half, 0, 0.5), new ArmEstimate(half, one.Number("z"), 0.5)); // the difference's error is 1

            var effect = test.Compare(control, treatment);

            Assert.Equal(one.Number("reach"), test.Reach(one.Number("n")), 1e-8);
            Assert.Equal(one.Number("reach"), effect.Difference.High - effect.Difference.Estimate, 1e-8);
            Assert.Equal(one.Number("p"), effect.PValue, 1e-8);
            Assert.Equal(effect.PValue < 1 - test.Level, effect.IsSure);
        }
    }

    // GrowthBook's own tests of its sequential test (packages/stats/tests/frequentist/test_tests.py), given as lifts.
    [Fact]
    public void Lifts_are_those_that_GrowthBook_expects()
    {
        var (a, b) = (ArmEstimate.OfMean(new Sums(3000, 1396.87, 52377.9767)), ArmEstimate.OfMean(new Sums(3461, 2422.7, 134698.29)));
        var means = new AlwaysValid { TunedFor = 1000 }.Compare(a, b).Lift;

        Assert.Equal((0.50336, -0.55844, 1.56516), (Math.Round(means.Estimate, 5), Math.Round(means.Low, 5), Math.Round(means.High, 5)));

        var shares = new AlwaysValid().Compare(Share(1396, 3000), Share(2422, 3461)).Lift;

        Assert.Equal((0.50386, 0.40098, 0.60675), (Math.Round(shares.Estimate, 5), Math.Round(shares.Low, 5), Math.Round(shares.High, 5)));

        static ArmEstimate Share(double successes, double count) => new(count, successes / count, successes / count * (1 - (successes / count)) / count);
    }

    [Fact]
    public void Limits_are_narrowest_where_they_are_tuned_for_and_always_wider_than_a_single_look()
    {
        double near = new AlwaysValid { TunedFor = 6461 }.Reach(6461), below = new AlwaysValid { TunedFor = 10 }.Reach(6461), above = new AlwaysValid { TunedFor = 100_000 }.Reach(6461);

        Assert.True(near < below && near < above);
        Assert.True(near > 1.96);
    }

    [Fact]
    public void Little_data_say_nothing()
    {
        var many = ArmEstimate.OfMean(new Sums(1000, 500, 500));
        Effect[] silent =
        [
            new AlwaysValid().Compare(many, ArmEstimate.OfMean(new Sums(49, 49 * 0.9, 49 * 0.9))),
            new AlwaysValid().Compare(many, ArmEstimate.OfMean(new Sums(1000, 0, 0))),
        ];

        Assert.All(silent, effect => Assert.Equal((false, 1.0, double.PositiveInfinity), (effect.IsSure, effect.PValue, effect.Difference.High)));
        Assert.False(new AlwaysValid().Harms(many, ArmEstimate.OfMean(new Sums(40, 0, 0))));
    }

    [Fact]
    public void Harm_is_seen_on_its_side_only()
    {
        var (control, worse) = (ArmEstimate.OfMean(new Sums(10_000, 1_000, 1_000)), ArmEstimate.OfMean(new Sums(10_000, 700, 700)));

        Assert.True(new AlwaysValid().Harms(control, worse));
        Assert.False(new AlwaysValid().Harms(worse, control));
        Assert.True(new AlwaysValid().Harms(worse, control, moreIsWorse: true));
        Assert.False(new AlwaysValid().Harms(control, worse, margin: 0.03)); // 3 points worse is borne
        Assert.True(new AlwaysValid().OneSidedReach(20_000) < new AlwaysValid().Reach(20_000));
    }

    [Fact]
    public void A_broken_setting_is_named()
    {
        var arm = new ArmEstimate(100, 1, 1);

        Assert.Equal("TunedFor", Assert.Throws<SettingException>(() => new AlwaysValid { TunedFor = 0 }.Compare(arm, arm)).Setting);
        Assert.Equal("LeastPerArm", Assert.Throws<SettingException>(() => new AlwaysValid { LeastPerArm = 1 }.Harms(arm, arm)).Setting);
    }
}
