using Habitue.Learning;
using Habitue.Learning.Experiments;
using Habitue.Learning.Statistics;
using Habitue.Tests.Learning.Evaluation;

namespace Habitue.Tests.Learning.Experiments;

/// <summary>How many customers are needed, whether they were divided as meant, and what many questions do to p-values.</summary>
public sealed class PlanningTests
{
    [Fact]
    public void Sample_sizes_are_where_scipy_finds_the_power()
    {
        foreach (var one in Expected.Of("power")["shares"].Items())
        {
            var size = new SampleSize { Level = one.Number("level"), Power = one.Number("power") };
            Assert.Equal(one.Number("each"), size.OfShares(one.Number("control"), one.Number("treatment")), 1e-3);
        }

        foreach (var one in Expected.Of("power")["amounts"].Items())
        {
            var size = new SampleSize { Level = one.Number("level"), Power = one.Number("power") };
            Assert.Equal(one.Number("each"), size.OfMeans(one.Number("difference"), one.Number("spread")), 1e-3);
        }
    }

    [Fact]
    public void The_smallest_effect_is_the_inverse_of_the_size()
    {
        var size = new SampleSize();

        Assert.Equal(0.003, size.SmallestShare(0.03, size.OfShares(0.03, 0.033)), 1e-9);
        Assert.Equal(0.5, size.SmallestMean(4, size.OfMeans(0.5, 4)), 1e-9);
        Assert.Equal(double.NaN, size.SmallestShare(0.9, 5));
        Assert.True(new SampleSize { Treatments = 3 }.OfShares(0.03, 0.033) > size.OfShares(0.03, 0.033));
    }

    [Fact]
    public void Looking_every_day_costs_customers_in_the_worst_case()
    {
        // The fixed size goes with (1.96 + 0.84)²; the reach of 3.04 at the tuned size makes it (3.04 + 0.84)², 1.92 times as many.
        var ratio = new SampleSize().OfMeansLookedAtDaily(0.5, 4) / new SampleSize().OfMeans(0.5, 4);

        Assert.Equal(Math.Pow((3.0352089903762516 + 0.8416212335729143) / (1.959963984540054 + 0.8416212335729143), 2), ratio, 1e-6);
    }

    [Fact]
    public void Questions_without_an_answer_are_refused()
    {
        Assert.Contains("Both shares are 0.1", Assert.Throws<BadDataException>(() => new SampleSize().OfShares(0.1, 0.1)).Message, StringComparison.Ordinal);
        Assert.Contains("The share of the control is 0;", Assert.Throws<BadDataException>(() => new SampleSize().OfShares(0, 0.1)).Message, StringComparison.Ordinal);
        Assert.Throws<BadDataException>(() => new SampleSize().OfMeans(0, 1));
        Assert.Throws<BadDataException>(() => new SampleSize().OfMeans(1, 0));
        Assert.Equal("Power", Assert.Throws<SettingException>(() => new SampleSize { Power = 1 }.OfMeans(1, 1)).Setting);
    }

    [Fact]
    public void Uneven_arms_are_judged_as_scipy_does_it()
    {
        foreach (var one in Expected.Of("ratios").Items())
        {
            var check = SampleRatio.Check(one.Doubles("counts"), one.Doubles("weights"));
            Reference.Near([one.Number("statistic"), one.Number("p")], [check.Statistic, check.PValue], 1e-9);
        }

        Assert.False(SampleRatio.Check([21307, 21387, 21306], [1, 1, 1]).IsMismatch); // Hillstrom: chi-squared 0.203
        Assert.True(SampleRatio.Check([5000, 5300], [1, 1.3]).IsMismatch);
        Assert.Equal(1, SampleRatio.Check([0, 0], [1, 1]).PValue);
        Assert.Contains("The weight of arm 1 is 0", Assert.Throws<BadDataException>(() => SampleRatio.Check([1, 2], [1, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<BadDataException>(() => SampleRatio.Check([1], [1]));
    }

    [Fact]
    public void Many_questions_make_each_answer_less_sure()
    {
        var expected = Expected.Of("corrections");

        Reference.Near(expected.Doubles("bonferroni"), FamilyWise.Bonferroni(expected.Doubles("p")));
        Reference.Near(expected.Doubles("holm"), FamilyWise.Holm(expected.Doubles("p")));
        Assert.Throws<ArgumentOutOfRangeException>(() => FamilyWise.Holm([0.1, 1.1]));
    }
}
