using System.Globalization;
using Habitue.Learning.Patterns;

namespace Habitue.Tests.Learning.Patterns;

/// <summary>
/// Exact numbers of frequent itemsets, which any correct search must find. Those of retail, T10I4D100K, mushroom and chess
/// were counted by an independent search and agree with the literature; on those of Online Retail three other programs agree.
/// </summary>
public sealed class PublishedItemsetsTests
{
    [Theory]
    [InlineData("retail", 0.1, 9, "5 4")]
    [InlineData("retail", 0.05, 16, "6 7 3")]
    [InlineData("retail", 0.02, 55, "20 22 12 1")]
    [InlineData("retail", 0.01, 159, "70 58 25 6")]
    [InlineData("retail", 0.005, 580, "221 237 102 19 1")]
    [InlineData("retail", 0.002, 2691, "956 1133 504 91 7")]
    [InlineData("retail", 0.001, 7589, "2117 3260 1794 382 36")]
    [InlineData("T10I4D100K", 0.02, 155, "155")]
    [InlineData("T10I4D100K", 0.01, 385, "375 9 1")]
    [InlineData("T10I4D100K", 0.005, 1073, "569 342 110 43 9")]
    [InlineData("T10I4D100K", 0.002, 13255, "741 3873 3279 2528 1601 827 337 68 1")]
    [InlineData("T10I4D100K", 0.001, 27532, "797 8831 7130 5499 3188 1429 503 130 23 2")]
    [InlineData("online retail", 0.02, 353, "276 76 1")]
    [InlineData("online retail", 0.01, 1840, "790 817 215 18")]
    [InlineData("online retail", 0.005, 16352, "1490 7259 5233 2003 338 29")]
    public void Every_method_finds_as_many_as_there_are(string name, double support, int total, string bySize)
    {
        var baskets = PublishedBaskets.Of(name);
        foreach (var method in Enum.GetValues<ItemsetMethod>())
        {
            var table = new FrequentItemsets { MinimumSupport = support, Method = method }.Fit(baskets).Table;

            Assert.Equal(total, table.Count);
            Assert.Equal(bySize, string.Join(' ', Sizes(table)));
        }
    }

    [Theory]
    [InlineData("mushroom", 0.5, 153, 0)]
    [InlineData("mushroom", 0.4, 565, 0)]
    [InlineData("mushroom", 0.3, 2735, 0)]
    [InlineData("mushroom", 0.2, 53583, 15)]
    [InlineData("chess_relabelled", 0.9, 622, 0)]
    [InlineData("chess_relabelled", 0.8, 8227, 0)]
    [InlineData("chess_relabelled", 0.7, 48731, 0)]
    public void Every_method_finds_as_many_in_dense_data(string name, double support, int total, int largest)
    {
        var baskets = PublishedBaskets.Of(name);
        foreach (var method in Enum.GetValues<ItemsetMethod>())
        {
            var table = new FrequentItemsets { MinimumSupport = support, Method = method }.Fit(baskets).Table;

            Assert.Equal(total, table.Count);
            if (largest > 0) Assert.Equal(largest, Sizes(table).Count);
        }
    }

    /// <summary>Apriori is left out: it looks for each of the sets in each of the baskets, which takes too long for a test.</summary>
    [Theory]
    [InlineData(ItemsetMethod.Auto)]
    [InlineData(ItemsetMethod.Eclat)]
    [InlineData(ItemsetMethod.FpGrowth)]
    public void Mushrooms_at_a_tenth_have_574431(ItemsetMethod method)
    {
        var table = new FrequentItemsets { MinimumSupport = 0.1, Method = method }.Fit(PublishedBaskets.Of("mushroom")).Table;

        Assert.Equal(574_431, table.Count);
        Assert.Equal(16, Sizes(table).Count);
    }

    /// <summary>The sums of the counts are those that the independent searches give.</summary>
    [Theory]
    [InlineData(0.02, 415, 228_138)]
    [InlineData(0.01, 208, 630_746)]
    [InlineData(0.005, 104, 2_519_616)]
    public void Counts_are_exact_and_the_same_by_every_method(double support, int least, int sum)
    {
        var baskets = PublishedBaskets.Of("online retail");
        var first = new FrequentItemsets { MinimumSupport = support, Method = ItemsetMethod.Eclat }.Fit(baskets);

        Assert.Equal(20_728, baskets.Count);
        Assert.Equal(least, first.MinimumCount);
        Assert.Equal(sum, first.Table.Counts.Sum());
        foreach (var method in (ItemsetMethod[])[ItemsetMethod.Apriori, ItemsetMethod.FpGrowth])
        {
            var other = new FrequentItemsets { MinimumSupport = support, Method = method }.Fit(baskets);
            Assert.Equal(first.Table.Items, other.Table.Items);
            Assert.Equal(first.Table.Counts, other.Table.Counts);
        }
    }

    [Theory]
    [InlineData(0.02, 140, 137)]
    [InlineData(0.01, 1_723, 1_466)]
    [InlineData(0.005, 42_187, 26_360)]
    public void Rules_of_Online_Retail_are_as_many_as_three_programs_find(double support, int any, int single)
    {
        var itemsets = new FrequentItemsets { MinimumSupport = support }.Fit(PublishedBaskets.Of("online retail"));
        var recipe = new AssociationRules { MinimumConfidence = 0.3 };

        Assert.Equal(any, recipe.Of(itemsets).Rules.Count);
        Assert.Equal(single, (recipe with { Consequents = RuleConsequents.SingleItem }).Of(itemsets).Rules.Count);
    }

    private static List<string> Sizes(ItemsetTable table) =>
        [.. Enumerable.Range(0, table.Count).GroupBy(set => table[set].Length).Select(sets => sets.Count().ToString(CultureInfo.InvariantCulture))];
}
