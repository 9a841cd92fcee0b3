using System.Globalization;
using Habitue.Stages;

namespace Habitue.Host.Answers;

/// <summary>What a run comes to, on one screen of 80 by 24: what was read, what was wrong, who the customers are, where the report is.</summary>
internal static class RunSummary
{
    private const int Screen = 24, FixedLines = 14, SegmentsShown = 7, Label = 11;

    public static void Write(Terminal terminal, FlowState state, ShopFigures shop, TimeSpan time)
    {
        var load = state.Load;
        terminal.Say("");
        Line(terminal, "Read", load.NothingNew ? $"nothing new in {Words.Count(load.FilesFound, "file")}"
            : $"{Words.Count(load.Rows, "row")} of {Words.Count(load.FilesRead, "file")} ({Words.Bytes(load.BytesRead)}), {load.Kept:N0} kept, {load.Rejected:N0} set aside");
        if (load.Refused.Count > 0) Line(terminal, "Left out", $"{Words.Count(load.Refused.Count, "file")} that could not be read: {Path.GetFileName(load.Refused[0].Address)}");
        var facts = shop.Facts;
        Line(terminal, "Found", $"{Words.Count(facts.Customers, "customer")}, {Words.Count(facts.Orders, "order")}, {Words.Count(facts.Products, "product")}{(facts.Countries > 0 ? $", {facts.Countries:N0} {(facts.Countries == 1 ? "country" : "countries")}" : "")}");
        Issues(terminal, shop, Math.Clamp(Screen - FixedLines - Math.Min(shop.Segments.Count, SegmentsShown), 3, 7));
        if (facts.SaleLines > 0) Line(terminal, "Customers", $"{facts.SaleCustomers:N0} bought {facts.SaleLines:N0} lines in {Words.Count(facts.SaleOrders, "order")}{(shop.AnonymousOrders > 0 ? $"; {shop.AnonymousOrders:N0} orders anonymous" : "")}");
        else Line(terminal, "Customers", $"{shop.Customers:N0}, of whom {shop.Buyers:N0} bought");
        Line(terminal, "Orders", $"{shop.Orders:N0} for {Money(shop.Revenue, shop.Currency)}{(shop.Returned > 0 ? $", of which {Money(shop.Returned, shop.Currency)} came back" : "")}");
        if (shop is { From: { } from, Until: { } until })
            Line(terminal, "Period", $"{Day(from)} to {Day(until)}; features as of {Day(state.AsOf)}");
        Segments(terminal, shop);
        terminal.Say("");
        if (state.Report is not null) Line(terminal, "Report", state.Report);
        Line(terminal, "Time", Words.Time(time));
    }

    /// <summary>The most frequent first, without what only tells how a step went (an action "match"); what was found in the raw rows, and how many were left without the duplicates.</summary>
    private static void Issues(Terminal terminal, ShopFigures shop, int room)
    {
        var label = "Wrong";
        foreach (var step in shop.Wrong.Where(step => step.Found > 0 && step.Action != "match").OrderByDescending(step => step.Found).Take(room))
        {
            Line(terminal, label, $"{step.Found,9:N0}  {Past(step.Action)}: {step.Issue}{(step.Touched == step.Found ? "" : $" ({step.Touched:N0} without duplicates)")}");
            label = "";
        }
        if (label.Length > 0) Line(terminal, label, "nothing");
    }

    private static void Segments(Terminal terminal, ShopFigures shop)
    {
        if (shop.Segments.Count == 0) return;
        terminal.Say("");
        var grid = new Grid("Segment", GridColumn.Number("Customers"), GridColumn.Number("Share"), GridColumn.Number("Revenue"), GridColumn.Number("Share"), GridColumn.Number("Orders"), GridColumn.Number("Last"));
        foreach (var segment in shop.Segments.Take(SegmentsShown))
            grid.Add(segment.Name, $"{segment.Customers:N0}", $"{segment.Share:P0}", $"{segment.Revenue:N0}", $"{segment.RevenueShare:P0}", $"{segment.Orders:0.0}", $"{segment.RecencyDays:0} d");
        grid.Write(terminal.Out, Math.Min(terminal.Width, 100));
        if (shop.Segments.Count > SegmentsShown) terminal.Say($"and {shop.Segments.Count - SegmentsShown} more: habitue sql \"SELECT * FROM segments\"");
    }

    private static void Line(Terminal terminal, string label, string text)
    {
        var room = terminal.Width - Label;
        terminal.Say(label.PadRight(Label) + (text.Length <= room || label is "Report" ? text : text[..(room - 1)] + "…"));
    }

    private static string Past(string action) => action switch { "reject" => "set aside", "flag" => "marked", "fill" => "filled", "keep" => "kept apart", _ => action };

    private static string Day(DateTime time) => time.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Money(decimal amount, string? currency) => currency is null ? $"{amount:N2}" : $"{amount:N2} {currency}";
}
