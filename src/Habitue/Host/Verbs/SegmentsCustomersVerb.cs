using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Segments;

namespace Habitue.Host.Verbs;

/// <summary>The customers of a segment, the most valuable first; as CSV or JSON it is their export.</summary>
internal sealed class SegmentsCustomersVerb : Verb
{
    private readonly Argument<string> segment = new("SEGMENT") { Description = "Its name or number, or all." };
    private readonly Option<string> format;
    private readonly Option<bool> json;
    private readonly Option<int> limit;
    private readonly HomeOptions home;

    public SegmentsCustomersVerb() : base("customers", "The customers of a segment, the most valuable first: to read, or to export as CSV or JSON.",
        "habitue segments customers 1 --limit 10",
        "habitue segments customers all --format csv > segments.csv")
    {
        Add(segment);
        format = Takes("--format", "table, csv or json.", "FORMAT", "table");
        format.AcceptOnlyFromAmong(Answer.Formats);
        json = TakesFlag("--json", "The same as --format json.");
        limit = Takes("--limit", "Rows that a table shows at most; CSV and JSON hold all.", "N", 20);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        using var work = Workspace.Look(call, home, "segments");
        work.MustHave(SegmentTables.Portraits, "habitue train segments");
        var id = call.Of(segment) == "all" ? (int?)null : SegmentsVerb.Find(work.Warehouse, call.Of(segment)!).Id;
        using var result = work.Warehouse.Query($"""
            SELECT s.customer_id, s.cluster_name AS segment, f.frequency AS orders, f.monetary AS value, f.recency_days, ROUND(s.chance, 3) AS chance, s.second_segment, s.rfm_segment, s.cluster AS segment_id
            FROM {SegmentTables.Customers} s JOIN customer_features f ON f.customer_id = s.customer_id
            WHERE $1 IS NULL OR s.cluster = $1
            ORDER BY f.monetary DESC, s.customer_id
            """, [id], call.Cancel);
        Answer.Write(call.Terminal, result, call.Of(json) ? "json" : call.Of(format)!, Math.Max(0, call.Of(limit)), call.Cancel);
        return CommandLine.Done;
    }
}
