using Habitue.Live.State;

namespace Habitue.Tests.Live.State;

public sealed class CartTests
{
    private static string Print(Cart cart) => string.Join(' ', cart.Lines.Select(line => $"{line.Quantity}x{line.Product}"));

    [Fact]
    public void Adding_removing_and_ordering_change_it()
    {
        var cart = new Cart();
        cart.Add("MUG", 2, 4.5, 10);
        cart.Add("PEN", 1, double.NaN, 20);
        cart.Add("MUG", 1, 5, 30);
        Assert.Equal(("3xMUG 1xPEN", 15.0, 30L), (Print(cart), cart.Value, cart.ChangedAt));   // the price of now counts
        cart.Remove("MUG", 1, 40);
        cart.Remove("PEN", double.PositiveInfinity, 50);
        Assert.Equal("2xMUG", Print(cart));
        cart.Settle(60);
        Assert.True(cart.IsEmpty);
        cart.Add("CAP", 1, 1, 55);   // came late: it was ordered with the rest
        Assert.True(cart.IsEmpty);
        cart.Add("CAP", 1, 1, 61);
        Assert.Equal("1xCAP", Print(cart));
    }

    [Fact]
    public void What_was_never_there_can_be_taken_out_and_put_in_again()
    {
        var cart = new Cart();
        cart.Remove("MUG", 1, 10);
        cart.Add("MUG", 1, 1, 20);
        Assert.Equal("1xMUG", Print(cart));
    }

    [Fact]
    public void A_list_of_the_cart_replaces_it_and_does_not_touch_what_it_finds()
    {
        var cart = new Cart();
        cart.Add("MUG", 1, 4, 10);
        cart.Add("PEN", 1, 4, 20);
        cart.Replace([new CartLine("MUG", 1, double.NaN, 0), new CartLine("PEN", 1, double.NaN, 0)], 30);
        Assert.Equal(("1xMUG 1xPEN", 20L, 8.0), (Print(cart), cart.ChangedAt, cart.Value));
        cart.Replace([new CartLine("MUG", 3, 4, 0)], 40);
        Assert.Equal(("3xMUG", 40L), (Print(cart), cart.ChangedAt));
    }

    [Fact]
    public void Two_ids_of_one_person_fill_and_empty_one_cart()
    {
        var (visitor, user) = (new Cart(), new Cart());
        visitor.Add("MUG", 2, 4, 10);
        visitor.Add("PEN", 1, 4, 11);
        user.Remove("MUG", 1, 20);      // after signing in
        user.Add("CAP", 1, 4, 21);
        Assert.Equal("1xMUG 1xPEN 1xCAP", Print(visitor.With(user)));
        Assert.Equal("1xMUG 1xPEN 1xCAP", Print(user.With(visitor)));
        user.Settle(30);
        Assert.True(visitor.With(user).IsEmpty);
        visitor.Add("SET", 1, 4, 40);
        Assert.Equal("1xSET", Print(visitor.With(user)));
    }

    [Fact]
    public void A_million_products_do_not_fill_the_memory()
    {
        var cart = new Cart();
        for (var i = 0; i < 1_000_000; i++) cart.Add($"P{i}", 1, 1, i);
        Assert.Equal((Cart.MostLines, "P999999"), (cart.Lines.Count, cart.Lines[^1].Product));
    }
}
