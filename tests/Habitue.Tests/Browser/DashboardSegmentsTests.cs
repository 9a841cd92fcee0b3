using System.Globalization;
using System.Net;
using Habitue.Segments;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server;
using Habitue.Tests.Server.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(DashboardCollection.Name)]
public sealed class DashboardSegmentsTests(Chromium chromium, DashboardHome shop)
{
    private async Task<IPage> Open(IBrowserContext context, string address)
    {
        var page = await shop.SignedIn(context);
        await page.GotoAsync(shop.Address + address);
        return page;
    }

    private string Count(string where) => shop.Rows<long>($"SELECT COUNT(*) FROM customer_segments s JOIN customer_features f USING (customer_id) WHERE {where}")[0].ToString("N0");

    private static Task<string> Chosen(IPage page) => page.Locator("[data-figure=chosen]").InnerTextAsync();

    private static string Asked(IPage page, string name) => System.Web.HttpUtility.ParseQueryString(new Uri(page.Url).Query)[name] ?? "";

    [Fact]
    public async Task A_lasso_round_points_lists_all_customers_within_it_and_stands_in_the_address()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/segments");
        var plot = page.Locator("#segment-map .plot");
        await plot.ScrollIntoViewIfNeededAsync();
        await page.Locator("#segment-map").GetByRole(AriaRole.Button, new() { Name = "Lasso" }).ClickAsync();
        var box = (await plot.BoundingBoxAsync())!;
        (float X, float Y) At(double x, double y) => ((float)(box.X + (box.Width * x)), (float)(box.Y + (box.Height * y)));
        var corners = new[] { At(0.2, 0.25), At(0.7, 0.3), At(0.8, 0.8), At(0.5, 0.5), At(0.25, 0.8), At(0.2, 0.25) };
        await page.Mouse.MoveAsync(corners[0].X, corners[0].Y);
        await page.Mouse.DownAsync();
        foreach (var (x, y) in corners.Skip(1)) await page.Mouse.MoveAsync(x, y, new() { Steps = 6 });
        await page.Mouse.UpAsync();
        await page.Reaches("**/segments/chosen?area=*");
        var area = Asked(page, "area").Split(';').Select(corner => Array.ConvertAll(corner.Split(','), text => double.Parse(text, CultureInfo.InvariantCulture))).ToArray();
        Assert.InRange(area.Length, 8, 40);
        var within = shop.Rows<(string Id, double X, double Y)>("SELECT customer_id, pc1, pc2 FROM customer_segments JOIN customer_features USING (customer_id) WHERE pc1 IS NOT NULL").Where(point => Math.Abs(Turns(area, point.X, point.Y)) > 0.5).Select(point => point.Id).Order(StringComparer.Ordinal).ToArray();
        Assert.InRange(within.Length, 5, 95);
        Assert.Equal(within.Length.ToString(), await Chosen(page));
        Assert.Equal(within, (await page.Locator("#chosen tbody td:first-child").AllInnerTextsAsync()).Order(StringComparer.Ordinal));
        await page.Locator("#chosen tbody a").First.ClickAsync();
        await page.Reaches("**/customers/*");
        await page.GoBackAsync();
        Assert.Equal(within.Length.ToString(), await Chosen(page));
    }

    /// <summary>How often the corners go round a point: the sum of the angles at which they are seen from it.</summary>
    private static double Turns(double[][] corners, double x, double y)
    {
        double sum = 0;
        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            var angle = Math.Atan2(b[1] - y, b[0] - x) - Math.Atan2(a[1] - y, a[0] - x);
            sum += angle > Math.PI ? angle - (2 * Math.PI) : angle < -Math.PI ? angle + (2 * Math.PI) : angle;
        }

        return sum / (2 * Math.PI);
    }

    [Fact]
    public async Task An_area_can_be_chosen_with_keys_alone_and_a_field_of_the_grid_by_its_table()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/segments/chosen");
        await page.GetByLabel("First component from").FillAsync("0");
        await page.GetByLabel("First component from").PressAsync("Enter");
        Assert.Equal(Count("pc1 >= 0"), await Chosen(page));
        await page.GotoAsync(shop.Address + "/segments");
        var (r, f, customers) = shop.Rows<(int, int, long)>("SELECT rfm_r, rfm_f, COUNT(*) FROM customer_segments WHERE rfm_r IS NOT NULL AND rfm_f IS NOT NULL GROUP BY ALL ORDER BY rfm_r, rfm_f LIMIT 1")[0];
        await page.Locator("#rfm").GetByRole(AriaRole.Button, new() { Name = "Table" }).ClickAsync();
        await page.Locator("#rfm tbody a").First.ClickAsync();
        Assert.Equal(($"{r}", $"{f}", $"{customers}"), (Asked(page, "recency"), Asked(page, "frequency"), await Chosen(page)));
        foreach (var (wrong, words) in ((string, string)[])[("area=1,2;3", "An area is a list of corners"), ("area=1,2;3,4", "An area has 3 to 60 corners."), ("left=x", "left=x: not a number."), ("recency=9&frequency=1", "whole numbers from 1 to 5"), ("segment=77", "There is no such segment.")])
        {
            await page.GotoAsync($"{shop.Address}/segments/chosen?{wrong}");
            Assert.Contains(words, await page.Locator("p.problem").InnerTextAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_segment_is_built_from_conditions_with_a_count_that_follows_the_writing()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/segments/build");
        await page.Locator("#rule").FillAsync("frequency >= 3 and recency_days < 90");
        await page.WaitForFunctionAsync("count => document.querySelector('[data-figure=chosen]')?.textContent === count", Count("f.frequency >= 3 AND f.recency_days < 90"));
        await page.Reaches("**/segments/build?rule=frequency*");
        // What is added by hand joins what is written, and a colleague who gets the address sees the same.
        await page.Locator("[name=join]").SelectOptionAsync("or");
        await page.Locator("[name=habit]").SelectOptionAsync("monetary");
        await page.Locator("[name=sign]").SelectOptionAsync(">");
        await page.Locator("[name=value]").FillAsync("1,234.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add this condition" }).ClickAsync();
        Assert.Equal("frequency >= 3 and recency_days < 90 or monetary > 1234.5", Asked(page, "rule"));
        Assert.Equal("", Asked(page, "add"));
        Assert.Equal(Count("f.frequency >= 3 AND f.recency_days < 90 OR f.monetary > 1234.5"), await Chosen(page));
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV of all" }).ClickAsync());
        using var text = new StreamReader(await download.CreateReadStreamAsync());
        Assert.Equal(await Chosen(page), ((await text.ReadToEndAsync()).Split("\r\n").Length - 2).ToString("N0"));
        await page.Locator("#rule").FillAsync("frequenzy > 3");
        await page.Locator("#found .problem").WaitForAsync();
        Assert.Equal("The condition: there is no feature frequenzy; the nearest is frequency. `habitue features` lists all.", await page.Locator("#found .problem").InnerTextAsync());
    }

    [Fact]
    public async Task A_rule_is_kept_by_those_who_may_and_none_that_is_wrong()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/segments/build?rule=frequency%20%3E%203");
        var file = Path.Combine(shop.Server.Folder, SegmentRules.FileName);
        await page.Locator("#rule").FillAsync("frequency > 4");
        await page.GetByLabel("Name").FillAsync("Loyal & true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync();
        Assert.Contains("“Loyal & true” is kept in segments.rules.", await page.GetByRole(AriaRole.Status).InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("Loyal & true: frequency > 4\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal("frequency > 4", await page.Locator("#rules tbody a").InnerTextAsync());
        foreach (var (name, rule, words) in ((string, string, string)[])[("Loyal & true", "frequency > 1", "has a rule already"), ("a: b", "frequency > 1", "no colon"), ("Odd", "frequenzy > 1", "there is no feature frequenzy"), ("Two\u2028lines", "frequency > 1", "is one line"), ("Remark", "frequency > 1 # and < 9", "`#` cannot be understood"), ("Evil\nTwo: frequency > 0", "frequency > 1", "no colon")])
        {
            await page.GotoAsync($"{shop.Address}/segments/build?rule={Uri.EscapeDataString(rule)}");
            await page.EvaluateAsync("name => { const field = document.querySelector('form[action=\"/segments/rules\"] [name=name]'); const kept = document.createElement('input'); kept.type = 'hidden'; kept.name = 'name'; kept.value = name; field.replaceWith(kept); }", name);
            await page.GetByRole(AriaRole.Button, new() { Name = "Keep" }).ClickAsync();
            Assert.Contains(words, await page.Locator("p.problem").First.InnerTextAsync(), StringComparison.Ordinal);
        }
        Assert.Single(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
        File.Delete(file);

        Assert.Equal([$"{SignedIn.Guest}: “Loyal & true” is kept in segments.rules. From the next run on its customers are those of whom this holds: frequency > 4"], shop.Server.Services.GetRequiredService<Deeds>().Latest(200).Where(deed => deed.What.Contains("segments.rules", StringComparison.Ordinal)).Select(deed => $"{deed.Who}: {deed.What}"));

        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        Assert.DoesNotContain("Call us", await analyst.Text("/segments/build?problem=Call+us&kept=Call+us"), StringComparison.Ordinal);
        Assert.DoesNotContain("Keep it as a segment", await analyst.Text("/segments/build"), StringComparison.Ordinal);
        using var refused = await analyst.Post("/segments/rules", ("name", "Mine"), ("rule", "frequency > 1"), (SignedIn.FormField, Visitor.KeyOf(await analyst.Text("/"))));
        using var marketer = await Visitor.As(shop.Server, Role.Marketer);
        using var forged = await marketer.Post("/segments/rules", ("name", "Mine"), ("rule", "frequency > 1"));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, false), (refused.StatusCode, forged.StatusCode, File.Exists(file)));
    }

    [Fact]
    public async Task What_sets_segments_apart_is_the_median_of_each()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/segments");
        var expected = shop.Rows<double>("SELECT median(CAST(f.frequency AS DOUBLE)) FROM customer_segments s JOIN customer_features f USING (customer_id) JOIN segments g ON g.cluster = s.cluster GROUP BY g.cluster ORDER BY MAX(g.revenue) DESC, g.cluster");
        var shown = await page.Locator("#segment-habits tbody tr").Filter(new() { HasText = "Frequency" }).First.EvaluateAsync<double[]>("row => [...row.querySelectorAll('[data-v]')].map(cell => Number(cell.dataset.v))");
        Assert.Equal(expected, shown[..^1]);
        Assert.Equal(shop.Rows<double>("SELECT median(CAST(f.frequency AS DOUBLE)) FROM customer_segments s JOIN customer_features f USING (customer_id) WHERE s.cluster IS NOT NULL")[0], shown[^1]);
    }

    [Fact]
    public async Task A_segment_s_page_shows_its_course_and_gives_all_its_customers()
    {
        await using var context = await chromium.Online();
        var id = shop.Rows<int>("SELECT MIN(cluster) FROM segments")[0];
        var page = await Open(context, $"/segments/{id}");
        var course = shop.Rows<long>($"SELECT customers FROM segment_trend WHERE segment_id = {id} AND days_before <> 30 ORDER BY days_before DESC");
        Assert.Equal(course, await page.Locator("#segment-course tbody td:nth-child(2)").EvaluateAllAsync<long[]>("cells => cells.map(cell => Number(cell.dataset.v))"));
        using var viewer = await Visitor.As(shop.Server, Role.Viewer);
        var lines = (await viewer.Text($"/segments/customers.csv?segment={id}")).Split("\r\n");
        Assert.Equal("customer_id,segment,orders,value,days_since_last_order,rfm", lines[0].TrimStart('\uFEFF'));
        Assert.Equal(shop.Rows<string>($"SELECT customer_id FROM customer_segments WHERE cluster = {id}").Order(StringComparer.Ordinal), lines[1..^1].Select(line => line.Split('"')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sizes_and_spending_go_back_over_a_year_and_moves_begin_when_the_reader_says()
    {
        await using var context = await chromium.Online();
        var page = await Open(context, "/segments");
        var segments = shop.Rows<(int Id, string Name)>("SELECT cluster, segment FROM segments ORDER BY revenue DESC, cluster");
        var sizes = await page.Locator("#segments-sizes tbody tr").EvaluateAllAsync<long[][]>("rows => rows.map(row => [...row.cells].slice(1).map(cell => Number(cell.dataset.v)))");
        // Only segments learned here, so the steps are of 90 days; what was 30 days ago is for moves alone.
        Assert.Equal([360, 270, 180, 90, 30, 0], shop.Rows<int>("SELECT DISTINCT days_before FROM segment_trend ORDER BY days_before DESC"));
        Assert.Equal(5, sizes.Length);
        foreach (var (place, segment) in segments.Index())
            Assert.Equal(shop.Rows<long>($"SELECT customers FROM segment_trend WHERE segment_id = {segment.Id} AND days_before <> 30 ORDER BY as_of"), sizes.Select(row => row[place]));
        var spent = await page.Locator("#segments-spent tbody tr").Last.EvaluateAsync<double>("row => Number(row.cells[1].dataset.v)");
        // Of the last moment, by the orders themselves.
        Assert.Equal(shop.Rows<double>($"SELECT SUM(o.revenue)::DOUBLE FROM orders o JOIN customer_segments s USING (customer_id) WHERE s.cluster = {segments[0].Id} AND o.ordered_at >= s.as_of - INTERVAL 90 DAY AND o.ordered_at < s.as_of")[0], spent, 0.01);

        await page.GetByRole(AriaRole.Link, new() { Name = "360 days" }).ClickAsync();
        await page.Reaches("**/segments?since=360#since");
        Assert.Equal("360 days", await page.Locator("#since [aria-current=page]").InnerTextAsync());
        var moves = await page.Locator("#segment-moves tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => [row.cells[0].textContent, row.cells[1].textContent, row.cells[2].dataset.v].join())");
        // Whoever had not ordered by then is new.
        var fresh = shop.Rows<long>("SELECT COUNT(*) FROM customer_segments s WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = s.customer_id AND o.last_line_at < s.as_of - INTERVAL 360 DAY)")[0];
        Assert.Equal(fresh, moves.Select(row => row.Split(',')).Where(cells => cells[0] == "not a customer yet").Sum(cells => long.Parse(cells[^1], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM customer_segments")[0], moves.Sum(row => long.Parse(row.Split(',')[^1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Of_a_million_customers_a_sample_is_drawn_and_the_page_says_so()
    {
        await using var server = await RunningServer.Start();
        using (var warehouse = server.Warehouse())
            warehouse.Execute("""
                CREATE TABLE customer_segments AS SELECT 'C' || i AS customer_id, TIMESTAMP '2026-01-01' AS as_of, i % 3 AS cluster, 'Segment ' || (i % 3) AS cluster_name, 'Segment ' || (i % 3) AS found_name, sin(i) AS pc1, cos(i * 2) AS pc2, 1 + i % 5 AS rfm_r, 1 + i % 4 AS rfm_f, 'field' AS rfm_segment FROM range(1000000) t(i);
                CREATE TABLE segments AS SELECT cluster, MIN(cluster_name) AS segment, COUNT(*) AS customers, 1 / 3 AS share, 10.0 AS revenue, 1 / 3 AS revenue_share, 2.0 AS orders, 5.0 AS average_order_value, 3.0 AS recency_days FROM customer_segments GROUP BY cluster;
                CREATE TABLE customers AS SELECT customer_id, 10.0 AS revenue FROM customer_segments;
                CREATE TABLE customer_features AS SELECT customer_id, TIMESTAMP '2026-01-01' AS as_of, CAST(hash(customer_id) % 50 AS DOUBLE) AS frequency, CAST(hash(customer_id || 'm') % 900 AS DOUBLE) AS monetary, CAST(hash(customer_id || 'r') % 365 AS DOUBLE) AS recency_days FROM customer_segments;
                """);
        using var visitor = await Visitor.As(server, Role.Viewer);
        var page = WebUtility.HtmlDecode(await visitor.Text("/segments"));
        Assert.Contains("3,000 of 1,000,000 customers, drawn by chance", page, StringComparison.Ordinal);
        Assert.Contains("of 20,000 customers drawn by chance", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 100_000, 2_000_000);
        // What is drawn is a sample; what is chosen is all of them.
        var chosen = await visitor.Text("/segments/chosen?left=0&area=");
        using var counted = server.Warehouse();
        Assert.Contains($"<span data-figure=\"chosen\">{counted.Scalar<long>("SELECT COUNT(*) FROM customer_segments WHERE pc1 >= 0"):N0}</span>", chosen, StringComparison.Ordinal);
    }
}
