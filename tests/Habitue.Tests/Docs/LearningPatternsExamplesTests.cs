using Habitue.Learning.Data;
using Habitue.Learning.Patterns;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/patterns.md, run as they stand there.</summary>
public sealed class LearningPatternsExamplesTests
{
    [Fact]
    public void The_examples_do_what_the_page_says()
    {
        #region example
        var baskets = Baskets.OfPairs(
        [
            ("invoice 1", "bread"), ("invoice 1", "butter"), ("invoice 1", "milk"),
            ("invoice 2", "bread"), ("invoice 2", "butter"),
            ("invoice 3", "milk"), ("invoice 3", "tea"),
            ("invoice 4", "bread"), ("invoice 4", "butter"), ("invoice 4", "tea"),
            ("invoice 5", "milk"),
        ]);
        var sets = new FrequentItemsets { MinimumSupport = 0.4 }.Fit(baskets);

        int? together = sets.CountOf("butter", "bread");             // 3; null for what is not frequent
        var closed = sets.Closed();                                  // milk, tea, and bread with butter: they tell the counts of all others
        var maximal = sets.Maximal();                                // sets to which nothing can be added
        var rules = new AssociationRules
        {
            Itemsets = new FrequentItemsets { MinimumSupport = 0.4 },
            MinimumConfidence = 0.6,
        }.Fit(baskets);
        var forThisBasket = rules.RulesFor(["bread", "tea"]);        // bread => butter
        #endregion

        Assert.Equal("bread (3 of 5), butter (3 of 5), milk (3 of 5), tea (2 of 5), bread, butter (3 of 5)", string.Join(", ", sets.Itemsets));
        Assert.Equal(3, together);
        Assert.Equal("milk (3 of 5); tea (2 of 5); bread, butter (3 of 5)", string.Join("; ", closed));
        Assert.Equal(closed, maximal);
        Assert.Equal("butter => bread (confidence 1.00, lift 1.7), p = 0.10", $"{rules.Rules[0]}, p = {rules.Rules[0].PValue:0.00}");
        Assert.Equal("bread => butter", Assert.Single(forThisBasket).ToString()[..15]);
        Assert.Equal(rules.Rules.Count, new AssociationRules { MinimumConfidence = 0.6 }.Of(sets).Rules.Count);
        DocumentedExample.IsOnPage("patterns", nameof(LearningPatternsExamplesTests));
    }
}
