using Habitue.Learning.Bandits;
using Habitue.Learning.Models;
using Habitue.Learning.OffPolicy;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/bandits.md, run as they stand there.</summary>
public sealed class LearningBanditsExamplesTests
{
    [Fact]
    public void The_examples_do_what_the_page_says()
    {
        using var file = new MemoryStream();

        #region example
        var bandit = new Bandit(new BetaThompson(), seed: 7);
        var choice = bandit.Choose("decision-1", ["free shipping", "ten percent"], moment: 100);
        double propensity = choice.Propensity;                        // 0.5: nothing is known yet
        bandit.Reward("decision-1", 1);                               // Counted; a second time it is Repeated
        bandit.Choose("decision-2", ["free shipping", "ten percent"], moment: 101);
        bandit.Close(before: 200);                                    // decision-2 brought nothing
        var late = bandit.Reward("decision-2", 1);                    // Corrected

        var personal = new Bandit(new LinUcb { Features = 3, Explore = 0.05 }, seed: 7);
        var offer = personal.Choose("decision-3", ["tea", "coffee"], [1, 0.2, 3]);
        personal.Reward("decision-3", 4.50);                          // money

        ModelFile.Save(bandit.Snapshot(), file);
        file.Position = 0;
        var again = ModelFile.Load<BanditSnapshot>(file).Resume();
        double[] rewards = [0, 1, 0, 1], propensities = [0.5, 0.5, 0.5, 0.5], chances = [0.2, 0.8, 0.2, 0.8];
        var log = new LoggedDecisions(rewards, propensities, chances);
        var value = OffPolicyValue.Snips(log);                        // value.Value.Estimate, .Low and .High
        double worth = value.EffectiveDecisions;                      // 2.9 of the 4
        #endregion

        Assert.Equal(0.5, propensity, 1e-12);
        Assert.Equal(RewardOutcome.Corrected, late);
        Assert.Equal(0.5, offer.Propensity);
        Assert.Equal(2, again.Learned);
        Assert.Equal(0.8, value.Value.Estimate, 1e-12);
        Assert.Equal(4 / 1.36, worth, 1e-12);
        DocumentedExample.IsOnPage("bandits", nameof(LearningBanditsExamplesTests));
    }
}
