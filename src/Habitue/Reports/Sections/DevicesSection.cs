using Habitue.Learning.Evaluation;
using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>Mobile against desktop: who comes, who buys, who leaves a full cart behind.</summary>
internal sealed class DevicesSection() : Section("devices", "Mobile against desktop", "Devices")
{
    private sealed record Kind(string Device, long Sessions, long Orders, long Carts, long LeftBehind, long Bounces, double Minutes, double Pages)
    {
        public Interval Conversion => Interval.Wilson(Orders, Sessions);
    }

    public override void Write(ReportPage page)
    {
        var kinds = page.Ask.Has("sessions") ? page.Ask.Rows<Kind>("devices") : [];
        if (kinds.Count == 0)
        {
            page.Empty("No visit says which device it came from.", "With web or app events that name the device, mobile and desktop are compared here.");
            return;
        }
        var all = kinds.Sum(kind => kind.Sessions);
        page.Lead($"{string.Join("; ", kinds.Select(kind => $"{kind.Device}: {Numbers.Share(kind.Sessions / (double)all)} of the visits, {Numbers.Share(kind.Conversion.Estimate)} of them with an order"))}.{Difference(kinds)}");
        page.Chart(new Chart("devices-chart", "intervals", "Visits with an order, by device", "A bar for each kind of device: the share of its visits that ended in an order, with the 95 % interval.") { Height = 50 + (34 * kinds.Count) }, json =>
        {
            json.WriteBoolean("isShare", true);
            json.Texts("labels", kinds.Select(kind => kind.Device));
            json.Texts("roles", kinds.Select(_ => "chosen"));
            json.Numbers("values", kinds.Select(kind => kind.Conversion.Estimate), 4);
            json.Numbers("lows", kinds.Select(kind => kind.Conversion.Low), 4);
            json.Numbers("highs", kinds.Select(kind => kind.Conversion.High), 4);
        });
        var most = kinds.Max(kind => kind.Conversion.Estimate);
        using var table = new Table(page.Html, "All devices", Column.Text("Device"), Column.Number("Visits"), Column.Number("With an order"), Column.Text("95 % interval"), Column.Number("Carts left behind"), Column.Number("Bounces"), Column.Number("Minutes"), Column.Number("Pages"));
        foreach (var kind in kinds)
            table.Row(new Cell(kind.Device, Class: "name"), Cell.Count(kind.Sessions), Cell.Share(kind.Conversion.Estimate, most), new Cell($"{Numbers.Share(kind.Conversion.Low)} to {Numbers.Share(kind.Conversion.High)}"),
                Percent(kind.LeftBehind, kind.Carts), Percent(kind.Bounces, kind.Sessions), Cell.Value(kind.Minutes), Cell.Value(kind.Pages));
    }

    private static string Difference(IReadOnlyList<Kind> kinds)
    {
        var (mobile, desktop) = (kinds.FirstOrDefault(kind => kind.Device == "Mobile"), kinds.FirstOrDefault(kind => kind.Device == "Desktop"));
        if (mobile is null || desktop is null) return "";
        var (low, high) = mobile.Conversion.Estimate < desktop.Conversion.Estimate ? (mobile, desktop) : (desktop, mobile);
        return low.Conversion.High < high.Conversion.Low ? $" Between mobile and desktop the difference is more than chance: look at what keeps visitors on {low.Device.ToLowerInvariant()} from buying." : " Between mobile and desktop chance alone could make as large a difference.";
    }

    private static Cell Percent(long part, long of) => of == 0 ? new Cell("") : new Cell(Numbers.Share(part / (double)of), part / (double)of);
}
