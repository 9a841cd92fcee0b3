using Habitue.Learning;
using Habitue.Learning.Experiments;
using Habitue.Tests.Learning.Evaluation;

namespace Habitue.Tests.Learning.Experiments;

public sealed class BayesianReadingTests
{
    [Fact]
    public void Shares_are_read_as_scipy_integrates_them()
    {
        foreach (var one in Expected.Of("bayes")["shares"].Items())
        {
            var read = BayesianReading.Of([.. one.Rows("arms").Select(arm => Posterior.OfShare(arm[0], arm[1]))]);

            Reference.Near(one.Doubles("best"), [.. read.Select(arm => arm.ProbabilityBest)], 1e-8);
            Reference.Near(one.Doubles("loss"), [.. read.Select(arm => arm.ExpectedLoss)], 1e-8);
            Reference.Near(one.Doubles("low"), [.. read.Select(arm => arm.Belief.Low)], 1e-10);
            Reference.Near(one.Doubles("high"), [.. read.Select(arm => arm.Belief.High)], 1e-10);
        }
    }

    [Fact]
    public void Amounts_are_read_as_scipy_integrates_them()
    {
        foreach (var one in Expected.Of("bayes")["amounts"].Items())
        {
            Posterior[] arms = [.. one.Rows("arms").Select(arm => Posterior.OfEstimate(new ArmEstimate(1000, arm[0], arm[1] * arm[1])))];

            var (most, least) = (BayesianReading.Of(arms), BayesianReading.Of(arms, lessIsBetter: true));

            Reference.Near(one.Doubles("best"), [.. most.Select(arm => arm.ProbabilityBest)], 1e-7);
            Reference.Near(one.Doubles("loss"), [.. most.Select(arm => arm.ExpectedLoss)], 1e-6);
            Reference.Near(one.Doubles("bestIfLess"), [.. least.Select(arm => arm.ProbabilityBest)], 1e-7);
        }
    }

    [Fact]
    public void Equal_arms_are_the_best_equally_and_one_arm_loses_nothing()
    {
        var arm = Posterior.OfShare(30, 400);

        Assert.All(BayesianReading.Of([arm, arm, arm]), read => Assert.Equal(1 / 3.0, read.ProbabilityBest, 1e-9));
        Assert.Equal((1.0, 0.0), (Math.Round(BayesianReading.Of([arm])[0].ProbabilityBest, 12), Math.Round(BayesianReading.Of([arm])[0].ExpectedLoss, 12)));
    }

    [Fact]
    public void What_cannot_be_believed_is_refused()
    {
        Assert.Contains("says nothing of how sure", Assert.Throws<BadDataException>(() => Posterior.OfEstimate(ArmEstimate.OfMean(Sums.Of([1.0])))).Message, StringComparison.Ordinal);
        Assert.Throws<BadDataException>(() => Posterior.OfShare(5, 4));
        Assert.Throws<BadDataException>(() => Posterior.OfShare(1, 4, a: 0));
        Assert.Throws<BadDataException>(() => BayesianReading.Of([]));
    }
}
