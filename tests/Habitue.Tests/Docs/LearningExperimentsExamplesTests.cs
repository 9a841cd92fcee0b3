using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Experiments;
using Habitue.Learning.Linear;
using Habitue.Learning.Statistics;

namespace Habitue.Tests.Docs;

/// <summary>The examples of the page on experiments, run.</summary>
public sealed class LearningExperimentsExamplesTests
{
    [Fact]
    public void The_comparisons_of_the_page_run()
    {
        #region example
        Sums control = Sums.OfShare(successes: 122, count: 21_306), treatment = Sums.OfShare(267, 21_307);
        var once = new FixedHorizon().Shares(control, treatment);
        var daily = new AlwaysValid { TunedFor = 40_000 }.Compare(ArmEstimate.OfMean(control), ArmEstimate.OfMean(treatment));
        var check = SampleRatio.Check([control.Count, treatment.Count], weights: [0.5, 0.5]);
        var arms = BayesianReading.Of([Posterior.OfShare(122, 21_306), Posterior.OfShare(267, 21_307)]);
        double each = new SampleSize { Power = 0.8 }.OfShares(control: 0.030, treatment: 0.033);   // 53,210 customers in each arm
        double worst = new SampleSize().OfMeansLookedAtDaily(difference: 0.5, spread: 4);
        double[] together = FamilyWise.Holm([0.001, 0.04, 0.03]);
        #endregion

        Assert.True(once.IsSure && daily.IsSure && !check.IsMismatch);
        Assert.True(daily.Difference.Low < once.Difference.Low);
        Assert.True(arms[1].ProbabilityBest > 0.999);
        Assert.Equal(53_210, Math.Floor(each));
        Assert.True(worst > new SampleSize().OfMeans(0.5, 4));
        Assert.Equal([0.003, 0.06, 0.06], together);
        DocumentedExample.IsOnPage("experiments", nameof(LearningExperimentsExamplesTests));
    }

    [Fact]
    public void The_uplift_of_the_page_runs()
    {
        var random = new Seed(5).For(0);
        double[] help = [.. Enumerable.Range(0, 2_000).Select(_ => random.NextDouble())];
        bool[] treated = [.. help.Select(_ => random.NextDouble() < 0.5)];
        double[] outcomes = [.. help.Select((one, row) => random.NextDouble() < 0.2 + (treated[row] ? 0.5 * one : 0) ? 1.0 : 0)];
        var features = Matrix.OfColumns(("help", help));

        #region example
        var data = new TreatedRows(features, outcomes, treated);
        var model = new UpliftTwoModels { Classifier = new LogisticRegression() }.Fit(data);
        float[] uplift = model.Uplift(features);
        double qini = UpliftMeasures.Qini(outcomes, treated, uplift);   // on rows that the model had not seen
        var tree = new UpliftTree { MaxDepth = 2 }.Fit(data);
        string whom = tree.ToSql()[0].Expression;
        #endregion

        Assert.Equal(0.25, uplift.Average(), 0.05);
        Assert.True(qini > 0.01);
        Assert.Contains("help", whom, StringComparison.Ordinal);
        DocumentedExample.IsOnPage("experiments", nameof(LearningExperimentsExamplesTests));
    }
}
