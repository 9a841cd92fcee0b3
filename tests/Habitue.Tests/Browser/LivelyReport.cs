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
        report = WrittenReport.Of(shop.Warehouse);
    }

    public string Address => new Uri(report.Path).AbsoluteUri;

    public void Dispose()
    {
        report.Dispose();
        shop.Dispose();
    }
}
