using System.Runtime.InteropServices;

namespace Habitue.Simulation;

/// <summary>Everything the writers look things up in.</summary>
internal sealed class Shop
{
    public Shop(ShopPlan plan)
    {
        Plan = plan;
        Seasons = new Seasons(plan);
        Clock = new Clock(Seasons);
        Campaigns = Campaign.Draw(plan, Seasons);
        Catalogue = new Catalogue(plan, plan.Products ?? DefaultProducts(plan));
        Basket = new Basket(plan, Catalogue);
        Schedule = new Schedule(plan, Seasons, Campaigns);
    }

    public ShopPlan Plan { get; }
    public Seasons Seasons { get; }
    public Clock Clock { get; }
    public Campaign[] Campaigns { get; }
    public Catalogue Catalogue { get; }
    public Basket Basket { get; }
    public Schedule Schedule { get; }

    public ref readonly Visit Visit(int index) => ref CollectionsMarshal.AsSpan(Schedule.Visits)[index];

    public static string OrderId(in Visit order) => order.Kind switch
    {
        VisitKind.WebOrder => $"W{order.Number}",
        VisitKind.ArchiveOrder => $"A{order.Number}",
        VisitKind.StoreReturn => $"C{order.Number}",
        _ => $"{order.Number}",
    };

    /// <summary>The lines that come back with a return or cancellation: all of the order, or some of it.</summary>
    public List<BasketLine> Returned(int index, in Visit back)
    {
        Basket.Fill(back.Of, Schedule.Who(Visit(back.Of)));
        if (back.Is(VisitMarks.Whole)) return Basket.Lines;
        var dice = Dice.Of(Plan.Seed, Purpose.Visit, index);
        var lines = Basket.Lines;
        var sure = dice.Next(lines.Count);
        var returned = new List<BasketLine>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (i != sure && !dice.Chance(.2)) continue;
            returned.Add(dice.Chance(.6) ? line : line with { Quantity = 1 + dice.Next(line.Quantity) });
        }
        return returned;
    }

    // About as many products for a customer as Online Retail has when the shop is small, and slowly fewer.
    private static int DefaultProducts(ShopPlan plan)
    {
        var customers = plan.Events is { } events ? events / 90.0 : plan.Customers;
        return (int)Math.Clamp(13.4 * Math.Sqrt(customers), 120, 50_000);
    }
}
