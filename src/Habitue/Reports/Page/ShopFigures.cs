namespace Habitue.Reports.Page;

/// <summary>The figures of the whole shop that more than one section compares with.</summary>
internal sealed record ShopFigures(
    long Orders, long KnownOrders, double Revenue, double Goods, double KnownRevenue, DateTime? FirstOrder, DateTime? LastOrder,
    long Customers, long ReturningCustomers, long WithoutOrder, double Returned)
{
    private static readonly ShopFigures None = new(0, 0, 0, 0, 0, null, null, 0, 0, 0, 0);

    public bool HasOrders => Orders > 0;

    public static ShopFigures Read(Queries ask) =>
        ask.Has("orders", "customers", "returns") ? ask.Rows<ShopFigures>("shop")[0] : None;
}
