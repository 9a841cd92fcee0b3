using Habitue.Learning;
using Habitue.Learning.Experiments;
using Habitue.Tests.Learning.Evaluation;

namespace Habitue.Tests.Learning.Experiments;

public sealed class FixedHorizonTests
{
    [Fact]
    public void Means_are_compared_as_scipy_does_it()
    {
        var expected = Expected.Of("means");
        var (control, treatment) = (Sums.Of(expected.Doubles("control")), Sums.Of(expected.Doubles("treatment")));

        var effect = new FixedHorizon().Means(ArmEstimate.OfMean(control), ArmEstimate.OfMean(treatment));

        Reference.Near(
            [expected.Number("difference"), expected.Number("low"), expected.Number("high"), expected.Number("t"), expected.Number("p")],
            [effect.Difference.Estimate, effect.Difference.Low, effect.Difference.High, effect.Statistic, effect.PValue], 1e-9);
        Reference.Near(
            [expected.Number("lift"), expected.Number("liftLow"), expected.Number("liftHigh")],
            [effect.Lift.Estimate, effect.Lift.Low, effect.Lift.High], 1e-9);
    }

    [Fact]
    public void A_cap_takes_the_tail_off()
    {
        var expected = Expected.Of("means");

        var capped = Sums.Of(expected.Doubles("treatment"), cap: expected.Number("cap"));

        Reference.Near([expected.Number("cappedMean"), expected.Number("cappedVariance")], [capped.Mean, capped.Variance], 1e-9);
    }

    [Fact]
    public void Shares_are_compared_as_scipy_and_Newcombe_do_it()
    {
        foreach (var one in Expected.Of("shares").Items())
        {
            var effect = new FixedHorizon().Shares(Sums.OfShare(one.Number("k1"), one.Number("n1")), Sums.OfShare(one.Number("k2"), one.Number("n2")));

            Reference.Near(
                [one.Number("z"), one.Number("low"), one.Number("high")],
                [effect.Statistic, effect.Difference.Low, effect.Difference.High], 1e-9);
            Assert.Equal(one.Number("p"), effect.PValue, 1e-9 * one.Number("p"));
        }
    }

    // The figures of the shared data's notes: arm means, differences and z-scores that others counted.
    [Theory]
    [InlineData("Mens E-Mail", "visit", 0.182757, 0.07659, 22.49)]
    [InlineData("Mens E-Mail", "conversion", 0.012531, 0.00681, 7.39)]
    [InlineData("Womens E-Mail", "visit", 0.151400, 0.04523, 13.95)]
    [InlineData("Womens E-Mail", "conversion", 0.008837, 0.00311, 3.78)]
    public void The_shares_of_the_Hillstrom_test_are_those_known(string arm, string outcome, double share, double difference, double z)
    {
        var data = Hillstrom.Require();

        var effect = new FixedHorizon().Shares(data.Sums("No E-Mail", outcome), data.Sums(arm, outcome));

        Assert.Equal(share, data.Sums(arm, outcome).Mean, 1e-6);
        Assert.Equal(difference, effect.Difference.Estimate, 1e-5);
        Assert.Equal(z, effect.Statistic, 0.005);
    }

    [Theory]
    [InlineData("Mens E-Mail", 0.76983, 0.14525)]
    [InlineData("Womens E-Mail", 0.42441, 0.13033)]
    public void The_spending_of_the_Hillstrom_test_is_that_known(string arm, double difference, double error)
    {
        var data = Hillstrom.Require();

        var effect = new FixedHorizon().Means(ArmEstimate.OfMean(data.Sums("No E-Mail", "spend")), ArmEstimate.OfMean(data.Sums(arm, "spend")));

        Assert.Equal(difference, effect.Difference.Estimate, 1e-5);
        Assert.Equal(error, effect.StandardError, 1e-5);
    }

    [Fact]
    public void Arms_that_say_nothing_have_limits_without_end()
    {
        var (nobody, one, same) = (ArmEstimate.OfMean(default), ArmEstimate.OfMean(Sums.Of([5.0])), ArmEstimate.OfMean(Sums.Of([2.0, 2, 2])));

        Assert.All(
            new[] { new FixedHorizon().Means(nobody, same), new FixedHorizon().Means(same, one), new FixedHorizon().Means(same, same) },
            effect => Assert.Equal((false, 1.0, double.NegativeInfinity, double.PositiveInfinity), (effect.IsSure, effect.PValue, effect.Difference.Low, effect.Difference.High)));
        Assert.Equal(1, new FixedHorizon().Shares(Sums.OfShare(0, 10), Sums.OfShare(0, 10)).PValue);
        Assert.Equal(double.NaN, new FixedHorizon().Means(ArmEstimate.OfMean(Sums.Of([-1.0, 1, 0])), ArmEstimate.OfMean(Sums.Of([1.0, 2, 3]))).Lift.Estimate);
    }

    [Fact]
    public void What_cannot_be_compared_is_named()
    {
        Assert.Contains("The sums of the treatment are not of yes and no", Assert.Throws<BadDataException>(() => new FixedHorizon().Shares(Sums.OfShare(1, 3), Sums.Of([1.0, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("4 successes of 3 customers", Assert.Throws<BadDataException>(() => Sums.OfShare(4, 3)).Message, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Throws<BadDataException>(() => Sums.Of([1, double.NaN])).Row);
        Assert.Equal("Level", Assert.Throws<SettingException>(() => new FixedHorizon { Level = 1 }.Shares(Sums.OfShare(1, 2), Sums.OfShare(1, 2))).Setting);
    }
}
