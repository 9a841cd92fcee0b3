using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>Each segment in a paragraph, with a list of its customers to open, and who moved from which to which.</summary>
internal sealed class PortraitsSection() : Section("portraits", "Portraits of the segments", "Portraits")
{
    /// <summary>The list of a segment opens with so many customers; `habitue segments customers` gives all.</summary>
    private const int Members = 40;

    private sealed record Portrait(int SegmentId, string Segment, string Kind, long Customers, double Value, string Trend, string Text);

    private sealed record Member(int SegmentId, string CustomerId, long Orders, double Value, double RecencyDays, double? Chance, string SecondSegment);

    private sealed record Move(string FromSegment, string ToSegment, long Customers, double Value, string Basis, DateTime PreviousAsOf, DateTime AsOf);

    public override void Write(ReportPage page)
    {
        var portraits = page.Ask.Has("segment_portraits", "customer_segments", "customer_features") ? page.Ask.Rows<Portrait>("segment_portraits") : [];
        if (portraits.Count == 0)
        {
            page.Empty("There are no portraits yet.", page.LackOf("segments") ?? "Run “habitue run PATH” or “habitue train segments”: it describes each segment, lists its customers and counts who moved.");
            return;
        }

        var growing = portraits.Where(one => one.Trend == "growing").ToArray();
        page.Lead($"{Numbers.Many(portraits.Count, "segment")}, each with what sets it apart from all customers. "
            + (growing.Length == 0 ? "" : $"{(growing.Length == 1 ? $"{Names.Of(growing[0].Segment)} has" : $"{Numbers.Count(growing.Length)} have")} grown by a twentieth or more. ")
            + "Open a list to see who is in it; “habitue segments customers NAME” gives all.");
        var members = page.Ask.Rows<Member>("segment_members", Members).GroupBy(one => one.SegmentId).ToDictionary(group => group.Key, group => group.ToArray());
        page.Html.Add($"""<div class="portraits">""");
        foreach (var one in portraits)
        {
            page.Html.Add($"""<article><h3>{Names.Of(one.Segment)}</h3><p class="small">{(one.Kind == "rule" ? "by a rule of your own · " : "")}{Numbers.Many(one.Customers, "customer")} · {page.Format.ShortMoney(one.Value)} · {Trend(one.Trend)}</p><p>{one.Text}</p>""");
            if (members.TryGetValue(one.SegmentId, out var list)) List(page, one, list);
            page.Html.Add($"</article>");
        }
        page.Html.Add($"</div>\n");
        if (page.Ask.Has("segment_migrations") && page.Ask.Rows<Move>("segment_migrations") is { Count: > 1 } moves) Moves(page, moves);
    }

    private static void List(ReportPage page, Portrait one, Member[] members)
    {
        page.Html.Add($"<details><summary>{(one.Customers > members.Length ? $"Its {Numbers.Count(members.Length)} customers with most revenue" : $"Its {Numbers.Many(members.Length, "customer")}")}</summary>");
        using (var table = new Table(page.Html, $"Customers of {Names.Of(one.Segment)}", Column.Text("Customer"), Column.Number("Orders"), Column.Number("Revenue"), Column.Number("Days since last order"), Column.Number("Sure"), Column.Text("Else likeliest")))
            foreach (var member in members)
                table.Row(new Cell(member.CustomerId, Class: "name"), Cell.Count(member.Orders), page.Money(member.Value), Cell.Value(member.RecencyDays), Cell.Share(member.Chance ?? 1), Names.Of(member.SecondSegment is "" ? "–" : member.SecondSegment));
        page.Html.Add($"</details>");
    }

    /// <summary>Ribbons from the segments before to the segments now, as wide as there are customers.</summary>
    private static void Moves(ReportPage page, IReadOnlyList<Move> moves)
    {
        var changed = moves.Where(move => move.FromSegment != move.ToSegment).ToArray();
        var stayed = moves.Sum(move => move.Customers) - changed.Sum(move => move.Customers);
        var (before, now) = (Numbers.Day(moves[0].PreviousAsOf), Numbers.Day(moves[0].AsOf));
        var how = moves[0].Basis == "published" ? "as they were published then" : "as the present model would have divided the customers then";
        page.Chart(new Chart("moves-chart", "sankey", $"Who moved between {before} and {now}", $"Ribbons from the segments of {before} on the left to those of {now} on the right, as wide as the number of customers. {Numbers.Count(stayed)} customers stayed where they were. The table gives each ribbon.")
        {
            Height = Math.Max(300, 60 * moves.Select(move => move.FromSegment).Distinct().Count()),
            Note = $"Left {before}, {how}; right {now}. {Numbers.Many(stayed, "customer")} stayed, {Numbers.Count(changed.Sum(move => move.Customers))} moved or came.",
        }, json =>
        {
            json.Texts("before", moves.Select(move => move.FromSegment).Distinct().Select(Names.Of));
            json.Texts("now", moves.Select(move => move.ToSegment).Distinct().Select(Names.Of));
            json.WriteStartArray("moves");
            foreach (var move in moves)
            {
                json.WriteStartArray();
                json.WriteStringValue(Names.Of(move.FromSegment));
                json.WriteStringValue(Names.Of(move.ToSegment));
                json.WriteNumberValue(move.Customers);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }, () =>
        {
            using var table = new Table(page.Html, "Moves between segments", Column.Text($"{before}"), Column.Text($"{now}"), Column.Number("Customers"), Column.Number("Revenue so far"));
            foreach (var move in moves) table.Row(new Cell(Names.Of(move.FromSegment), Class: "name"), Names.Of(move.ToSegment), Cell.Count(move.Customers), page.Money(move.Value));
        });
    }

    private static string Trend(string word) => word switch { "new" => "new since 90 days", "unknown" => "no trend yet", _ => word };
}
