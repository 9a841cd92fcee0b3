using Habitue.Tests.MarketBaskets;
using Habitue.Tests.Reports;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Browser;

/// <summary>The report of a lively shop as a file, written once for all tests.</summary>
public sealed class LivelyReport : IDisposable
{
    private readonly SmallShop shop;
    private readonly WrittenReport report;

    public LivelyReport()
    {
        shop = LivelyShop.Open();
        TrainedBaskets.Train(shop.Warehouse, new DateTime(2024, 3, 1), 0.005, 0.2);
        shop.Warehouse.Execute("""
            CREATE TABLE actions_today AS SELECT * FROM (VALUES
                (1, 'c7', 'write now', '=1+1; "often"', 30, 250.5::DOUBLE, 100.25::DOUBLE, 400::DOUBLE, 'P1', 'Product 1'), (2, 'c9', 'second order', 'first order 9 days ago', 30, 20.0, 5.0, 40.0, NULL, NULL)
            ) a(place, customer_id, action, why, horizon_days, money, money_low, money_high, product_id, product_name)
            """);
        report = WrittenReport.Of(shop.Warehouse);
    }

    public string Address => new Uri(report.Path).AbsoluteUri;

    public void Dispose()
    {
        report.Dispose();
        shop.Dispose();
    }
}
