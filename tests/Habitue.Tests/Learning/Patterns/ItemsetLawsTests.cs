using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Patterns;

namespace Habitue.Tests.Learning.Patterns;

/// <summary>What holds whatever the baskets are.</summary>
public sealed class ItemsetLawsTests
{
    private static readonly Config Settings = QuietCheck.Times(60);

    /// <summary>Up to 40 baskets of up to 9 items, some of them empty, some with repeated items; the least support from 0.02 to 0.6.</summary>
    private static readonly Arbitrary<(int[][] Baskets, double Support)> Cases =
        (from count in Gen.Choose(1, 40)
         from rows in Gen.ArrayOf(Gen.ArrayOf(Gen.Choose(0, 8)), count)
         from percent in Gen.Choose(2, 60)
         select (rows.Select(row => row.Take(12).ToArray()).ToArray(), percent / 100.0)).ToArbitrary();

    [Fact]
    public void No_set_is_in_more_baskets_than_its_subsets_and_all_of_these_are_there() => Check((model, _) =>
    {
        foreach (var set in model.Itemsets.Where(set => set.Items.Count > 1))
            foreach (var item in set.Items)
                Assert.True(model.CountOf(set.Items.Where(other => other != item)) >= set.Count);
    });

    [Fact]
    public void Counts_are_those_of_looking_into_every_basket() => Check((model, baskets) =>
    {
        foreach (var set in model.Itemsets)
            Assert.Equal(baskets.Count(basket => set.Items.All(item => basket.Contains(int.Parse(item)))), set.Count);
    });

    [Fact]
    public void No_frequent_set_is_missing() => Check((model, baskets) =>
    {
        var found = 0;
        for (var mask = 1; mask < 1 << 9; mask++)
        {
            int[] items = [.. Enumerable.Range(0, 9).Where(item => (mask >> item & 1) == 1)];
            if (baskets.Count(basket => items.All(basket.Contains)) >= model.MinimumCount) found++;
        }

        Assert.Equal(found, model.Itemsets.Count);
    });

    [Fact]
    public void Closed_sets_tell_the_counts_of_all_others() => Check((model, _) =>
    {
        var closed = model.Closed();
        foreach (var set in model.Itemsets)
            Assert.Equal(set.Count, closed.Where(larger => set.Items.All(larger.Items.Contains)).Max(larger => larger.Count));
    });

    [Fact]
    public void Every_set_lies_in_a_maximal_one_and_maximal_sets_are_closed() => Check((model, _) =>
    {
        var (maximal, closed) = (model.Maximal(), model.Closed());
        Assert.All(model.Itemsets, set => Assert.Contains(maximal, larger => set.Items.All(larger.Items.Contains)));
        Assert.All(maximal, set => Assert.Contains(set, closed));
    });

    [Fact]
    public void Lift_leverage_and_p_value_are_the_same_in_both_directions() => Check((model, _) =>
    {
        var rules = new AssociationRules { MinimumConfidence = 0 }.Of(model).Rules;
        var bySides = rules.ToDictionary(rule => (Name(rule.Antecedent), Name(rule.Consequent)));
        foreach (var rule in rules)
        {
            var back = bySides[(Name(rule.Consequent), Name(rule.Antecedent))];
            Assert.Equal(rule.Lift, back.Lift, 1e-12);
            Assert.Equal(rule.Leverage, back.Leverage, 1e-12);
            Assert.Equal(rule.PValue, back.PValue, 1e-10);
            Assert.InRange(rule.PValue, 0, 1);
        }

        Assert.Equal(new AssociationRules { MinimumConfidence = 0 }.Of(model).PossibleRules, rules.Count);
    });

    [Fact]
    public void The_order_of_the_baskets_changes_nothing() => Check((model, baskets) =>
        Assert.Equal(ModelFile.Save(model), ModelFile.Save(new FrequentItemsets { MinimumSupport = double.Parse(model.Card.Settings["MinimumSupport"]) }.Fit(Baskets.OfNumbers([.. baskets.Reverse()])))));

    [Fact]
    public void All_methods_find_the_same() => Check((model, baskets) =>
    {
        foreach (var method in Enum.GetValues<ItemsetMethod>())
        {
            var other = new FrequentItemsets { MinimumSupport = (double)model.MinimumCount / baskets.Length, MaximumItemsets = 10_000, Method = method };
            var found = other.Fit(Baskets.OfNumbers(baskets));
            if (found.MinimumCount == model.MinimumCount) Assert.Equal(model.Itemsets.Select(set => set.ToString()), found.Itemsets.Select(set => set.ToString()));
            else Assert.Equal(model.MinimumCount + 1, found.MinimumCount); // the quotient, as a decimal, may lie a hair above
        }
    });

    private static void Check(Action<FrequentItemsetsModel, int[][]> law) =>
        Prop.ForAll(Cases, one => law(new FrequentItemsets { MinimumSupport = one.Support }.Fit(Baskets.OfNumbers(one.Baskets)), one.Baskets)).Check(Settings);

    private static string Name(Itemset set) => string.Join(',', set.Items);
}
