using System.Text.Json;
using Habitue.Duck;
using Habitue.Reports;

namespace Habitue.Tests.Reports;

/// <summary>A report in a folder that goes away with it, its text and the data of its charts.</summary>
internal sealed class WrittenReport : IDisposable
{
    private const string Opening = "<script type=\"application/json\" id=\"data\">";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-report-");

    private WrittenReport() => Path = System.IO.Path.Combine(folder.FullName, "report.html");

    public static ReportSettings Settings { get; } = new()
    {
        ShopName = "Corner shop",
        AsOf = new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc),
        GeneratedAt = new DateTimeOffset(2024, 3, 2, 8, 0, 0, TimeSpan.Zero),
        Version = "1.2.3",
        Currency = "GBP",
    };

    public string Path { get; }

    public string Text { get; private set; } = "";

    public JsonElement Charts { get; private set; }

    public static WrittenReport Of(DuckConnection warehouse, ReportSettings? settings = null)
    {
        var report = new WrittenReport();
        Report.Write(warehouse, report.Path, settings ?? Settings);
        report.Text = File.ReadAllText(report.Path);
        var start = report.Text.IndexOf(Opening, StringComparison.Ordinal) + Opening.Length;
        var end = report.Text.IndexOf("</script>", start, StringComparison.Ordinal);
        report.Charts = JsonDocument.Parse(report.Text[start..end]).RootElement.GetProperty("charts");
        return report;
    }

    /// <summary>The numbers of an array in a chart's data, rows flattened.</summary>
    public double[] Numbers(string chart, string name) => [.. Charts.GetProperty(chart).GetProperty(name).EnumerateArray()
        .SelectMany(value => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value])
        .Where(value => value.ValueKind == JsonValueKind.Number).Select(value => value.GetDouble())];

    public string[] Texts(string chart, string name) => [.. Charts.GetProperty(chart).GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];

    public void Dispose() => folder.Delete(recursive: true);
}
