namespace Habitue.Simulation;

/// <summary>The amounts of one order, in cents: revenue is what the goods bring after the discount.</summary>
internal readonly record struct OrderSums(int Lines, int Units, long Goods, long Discount, long Shipping, string Coupon)
{
    public long Revenue => Goods - Discount;

    public long Tax => (Revenue * 20 + 50) / 100;

    public long Total => Revenue + Tax + Shipping;

    public static OrderSums Of(List<BasketLine> lines, Catalogue catalogue, in Visit order, DateOnly date, Campaign[] campaigns)
    {
        var old = order.Kind == VisitKind.ArchiveOrder;
        long goods = 0;
        var units = 0;
        foreach (var line in lines)
        {
            goods += (long)line.Quantity * (old ? catalogue.Products[line.Product].OldPrice : catalogue.Products[line.Product].Price);
            units += line.Quantity;
        }
        var (coupon, percent) = !order.Is(VisitMarks.Coupon) ? ("", 0)
            : order.Campaign >= 0 ? (campaigns[order.Campaign].Coupon, 15)
            : Seasons.IsSale(date) ? ("SALE20", 20) : ("SAVE10", 10);
        var shipping = order.Kind == VisitKind.WebOrder && goods < 5000 ? 395 : 0;
        return new(lines.Count, units, goods, (goods * percent + 50) / 100, shipping, coupon);
    }
}
