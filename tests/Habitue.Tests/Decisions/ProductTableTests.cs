using Habitue.Decisions.Customers;

namespace Habitue.Tests.Decisions;

/// <summary>Products that no run has seen, of which events tell the stock.</summary>
public sealed class ProductTableTests
{
    [Fact]
    public void One_that_is_sold_out_is_gone_until_it_is_told_to_be_there_again()
    {
        var products = ProductTable.Empty();
        products.SetStock("tea", 0);
        Assert.True(products.IsUnlistedAndGone("tea"));
        products.SetStock("tea", 3);
        Assert.False(products.IsUnlistedAndGone("tea"));
        Assert.False(products.IsUnlistedAndGone("never told of"));
    }

    [Fact]
    public void Ids_without_end_are_not_remembered_without_end()
    {
        var products = ProductTable.Empty();
        for (var i = 0; i < ProductTable.MostUnlisted + 10; i++) products.SetStock($"made up {i}", 0);
        Assert.True(products.IsUnlistedAndGone("made up 0"));
        Assert.False(products.IsUnlistedAndGone($"made up {ProductTable.MostUnlisted}"));
        products.SetStock("made up 0", 1);
        products.SetStock("tea", 0);
        Assert.True(products.IsUnlistedAndGone("tea"));
    }

    [Fact]
    public void What_is_remembered_of_made_up_products_takes_no_place_from_those_that_are_listed()
    {
        using var shop = new TinyShop();
        shop.Memory.SetStock("P1", 7);
        for (var i = 0; i < ProductTable.MostUnlisted + 10; i++) shop.Memory.SetStock($"made up {i}", 0);
        shop.Memory.SetStock("P2", 0);
        Assert.Equal(ProductTable.MostUnlisted + 2, shop.Memory.Stock.Count);
        Assert.Equal((7.0, 0.0), (shop.Memory.Stock["P1"], shop.Memory.Stock["P2"]));
        Assert.False(shop.Memory.Stock.ContainsKey($"made up {ProductTable.MostUnlisted}"));

        // A new list of products counts them anew.
        shop.Warehouse.Execute("INSERT INTO products VALUES ('made up 0', 'Tea', 'kitchen', 3, 1)");
        shop.Memory.TellStock(ProductTable.Read(shop.Warehouse));
        shop.Memory.SetStock("another", 0);
        Assert.True(shop.Memory.Stock.ContainsKey("another"));
    }
}
