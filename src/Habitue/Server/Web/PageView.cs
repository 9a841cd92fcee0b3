using Habitue.Duck;
using Habitue.Reports.Page;
using Habitue.Server.Web.Access;
using Habitue.Server.Web.View;
using Microsoft.AspNetCore.Http;

namespace Habitue.Server.Web;

/// <summary>What one request for a page is about: who looks, at which time range, and the way to the data. One per request.</summary>
internal sealed class PageView(LiveWarehouse warehouse, TimeProvider clock) : IDisposable
{
    private DuckConnection? connection;
    private HashSet<string>? tables;
    private DataSpan? span;
    private ViewFilter? filter;
    private Numbers? format;
    private IReadOnlyList<string>? devices;

    /// <summary>The request; set before the page is rendered.</summary>
    public HttpContext Http { get; set; } = null!;

    /// <summary>Who looks; set before the page is rendered.</summary>
    public Person Who { get; set; } = Person.Nobody;

    /// <summary>The page that is shown, set before it is rendered; a part that is asked for on its own keeps to nothing.</summary>
    public NavAttribute Nav { get; set; } = new("", "", 0);

    public CancellationToken Cancel => Http.RequestAborted;

    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    public DuckConnection Warehouse => connection ??= warehouse.Connect();

    /// <summary>From when to when the data reach.</summary>
    public DataSpan Span => span ??= DataSpan.Read(this);

    /// <summary>Time range, comparison, segment and device as the address says them.</summary>
    public ViewFilter Filter => filter ??= ViewFilter.Read(Http.Request.Query, Span, SegmentNames, Devices, Nav.KeepsTo);

    public Numbers Format => format ??= new Numbers(Span.Currency);

    /// <summary>The segments that there are, by number, the most valuable first.</summary>
    public IReadOnlyList<(int Id, string Name)> SegmentNames => Has("segments") ? Warehouse.Rows<(int, string)>("SELECT cluster, segment FROM segments WHERE cluster IS NOT NULL ORDER BY revenue DESC, cluster") : [];

    /// <summary>The devices that orders and visits name, in small letters, those of most first; none where a page cannot keep to one.</summary>
    public IReadOnlyList<string> Devices => devices ??= Nav.KeepsTo.HasFlag(FilterParts.Device) ? DeviceNames.Read(this) : [];

    /// <summary>Whether all of these tables exist: a step that was not run leaves none.</summary>
    public bool Has(params ReadOnlySpan<string> names)
    {
        tables ??= [.. Warehouse.Rows<string>("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'")];
        foreach (var name in names)
            if (!tables.Contains(name)) return false;
        return true;
    }

    /// <summary>The value of a part of the address that stands in braces.</summary>
    public string Route(string name) => (string?)Http.Request.RouteValues[name] ?? "";

    /// <summary>A parameter of the address; empty when it is not there.</summary>
    public string Asked(string name) => Http.Request.Query[name].ToString();

    /// <summary>What a slice says that it lacks; null when it is ready or nobody asked it.</summary>
    public string? LackOf(string slice) => Has("insights") && Warehouse.Rows<string>("SELECT words FROM insights WHERE slice = $1 AND NOT ready", slice) is [var words] ? Names.Capital(words) : null;

    /// <summary>What is shown, and what it is compared with, in a sentence or two.</summary>
    public string FilterInWords(bool compared)
    {
        var words = $"{Numbers.Day(Filter.From)} to {Numbers.Day(Filter.Until.AddDays(-1))}" + (Filter.SegmentName is { } name ? $", only customers of “{name}”" : "") + (Filter.Device is { } device ? $", only by {device}" : "");
        if (!compared || Filter.Before is not { } before) return words + ".";
        words += $", compared with {Numbers.Day(before.From)} to {Numbers.Day(before.Until.AddDays(-1))}.";
        return before.From < Span.First ? $"{words} The data begin on {Numbers.Day(Span.First.Value)}, so that period is not whole." : words;
    }

    /// <summary>An id as this person may read it: one that is an e-mail address is personal.</summary>
    public string IdShown(string id) => Masks.Id(id, Who.Role);

    /// <summary>The address of a page with all that is chosen at the top, also what has no effect here: it goes along from page to page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="more">What else its address says; in place of the choice where it has the name of a part of it.</param>
    public string To(string page, params ReadOnlySpan<(string Name, string? Value)> more) => page + Filter.Query(more);

    /// <summary>The same, kept to some days.</summary>
    public string During(string page, DateTime first, int days, params ReadOnlySpan<(string Name, string? Value)> more) =>
        To(page, [("period", "own"), ("from", $"{first:yyyy-MM-dd}"), ("to", $"{first.AddDays(days - 1):yyyy-MM-dd}"), .. more]);

    /// <summary>The address of a customer's page.</summary>
    public string CustomerAddress(string id) => To("/customers/" + Uri.EscapeDataString(id));

    /// <summary>The address of a product's sales. What sells seldom has none in a month: where no time was chosen, this one is shown.</summary>
    public string SalesAddress(string product, string period) => To("/sales", ("period", Asked("period") is { Length: > 0 } chosen ? chosen : period), ("product", product));

    public void Dispose() => connection?.Dispose();
}
