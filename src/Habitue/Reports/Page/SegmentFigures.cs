namespace Habitue.Reports.Page;

/// <summary>A named segment: how many customers, what they bought, and how many days ago its middle customer last did.</summary>
internal sealed record SegmentFigures(string Segment, long Customers, double Revenue, long Orders, double Recency);
