namespace Habitue.Reports.Page;

/// <summary>What all sections share: settings, ways to write numbers, and figures that are read once, by whichever section needs them first.</summary>
internal sealed class ReportFigures(ReportSettings settings, ShopFigures shop)
{
    private readonly Lock readingFeatures = new(), readingMonths = new(), readingSegments = new();
    private FeatureTable? features;
    private IReadOnlyList<MonthFigures>? months;
    private IReadOnlyList<SegmentFigures>? segments;

    public ReportSettings Settings => settings;

    public Numbers Format { get; } = new(settings.Currency);

    public ShopFigures Shop => shop;

    public FeatureTable Features(Queries ask)
    {
        lock (readingFeatures) return features ??= FeatureTable.Read(ask);
    }

    public IReadOnlyList<MonthFigures> Months(Queries ask)
    {
        lock (readingMonths) return months ??= ask.Rows<MonthFigures>("months");
    }

    public IReadOnlyList<SegmentFigures> Segments(Queries ask)
    {
        lock (readingSegments) return segments ??= ask.Has("customer_segments", "customers") ? ask.Rows<SegmentFigures>("segments") : [];
    }
}
