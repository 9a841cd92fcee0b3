using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Data;

public sealed class BasketsTests
{
    [Fact]
    public void Pairs_in_any_order_become_baskets_and_a_repeated_item_counts_once()
    {
        var baskets = Baskets.OfPairs([("2", "milk"), ("1", "bread"), ("2", "bread"), ("2", "milk"), ("1", "ale")]);

        Assert.Equal((2, 3), (baskets.Count, baskets.Items));
        Assert.Equal(["bread", "milk"], Names(baskets, 0));
        Assert.Equal(["ale", "bread"], Names(baskets, 1));
        Assert.Equal("2 baskets of 3 items, 4 entries", baskets.ToString());
    }

    [Fact]
    public void Items_are_numbered_by_name_so_that_the_order_of_lists_does_not_matter()
    {
        var one = Baskets.OfLists([["b", "a"], [], ["c", "a", "c"]]);
        var other = Baskets.OfLists([["c", "a"], ["a", "b"]]);

        Assert.Equal(["a", "b"], Names(one, 0));
        Assert.Empty(Names(one, 1));
        Assert.Equal([0, 2], one[2].ToArray());
        Assert.Equal([0, 2], other[0].ToArray());
    }

    [Fact]
    public void Numbers_are_sorted_and_need_no_names()
    {
        var baskets = Baskets.OfNumbers([[7, 2, 7, 0], [], [1]]);

        Assert.Equal(8, baskets.Items);
        Assert.Equal([0, 2, 7], baskets[0].ToArray());
        Assert.Equal("7", baskets.NameOf(7));
        Assert.Equal([1], baskets.Take([2, 1])[0].ToArray());
        Assert.Equal(2, baskets.Take([2, 1]).Count);
    }

    [Fact]
    public void Arrays_in_order_are_kept()
    {
        var baskets = new Baskets([0, 2, 3], [0, 2, 1], ["x", "y", "z"]);

        Assert.Equal(["x", "z"], Names(baskets, 0));
        Assert.Equal(["y"], Names(baskets, 1));
    }

    [Fact]
    public void What_cannot_be_used_is_named()
    {
        Assert.Equal(1, Assert.Throws<BadDataException>(() => Baskets.OfNumbers([[0], [3, -1]])).Row);
        Assert.Contains("item 3", Assert.Throws<BadDataException>(() => Baskets.OfNumbers([[3]], ["a"])).Message, StringComparison.Ordinal);
        Assert.Equal("item", Assert.Throws<BadDataException>(() => Baskets.OfLists([["a", null!]])).Column);
        Assert.Equal("basket", Assert.Throws<BadDataException>(() => Baskets.OfPairs([("1", "a"), (null!, "a")])).Column);
        Assert.Contains("'a' is there twice", Assert.Throws<BadDataException>(() => Baskets.OfNumbers([[0]], ["a", "a"])).Message, StringComparison.Ordinal);
        Assert.Contains("end at 3", Assert.Throws<BadDataException>(() => new Baskets([0, 3], [0, 1], ["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Contains("ends before", Assert.Throws<BadDataException>(() => new Baskets([0, 2, 1, 2], [0, 1], ["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Contains("rise within", Assert.Throws<BadDataException>(() => new Baskets([0, 2], [1, 0], ["a", "b"])).Message, StringComparison.Ordinal);
    }

    private static string[] Names(Baskets baskets, int basket) => Array.ConvertAll(baskets[basket].ToArray(), baskets.NameOf);
}
