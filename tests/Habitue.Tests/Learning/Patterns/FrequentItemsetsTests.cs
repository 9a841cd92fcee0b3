using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Patterns;

namespace Habitue.Tests.Learning.Patterns;

public sealed class FrequentItemsetsTests
{
    /// <summary>The nine transactions of AllElectronics in Han, Kamber and Pei, Data Mining (2011), table 6.1; sets of at least two, figure 6.2.</summary>
    private static readonly Baskets Textbook = Baskets.OfLists(
        [["I1", "I2", "I5"], ["I2", "I4"], ["I2", "I3"], ["I1", "I2", "I4"], ["I1", "I3"], ["I2", "I3"], ["I1", "I3"], ["I1", "I2", "I3", "I5"], ["I1", "I2", "I3"]]);

    public static TheoryData<ItemsetMethod> Methods => [.. Enum.GetValues<ItemsetMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_textbook_example_comes_out_in_order(ItemsetMethod method)
    {
        var model = new FrequentItemsets { MinimumSupport = 2.0 / 9, Method = method }.Fit(Textbook);

        Assert.Equal(
            ["I1 6", "I2 7", "I3 6", "I4 2", "I5 2", "I1,I2 4", "I1,I3 4", "I1,I5 2", "I2,I3 4", "I2,I4 2", "I2,I5 2", "I1,I2,I3 2", "I1,I2,I5 2"],
            model.Itemsets.Select(set => $"{string.Join(',', set.Items)} {set.Count}"));
        Assert.Equal(4, model.CountOf("I3", "I1"));
        Assert.Null(model.CountOf("I3", "I5"));
        Assert.Null(model.CountOf("I9"));
        Assert.Equal("I1, I2 (4 of 9)", model.Itemsets[5].ToString());
        Assert.Equal(4 / 9.0, model.Itemsets[5].Support);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Sets_are_those_counted_by_brute_force(ItemsetMethod method)
    {
        var model = new FrequentItemsets { MinimumSupport = 0.1, Method = method }.Fit(PatternsReference.Baskets);

        Assert.Equal(PatternsReference.Itemsets, model.Itemsets.Select(set => $"{string.Join(", ", set.Items)} {set.Count}"));
        Assert.Equal(PatternsReference.Sets("closed"), model.Closed().Select(set => string.Join(", ", set.Items)));
        Assert.Equal(PatternsReference.Sets("maximal"), model.Maximal().Select(set => string.Join(", ", set.Items)));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Sets_may_be_kept_small(ItemsetMethod method)
    {
        for (var most = 1; most <= 4; most++)
        {
            var model = new FrequentItemsets { MinimumSupport = 0.1, MaximumSize = most, Method = method }.Fit(PatternsReference.Baskets);
            Assert.Equal(PatternsReference.Itemsets.Where(set => set.Count(letter => letter == ',') < most), model.Itemsets.Select(set => $"{string.Join(", ", set.Items)} {set.Count}"));
        }
    }

    /// <summary>In floating point 0.07 × 100 is a little more than 7, which would ask for 8.</summary>
    [Theory]
    [InlineData(0.07, 100, 7)]
    [InlineData(0.29, 100, 29)]
    [InlineData(0.005, 20_728, 104)]
    [InlineData(0.05, 88_162, 4_409)]
    [InlineData(1e-9, 1_000, 1)]
    [InlineData(1e-300, 1_000, 1)]
    [InlineData(1.0, int.MaxValue, int.MaxValue)]
    public void The_least_count_is_exact(double support, int baskets, int least) => Assert.Equal(least, new Share(support).LeastOf(baskets));

    [Theory]
    [InlineData(0.3, 3, 10, true)]
    [InlineData(0.3, 299, 1_000, false)]
    [InlineData(0.3333333333333333, 1, 3, true)]
    [InlineData(0.33333333334, 1, 3, false)]
    [InlineData(1.0, int.MaxValue, int.MaxValue, true)]
    public void A_share_is_compared_exactly(double share, int part, int whole, bool reached) => Assert.Equal(reached, new Share(share).IsReachedBy(part, whole));

    [Fact]
    public void A_support_of_zero_is_refused_by_name()
    {
        var error = Assert.Throws<SettingException>(() => new FrequentItemsets { MinimumSupport = 0 }.Fit(Textbook));

        Assert.Equal("FrequentItemsets.MinimumSupport is 0; it must be above 0 and at most 1.", error.Message);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void An_explosion_is_stopped_and_the_setting_named(ItemsetMethod method)
    {
        var baskets = Baskets.OfNumbers([[.. Enumerable.Range(0, 40)], [.. Enumerable.Range(0, 40)]]); // 2^40 sets

        var error = Assert.Throws<SettingException>(() => new FrequentItemsets { MaximumItemsets = 2_000, Method = method }.Fit(baskets));

        Assert.Equal("MaximumItemsets", error.Setting);
        Assert.Contains("is 2000", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void As_many_sets_as_the_limit_are_fine(ItemsetMethod method) =>
        Assert.Equal(13, new FrequentItemsets { MinimumSupport = 2.0 / 9, MaximumItemsets = 13, Method = method }.Fit(Textbook).Itemsets.Count);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Empty_baskets_count_among_all_and_nothing_frequent_is_fine(ItemsetMethod method)
    {
        var recipe = new FrequentItemsets { MinimumSupport = 0.5, Method = method };

        Assert.Equal("0 (2 of 4)", Assert.Single(recipe.Fit(Baskets.OfNumbers([[0], [], [0, 1], []])).Itemsets).ToString());
        var none = recipe.Fit(Baskets.OfNumbers([[0], [1], []]));
        Assert.Empty(none.Itemsets);
        Assert.Empty(none.Closed());
    }

    [Fact]
    public void Bits_that_would_not_fit_are_left_to_FP_Growth()
    {
        var ranked = new RankedBaskets(Textbook, 2);

        Assert.Equal(ItemsetMethod.Eclat, FrequentItemsets.Choose(ranked, mostBits: 24));
        Assert.Equal(ItemsetMethod.FpGrowth, FrequentItemsets.Choose(ranked, mostBits: 11));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void It_stops_when_it_is_cancelled_on_its_way(ItemsetMethod method)
    {
        using var cancel = new CancellationTokenSource();
        var run = new FitRun(cancel.Token, new Cancels(cancel), Threads: 2);

        Assert.ThrowsAny<OperationCanceledException>(() => new FrequentItemsets { MinimumSupport = 0.1, Method = method }.Fit(PatternsReference.Baskets, run));
    }

    [Fact]
    public void A_damaged_model_is_refused()
    {
        var saved = ModelFile.Save(new FrequentItemsets { MinimumSupport = 0.4 }.Fit(Textbook));
        var again = ModelFile.Load<FrequentItemsetsModel>(new MemoryStream(saved));
        Assert.Equal(7, again.CountOf("I2"));
        Assert.Throws<InvalidDataException>(() => ModelFile.Load<AssociationRulesModel>(new MemoryStream(saved)));
        saved[^3] ^= 1;
        Assert.Throws<InvalidDataException>(() => ModelFile.Load<FrequentItemsetsModel>(new MemoryStream(saved)));
    }

    private sealed class Cancels(CancellationTokenSource cancel) : IProgress<double>
    {
        public void Report(double value) => cancel.Cancel();
    }
}
