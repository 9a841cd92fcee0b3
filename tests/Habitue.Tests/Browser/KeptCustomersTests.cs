using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server.Web;

namespace Habitue.Tests.Browser;

/// <summary>Lists of customers to which the bars and cells of charts lead hold just those that are counted there.</summary>
[Collection(LearnedShop.Name)]
public sealed partial class KeptCustomersTests(LearnedHome shop)
{
    private long Count(string condition) => shop.Rows<long>($"SELECT COUNT(*) FROM customers c WHERE c.is_known AND {condition}")[0];

    /// <summary>How many the list says that it has.</summary>
    private static async Task<long> Listed(Visitor visitor, string address)
    {
        var text = WebUtility.HtmlDecode(await visitor.Text(address));
        Assert.DoesNotContain("class=\"problem\"", text, StringComparison.Ordinal);
        return long.Parse(Words().Match(text).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Each_part_keeps_the_list_to_whom_sql_finds()
    {
        using var visitor = await Visitor.As(shop.Server, Role.Viewer);
        var segment = shop.Rows<int>("SELECT cluster FROM segments ORDER BY customers DESC LIMIT 1")[0];
        var (least, most) = shop.Rows<(double, double)>("SELECT quantile_disc(value_12m, 0.3), quantile_disc(value_12m, 0.6) FROM customer_values")[0];
        const string First = "strftime(c.first_order_at, '%Y-%m') = '2025-03'";
        foreach (var (address, condition) in ((string, string)[])
        [
            ("first=2025-03", First),
            ("first=2025-03&ordered=2025-05", $"{First} AND EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.customer_id AND strftime(o.ordered_at, '%Y-%m') = '2025-05')"),
            ("first=2025-03&visited=2025-05&device=mobile", $"{First} AND lower(c.device) = 'mobile' AND EXISTS (SELECT 1 FROM sessions s WHERE s.customer_id = c.customer_id AND strftime(s.started_at, '%Y-%m') = '2025-05')"),
            ("visit=60..180&period=own&from=2025-06-01&to=2025-06-30&device=mobile", "EXISTS (SELECT 1 FROM sessions s WHERE s.customer_id = c.customer_id AND NOT s.bounced AND s.duration_seconds BETWEEN 60 AND 179.999 AND lower(s.device) = 'mobile' AND strftime(s.started_at, '%Y-%m') = '2025-06')"),
            ("visit=one&period=own&from=2025-06-01&to=2025-06-30", "EXISTS (SELECT 1 FROM sessions s WHERE s.customer_id = c.customer_id AND s.bounced AND strftime(s.started_at, '%Y-%m') = '2025-06')"),
            ($"buys=30:20..30&segment={segment}", $"c.customer_id IN (SELECT p.customer_id FROM purchase_scores p JOIN customer_segments s USING (customer_id) WHERE p.horizon_days = 30 AND s.cluster = {segment} AND p.probability >= 0.2 AND p.probability < 0.3)"),
            ("buys=30:90..100", "c.customer_id IN (SELECT customer_id FROM purchase_scores WHERE horizon_days = 30 AND probability >= 0.9)"),
            (string.Create(CultureInfo.InvariantCulture, $"value={least:R}..{most:R}"), string.Create(CultureInfo.InvariantCulture, $"c.customer_id IN (SELECT customer_id FROM customer_values WHERE value_12m BETWEEN CAST('{least:R}' AS DOUBLE) AND CAST('{most:R}' AS DOUBLE))")),
        ]) Assert.Equal((address, Count(condition)), (address, await Listed(visitor, "/customers?" + address)));
    }

    [Fact]
    public async Task Cells_and_bars_lead_to_as_many_as_they_count()
    {
        using var visitor = await Visitor.As(shop.Server, Role.Viewer);
        // A cell is the share of its month's newcomers; those of three months later are counted by hand.
        var text = WebUtility.HtmlDecode(await visitor.Text("/behaviour?show=retention&period=12m"));
        var cell = Assert.Single(Regex.Matches(text, "data-v=\"(\\d+)\"><a href=\"(/customers[^\"]*first=2025-04&ordered=2025-07)\""));
        Assert.Equal(long.Parse(cell.Groups[1].Value, CultureInfo.InvariantCulture), await Listed(visitor, cell.Groups[2].Value));
        // The groups of values are equal ones: all but one have the same number.
        text = WebUtility.HtmlDecode(await visitor.Text("/predictions?show=value"));
        var groups = Regex.Matches(text, "data-v=\"\\d+\"><a href=\"(/customers[^\"]*value=[^\"]*)\">\\d+</a></td><td class=\"n\" data-v=\"(\\d+)\"");
        Assert.Equal(20, groups.Count);
        foreach (Match group in groups) Assert.Equal((group.Groups[1].Value, long.Parse(group.Groups[2].Value, CultureInfo.InvariantCulture)), (group.Groups[1].Value, await Listed(visitor, group.Groups[1].Value)));
    }

    [Fact]
    public async Task A_condition_within_a_segment_holds_of_both_in_list_and_file()
    {
        using var visitor = await Visitor.As(shop.Server, Role.Viewer);
        var segment = shop.Rows<int>("SELECT cluster FROM segments ORDER BY customers DESC LIMIT 1")[0];
        var expected = shop.Rows<long>($"SELECT COUNT(*) FROM customer_segments s JOIN customer_features f USING (customer_id) WHERE s.cluster = {segment} AND f.frequency >= 2")[0];
        Assert.Contains($"data-figure=\"chosen\">{expected:N0}<", await visitor.Text($"/segments/chosen?segment={segment}&rule=frequency+%3E%3D+2"), StringComparison.Ordinal);
        Assert.Equal(expected, (await visitor.Text($"/segments/customers.csv?segment={segment}&rule=frequency+%3E%3D+2")).Split("\r\n").Length - 2);
    }

    [Fact]
    public async Task A_part_can_be_taken_away_and_one_that_is_wrong_is_told()
    {
        using var visitor = await Visitor.As(shop.Server, Role.Viewer);
        var text = WebUtility.HtmlDecode(await visitor.Text("/customers?period=90d&first=2025-03&ordered=2025-05&q=C0"));
        Assert.Contains("href=\"/customers?period=90d&ordered=2025-05&q=C0\" title=\"Take this away\">who first ordered in Mar 2025 ✕", text, StringComparison.Ordinal);
        Assert.Contains("<input type=\"hidden\" name=\"ordered\" value=\"2025-05\"", text, StringComparison.Ordinal);
        foreach (var (asked, words) in ((string, string)[])[("first=May", "first=May: not a month; write it as 2026-01."), ("visit=long", "visit=long: not a length of visits"), ("buys=7", "buys=7: not days and a range"), ("value=..", "value=..: not a range of amounts"), ("exposed=x", "exposed=x: not a variant and a day"), ("value=1..2'; DROP TABLE customers", "not a range of amounts")])
            Assert.Contains(words, WebUtility.HtmlDecode(await visitor.Text("/customers?" + asked)), StringComparison.Ordinal);
    }

    [GeneratedRegex("id=\"found-words\">([0-9,]+) customer")]
    private static partial Regex Words();
}
