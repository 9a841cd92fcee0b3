using System.Globalization;
using System.Text;
using Habitue.Simulation;

namespace Habitue.Tests.Value;

/// <summary>
/// The orders of a simulated shop and nothing else of it, as a file that anybody could bring: seasons, types of customers, campaigns and returns are those of the simulator, but no
/// visit has to be written. What came back is taken off its order; an order that came back wholly is left out.
/// </summary>
internal sealed class SimulatedOrders
{
    public List<(string Customer, DateTime At, decimal Amount)> Orders { get; } = [];

    public static SimulatedOrders Of(ShopPlan plan)
    {
        var (shop, orders) = (new Shop(plan), new SimulatedOrders());
        Crowd.Fill(shop, null, CancellationToken.None);
        var first = shop.Seasons.First.ToDateTime(TimeOnly.MinValue);
        var back = new Dictionary<int, long>();
        for (var index = 0; index < shop.Schedule.Visits.Count; index++)
        {
            var visit = shop.Schedule.Visits[index];
            if (visit.Kind is not (VisitKind.WebCancel or VisitKind.WebRefund or VisitKind.StoreReturn)) continue;
            var order = shop.Visit(visit.Of);
            var lines = shop.Returned(index, visit);
            back[visit.Of] = back.GetValueOrDefault(visit.Of) + OrderSums.Of(lines, shop.Catalogue, order, shop.Seasons.Date(order.At), shop.Campaigns).Revenue;
        }
        for (var index = 0; index < shop.Schedule.Visits.Count; index++)
        {
            var visit = shop.Schedule.Visits[index];
            if (visit.Kind is not (VisitKind.WebOrder or VisitKind.StoreOrder or VisitKind.ArchiveOrder) || visit.Is(VisitMarks.Unnamed)) continue;
            shop.Basket.Fill(index, shop.Schedule.Who(visit));
            var sums = OrderSums.Of(shop.Basket.Lines, shop.Catalogue, visit, shop.Seasons.Date(visit.At), shop.Campaigns);
            var kept = sums.Revenue - back.GetValueOrDefault(index);
            if (kept > 0) orders.Orders.Add((Customer.Id(visit.Who), first.AddSeconds(visit.At), kept / 100m));
        }
        orders.Orders.Sort((one, two) => one.At != two.At ? one.At.CompareTo(two.At) : string.CompareOrdinal(one.Customer, two.Customer));
        return orders;
    }

    public string Csv()
    {
        var text = new StringBuilder("order_id,customer_id,date,product,quantity,unit_price\n");
        foreach (var (i, one) in Orders.Index()) text.Append(CultureInfo.InvariantCulture, $"o{i},{one.Customer},{one.At:yyyy-MM-dd HH:mm:ss},thing,1,{one.Amount}\n");
        return text.ToString();
    }

    /// <summary>What each customer spent in the days from a moment on.</summary>
    public Dictionary<string, double> Came(DateTime from, int days) =>
        Orders.Where(one => one.At >= from && one.At < from.AddDays(days)).GroupBy(one => one.Customer).ToDictionary(group => group.Key, group => (double)group.Sum(one => one.Amount));
}
