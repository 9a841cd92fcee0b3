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
        report = WrittenReport.Of(shop.Warehouse);
    }

    public string Address => new Uri(report.Path).AbsoluteUri;

    public void Dispose()
    {
        report.Dispose();
        shop.Dispose();
    }
}
