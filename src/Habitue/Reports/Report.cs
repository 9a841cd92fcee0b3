using System.Diagnostics;
using Habitue.Duck;
using Habitue.Reports.Page;
using Habitue.Reports.Sections;

namespace Habitue.Reports;

/// <summary>
/// Writes what the warehouse knows as one HTML file that opens anywhere, without a network and without a server.
/// For live figures use the dashboard; a report is how things stood at one moment, to be kept, printed and sent.
/// Customers are in it by their id only, where a list is to be worked through.
/// </summary>
public static class Report
{
    /// <summary>The parts of the page in their order. A new one is a class in Sections/ and a line here.</summary>
    private static readonly Func<Section>[] Sections =
    [
        () => new HeadSection(),
        () => new FindingsSection(),
        () => new TodaySection(),
        () => new RevenueSection(),
        () => new SeasonSection(),
        () => new ProductsSection(),
        () => new CountriesSection(),
        () => new SegmentsSection(),
        () => new AdviceSection(),
        () => new ValueSection(),
        () => new ClustersSection(),
        () => new PortraitsSection(),
        () => new PurchaseSection(),
        () => new ChurnSection(),
        () => new BasketsSection(),
        () => new RecommendationsSection(),
        () => new AuditSection(),
        () => new FeaturesSection(),
        () => new CorrelationSection(),
        () => new DevicesSection(),
        () => new DriftSection(),
        () => new QualitySection(),
        () => new GlossarySection(),
    ];

    /// <summary>What the sections are called in the page's address, in their order.</summary>
    internal static IReadOnlyList<string> Ids => [.. Sections.Select(make => make().Id)];

    /// <summary>Writes the file in one step: whoever opens <paramref name="path"/> sees the old report or the new one, whole.</summary>
    public static ReportWritten Write(DuckConnection warehouse, string path, ReportSettings settings, CancellationToken cancel = default)
    {
        var start = Stopwatch.GetTimestamp();
        var sections = Array.ConvertAll(Sections, make => make());
        var (figures, pages) = Draw(warehouse, settings, sections, cancel);

        path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = path + ".part";
        try
        {
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
                new Document(figures, sections, pages).WriteTo(file);
            cancel.ThrowIfCancellationRequested();
            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
        return new ReportWritten(path, new FileInfo(path).Length, Stopwatch.GetElapsedTime(start));
    }

    /// <summary>Two at a time, for most of a section is waiting for one answer after another.</summary>
    private static (ReportFigures Figures, ReportPage[] Pages) Draw(DuckConnection warehouse, ReportSettings settings, Section[] sections, CancellationToken cancel)
    {
        var ask = new Queries(warehouse, cancel);
        var figures = new ReportFigures(settings, ShopFigures.Read(ask));
        var pages = new ReportPage[sections.Length];
        var next = -1;
        warehouse.InTwo(connection =>
        {
            var own = ask.On(connection);
            // Sorting and correlating some dozens of columns takes as long as the first sections, which need none of it.
            if (connection != warehouse) figures.Features(own);
            for (int i; (i = Interlocked.Increment(ref next)) < sections.Length;)
            {
                pages[i] = new ReportPage(figures, own);
                pages[i].Add(sections[i]);
            }
        });
        return (figures, pages);
    }
}
