namespace Habitue.Simulation;

/// <summary>Fills the schedule with the plan's customers, or with as many as the wanted number of rows takes.</summary>
internal static class Crowd
{
    // Repeated and broken lines come on top of what happened: about one in a hundred.
    private const double FaultShare = 1.0095;

    public static void Fill(Shop shop, IProgress<ShopProgress>? progress, CancellationToken cancel)
    {
        var schedule = shop.Schedule;
        if (shop.Plan.Events is not { } wanted)
        {
            while (schedule.Customers.Count < shop.Plan.Customers)
            {
                schedule.Add();
                Tick(schedule.Customers.Count, shop.Plan.Customers);
            }
            return;
        }
        // Sessions are planned twice, here to be counted and later to be written: that is cheap beside the writing.
        var script = new SessionScript(shop.Basket, shop.Catalogue);
        long rows = 0, counted = 0;
        while (rows * FaultShare < wanted)
        {
            schedule.Add();
            for (; counted < schedule.Visits.Count; counted++) rows += Rows((int)counted);
            rows++; // the customer's profile
            Tick(schedule.Customers.Count, (int)Math.Min(int.MaxValue, schedule.Customers.Count * wanted / Math.Max(1, rows)));
        }

        long Rows(int index)
        {
            ref readonly var visit = ref shop.Visit(index);
            switch (visit.Kind)
            {
                case VisitKind.Browse or VisitKind.WebOrder or VisitKind.Stranger or VisitKind.Bot:
                    script.Plan(index, visit, schedule.Who(visit));
                    return script.Steps.Count;
                case VisitKind.StoreOrder or VisitKind.WalkIn or VisitKind.ArchiveOrder:
                    shop.Basket.Fill(index, schedule.Who(visit));
                    return shop.Basket.Lines.Count;
                case VisitKind.StoreReturn:
                    return shop.Returned(index, visit).Count;
                default:
                    return 1;
            }
        }

        void Tick(int done, int total)
        {
            if (done % 1024 != 0) return;
            cancel.ThrowIfCancellationRequested();
            progress?.Report(new("planning", done, total));
        }
    }
}
