using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Data;

public sealed class InteractionsTests
{
    private static readonly Interactions Bought = Interactions.Of([("bob", "tea", 1f), ("ann", "tea", 2f), ("ann", "cup", 1f), ("ann", "tea", 3f)], moreItems: ["pot", "tea"]);

    [Fact]
    public void Names_are_numbered_in_order_and_values_of_a_pair_are_added()
    {
        Assert.Equal(["ann", "bob"], Bought.Users.All);
        Assert.Equal(["cup", "pot", "tea"], Bought.Items.All);
        Assert.Equal([0, 2, 2], Bought.Values.Indices.ToArray());
        Assert.Equal([1, 5, 1], Bought.Values.Values.ToArray());
        Assert.Equal("2 users, 3 items, 3 pairs", Bought.ToString());
    }

    [Fact]
    public void A_name_is_found_or_named()
    {
        Assert.Equal(2, Bought.Items.Of("tea"));
        Assert.Equal(-1, Bought.Items.Find("milk"));
        Assert.Equal("There is no item 'milk' among the 3 that are known.", Assert.Throws<BadDataException>(() => Bought.Items.Of("milk")).Message);
        Assert.Contains("'a' is there twice", Assert.Throws<BadDataException>(() => new Names("user", ["a", "b", "a"])).Message, StringComparison.Ordinal);
        Assert.Contains("number 1 has no name", Assert.Throws<BadDataException>(() => new Names("user", ["a", null!])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Some_users_keep_all_items()
    {
        var bob = Bought.Take([1]);

        Assert.Equal(["bob"], bob.Users.All);
        Assert.Equal(3, bob.Items.Count);
        Assert.Equal([1], bob.Values.Values.ToArray());
    }

    [Fact]
    public void Attributes_are_kept_for_the_items_that_are_there()
    {
        var described = Bought.WithAttributes([("tea", "green", 1f), ("milk", "white", 1f), ("pot", "blue", 2f)]);

        Assert.Equal("3 x 2, 2 entries", described.Attributes!.ToString());
        Assert.Equal([0], described.Attributes.IndicesOf(1).ToArray());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_value_that_is_none_names_user_and_item(float value)
    {
        Assert.Contains("User 'ann' has the value", Assert.Throws<BadDataException>(() => Interactions.Of([("ann", "tea", value)])).Message, StringComparison.Ordinal);
        var error = Assert.Throws<BadDataException>(() => new Interactions(new Names("user", ["ann", "bob"]), new Names("item", ["tea"]), new SparseMatrix(1, [0, 0, 1], [0], [value])));
        Assert.Contains("User 'bob'", error.Message, StringComparison.Ordinal);
        Assert.Equal(("tea", 1), (error.Column, error.Row));
    }

    [Fact]
    public void Shapes_that_do_not_fit_the_names_are_refused()
    {
        Names one = new("user", ["ann"]), items = new("item", ["tea", "cup"]);
        var values = SparseMatrix.Of(1, 2, []);

        Assert.Contains("1 x 2", Assert.Throws<BadDataException>(() => new Interactions(one, one, values)).Message, StringComparison.Ordinal);
        Assert.Contains("one row for each item", Assert.Throws<BadDataException>(() => new Interactions(one, items, values, values)).Message, StringComparison.Ordinal);
        Assert.Contains("attribute of item 'cup' is -1", Assert.Throws<BadDataException>(() => new Interactions(one, items, values, SparseMatrix.Of(2, 1, [(1, 0, -1f)]))).Message, StringComparison.Ordinal);
    }
}
