using Habitue.Server.Web.View;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Habitue.Tests.Server.Web;

public sealed class ViewFilterTests
{
    private static readonly DataSpan Span = new(new DateTime(2024, 7, 5), new DateTime(2026, 1, 1), "GBP");

    private static ViewFilter Read(string query) => ViewFilter.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), Span, [(3, "Regulars"), (0, "Others")], ["mobile", "o'brien's"]);

    [Theory]
    [InlineData("", "2025-12-02", "2026-01-01", "2025-11-02", "2025-12-02")]
    [InlineData("?period=7d", "2025-12-25", "2026-01-01", "2025-12-18", "2025-12-25")]
    [InlineData("?period=12m&compare=year", "2025-01-01", "2026-01-01", "2024-01-01", "2025-01-01")]
    [InlineData("?period=own&from=2025-03-01&to=2025-03-31", "2025-03-01", "2025-04-01", "2025-01-29", "2025-03-01")]
    public void A_period_counts_from_the_end_of_the_data_and_has_one_before_it(string query, string from, string until, string beforeFrom, string beforeUntil)
    {
        var filter = Read(query);
        Assert.Equal([from, until, beforeFrom, beforeUntil], ((DateTime[])[filter.From, filter.Until, filter.Before!.Value.From, filter.Before.Value.Until]).Select(day => day.ToString("yyyy-MM-dd")));
        Assert.Empty(filter.Mistakes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?period=90d&segment=3&device=mobile")]
    [InlineData("?period=own&from=2025-03-01&to=2025-03-31&compare=none&segment=0")]
    public void The_address_that_it_writes_reads_as_itself(string query)
    {
        var filter = Read(query);
        Assert.Equivalent(filter, Read(filter.Query()), strict: true);
    }

    [Fact]
    public void Everything_has_no_period_before() => Assert.Equal("until 2026-01-01 from 2024-07-05 beside nothing", $"until {Read("?period=all").Until:yyyy-MM-dd} from {Read("?period=all").From:yyyy-MM-dd} beside {Read("?period=all").Before?.ToString() ?? "nothing"}");

    [Fact]
    public void A_segment_keeps_to_its_customers_and_only_a_number_enters_the_question()
    {
        Assert.Equal("o.customer_id IN (SELECT customer_id FROM customer_segments WHERE cluster = 3)", Read("?segment=3").OfSegment("o.customer_id"));
        Assert.Equal(("Regulars", "TRUE"), (Read("?segment=3").SegmentName, Read("").OfSegment("o.customer_id")));
    }

    [Fact]
    public void A_device_keeps_to_what_was_done_by_it_and_its_name_cannot_end_the_question()
    {
        Assert.Equal("(TRUE AND COALESCE(lower(o.device), '') = 'mobile')", Read("?device=Mobile").Of("o"));
        Assert.Equal("COALESCE(lower(device), '') = 'o''brien''s'", Read("?device=o'brien's").OfDevice("device"));
        Assert.Equal("TRUE", Read("").Of("o"));
    }

    [Fact]
    public void What_a_page_cannot_be_kept_to_changes_nothing_and_goes_on()
    {
        const string query = "?period=7d&compare=year&segment=3&device=mobile";
        var filter = ViewFilter.Read(new QueryCollection(QueryHelpers.ParseQuery(query)), Span, [(3, "Regulars")], [], FilterParts.Segment);
        Assert.Equal(("30d", "before", 3, null), (filter.Period, filter.Comparison, filter.Segment, filter.Device));
        Assert.Empty(filter.Mistakes);
        Assert.Equal(Read(query).Query().Split('?', '&').Order(), filter.Query().Split('?', '&').Order());
        Assert.Equal("the time range, what it is compared with, the device", ViewFilter.InWords(filter.Carried));
    }

    [Theory]
    [InlineData("?device=fridge", "device=fridge: the data name no such device; all are shown.")]
    [InlineData("?period=ever", "period=ever: not known; it is one of 7d, 30d, 90d, 12m, all, own.")]
    [InlineData("?segment=9", "segment=9: there is no such segment; all customers are shown.")]
    [InlineData("?segment=3%20OR%201=1", "segment=3 OR 1=1: there is no such segment; all customers are shown.")]
    [InlineData("?period=own&from=31.12.2025&to=2025-12-31", "from=31.12.2025: not a day; write it as 2026-01-31.")]
    [InlineData("?period=own&from=2025-12-31&to=2025-12-01", "The range ends before it begins; it was turned round.")]
    public void What_cannot_be_used_is_said_in_a_sentence(string query, string sentence)
    {
        var filter = Read(query);
        Assert.Equal([sentence], filter.Mistakes);
        Assert.True(filter.From < filter.Until);
    }
}
