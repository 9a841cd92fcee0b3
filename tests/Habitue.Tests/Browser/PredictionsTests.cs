using System.Globalization;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server.Web;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(LearnedShop.Name)]
public sealed class PredictionsTests(Chromium chromium, LearnedHome shop)
{
    /// <summary>Who said no, unsubscribed or, in a shop that asks, did not answer is on no list of whom to contact.</summary>
    private const string MayBeContacted = """
        customer_id NOT IN (SELECT customer_id FROM customers WHERE marketing_consent = FALSE AND customer_id IS NOT NULL
            UNION ALL SELECT customer_id FROM events WHERE event = 'Unsubscribed' AND customer_id IS NOT NULL
            UNION ALL SELECT p.customer_id FROM profiles p JOIN customers c ON c.customer_id = p.customer_id WHERE c.marketing_consent IS NULL)
        """;

    private int Horizon => shop.Rows<int>("SELECT horizon_days FROM churn_horizon")[0];

    [Fact]
    public async Task Every_part_is_for_everybody_at_every_width_in_both_colours()
    {
        await using var context = await chromium.Online(1440);
        Assert.Empty(await new PageChecks(await shop.SignedIn(context), shop.Address, "predictions").Of("/predictions", "/predictions?days=30", "/predictions?show=churn", "/predictions?show=churn&threshold=99&cost=1000000", "/predictions?show=value"));
    }

    [Fact]
    public async Task Probabilities_by_segment_are_those_of_the_table()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/predictions");
        Assert.Equal(shop.Rows<double>("SELECT SUM(probability) FROM purchase_scores WHERE horizon_days = 7")[0].ToString("N0"), await page.Figure("expected"));
        var expected = shop.Rows<(long Customers, double Mean)>("SELECT COUNT(*), AVG(probability) FROM purchase_scores JOIN customer_segments USING (customer_id) WHERE horizon_days = 7 GROUP BY cluster ORDER BY 2 DESC");
        Assert.Equal(expected.Select(one => (double)one.Customers), await page.Column("#purchase-table", 2));
        Assert.Equal(expected.Select(one => Math.Round(one.Mean, 10)), (await page.Column("#purchase-table", 3)).Select(one => Math.Round(one, 10)));
        var calibration = shop.Rows<(double Said, double Happened)>("SELECT x, y FROM model_curves WHERE name = 'purchase-7d' AND curve = 'calibration' ORDER BY place");
        Assert.Equal(calibration.Select(one => one.Happened), await page.Column("#calibration", 2));
        var confusion = shop.Rows<double>("SELECT weight FROM model_curves WHERE name = 'purchase-7d' AND curve = 'confusion' ORDER BY x, y").Select(one => one.ToString("N0"));
        Assert.Equal(confusion, await page.Locator("#confusion td").AllInnerTextsAsync());
        Assert.Equal(shop.Rows<double>("SELECT value FROM model_metrics WHERE name = 'purchase-7d' ORDER BY place"), await page.Column("#model-figures", 3));
    }

    [Fact]
    public async Task From_the_likeliest_a_customer_is_one_click_away_and_another_horizon_stands_in_the_address()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/predictions");
        await page.Locator("#days").SelectOptionAsync("30");
        await page.Reaches("**days=30**");
        await page.WaitForFunctionAsync("() => document.querySelector('[data-figure=expected]').parentElement.textContent.includes('30 days') && !document.querySelector('.htmx-request')");
        var best = shop.Rows<string>("SELECT customer_id FROM purchase_scores WHERE horizon_days = 30 ORDER BY probability DESC, customer_id LIMIT 1")[0];
        await page.Locator("#likeliest tbody tr").First.GetByRole(AriaRole.Link).ClickAsync();
        Assert.Equal(best, await page.GetByRole(AriaRole.Heading, new() { Level = 2 }).First.InnerTextAsync());
    }

    [Fact]
    public async Task The_threshold_catches_and_earns_what_the_tables_give()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/predictions?show=churn&threshold=30&cost=2&success=20&margin=50");
        var (contacted, said, loss) = shop.Rows<(long, double, double)>($"SELECT COUNT(*), SUM(probability), CAST(SUM(expected_loss) AS DOUBLE) FROM churn_risks WHERE probability >= 0.3 AND {MayBeContacted}")[0];
        var (judged, foretold, happened, all) = shop.Rows<(long, double, long, long)>($"SELECT COUNT(*) FILTER (WHERE probability >= 0.3), SUM(probability) FILTER (WHERE probability >= 0.3), COUNT(*) FILTER (WHERE probability >= 0.3 AND happened), COUNT(*) FILTER (WHERE happened) FROM model_judgements WHERE model = 'churn-{Horizon}d'")[0];
        Assert.True(judged >= 30);
        Assert.Equal(contacted.ToString("N0"), await page.Figure("contacted"));
        Assert.Equal((100.0 * happened / all).ToString("0.0") + "%", await page.Figure("caught"));
        Assert.Equal((100 - (100.0 * happened / judged)).ToString("0.0") + "%", await page.Figure("in-vain"));
        Assert.Equal((said * happened / foretold).ToString("N0"), await page.Figure("leaving"));
        var earned = (0.2 * 0.5 * loss * happened / foretold) - (2 * contacted);
        Assert.Equal((earned < 0 ? "−£" : "£") + Math.Abs(earned).ToString(Math.Abs(earned) >= 1000 ? "N0" : "N2"), await page.Figure("net"));
        Assert.Equal(Math.Min(100, contacted), await page.Locator("#at-risk tbody tr").CountAsync());
        var left = shop.Rows<long>("SELECT COUNT(*) FROM churn_risks WHERE probability >= 0.3")[0] - contacted;
        Assert.True(left > 0);
        Assert.Contains($"{left:N0} {(left == 1 ? "is" : "are")} left out: ", await page.Locator("#left-out").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Moving_the_slider_changes_the_address_the_figures_and_the_list()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/predictions?show=churn&threshold=10");
        await page.Locator("#threshold").FocusAsync();
        for (var step = 0; step < 3; step++) await page.Keyboard.PressAsync("PageUp");
        await page.WaitForFunctionAsync("() => !document.querySelector('.htmx-request') && Number(new URLSearchParams(location.search).get('threshold')) > 10 && document.querySelector('#threshold').value === new URLSearchParams(location.search).get('threshold')");
        var percent = int.Parse(await page.Locator("#threshold").InputValueAsync(), CultureInfo.InvariantCulture);
        Assert.Equal(shop.Rows<long>($"SELECT COUNT(*) FROM churn_risks WHERE probability * 100 >= {percent} AND {MayBeContacted}")[0].ToString("N0"), await page.Figure("contacted"));
        await page.GoBackAsync();
        await page.WaitForFunctionAsync("() => Number(document.querySelector('#threshold')?.value) < " + percent);
        // What earns most is one click away.
        await page.GotoAsync(shop.Address + "/predictions?show=churn&threshold=99&cost=0.5&success=50");
        await page.Locator("#best").ClickAsync();
        Assert.Contains("No other risk earns more on these terms.", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_all_at_risk_can_be_had_by_whoever_is_signed_in()
    {
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(shop.Address) };
        using var refused = await stranger.GetAsync("/predictions/churn.csv", TestContext.Current.CancellationToken);
        Assert.StartsWith("/sign-in", refused.Headers.Location?.ToString(), StringComparison.Ordinal);
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        var lines = (await analyst.Text("/predictions/churn.csv?threshold=40")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("customer_id,risk,days_since_last_order,spend_365d,expected_loss,said_yes_to_marketing", lines[0]);
        Assert.Equal(shop.Rows<string>($"SELECT customer_id FROM churn_risks WHERE probability >= 0.4 AND {MayBeContacted} ORDER BY expected_loss DESC, customer_id"), lines[1..].Select(line => line.Split(',')[0]));
        Assert.Equal(shop.Rows<long>($"SELECT COUNT(*) FROM churn_risks JOIN customers USING (customer_id) WHERE probability >= 0.4 AND marketing_consent AND {MayBeContacted}")[0], lines.Count(line => line.EndsWith(",yes", StringComparison.Ordinal)));
        var noes = (await analyst.Text("/predictions/purchase.csv?days=30")).Split("\r\n").Where(line => line.EndsWith(",no", StringComparison.Ordinal)).Select(line => line.Split(',')[0]);
        Assert.Equal(shop.Rows<string>($"SELECT customer_id FROM purchase_scores WHERE horizon_days = 30 AND NOT ({MayBeContacted}) ORDER BY customer_id"), noes.Order(StringComparer.Ordinal));
        var segment = shop.Rows<int>("SELECT MIN(cluster) FROM customer_segments")[0];
        Assert.Equal(shop.Rows<long>($"SELECT COUNT(*) FROM purchase_scores JOIN customer_segments USING (customer_id) WHERE horizon_days = 30 AND cluster = {segment}")[0], (await analyst.Text($"/predictions/purchase.csv?days=30&segment={segment}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM customer_values")[0], (await analyst.Text("/predictions/value.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }

    [Fact]
    public async Task Values_are_those_of_the_table_also_of_one_segment()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/predictions?show=value");
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM customer_values")[0].ToString("N0"), await page.Figure("customers"));
        var groups = shop.Rows<double>("SELECT AVG(value_12m) FROM (SELECT value_12m, NTILE(20) OVER (ORDER BY value_12m, customer_id) AS g FROM customer_values) GROUP BY g ORDER BY g");
        Assert.Equal(groups.Select(one => Math.Round(one, 6)), (await page.Column("#value-groups", 3)).Select(one => Math.Round(one, 6)));
        Assert.Equal((double[])[20, 5], await page.Column("#value-reasons", 2));
        var segment = shop.Rows<int>("SELECT MIN(cluster) FROM customer_segments")[0];
        await page.Locator("#of-segment").SelectOptionAsync($"{segment}");
        await page.Reaches($"**segment={segment}**");
        var of = shop.Rows<long>($"SELECT COUNT(*) FROM customer_values JOIN customer_segments USING (customer_id) WHERE cluster = {segment}")[0].ToString("N0");
        await page.WaitForFunctionAsync("of => document.querySelector('[data-figure=customers]').textContent === of", of);
    }

    [Fact]
    public async Task What_cannot_be_used_is_told_and_without_scripts_the_form_works()
    {
        await using var context = await chromium.Online(scripts: false);
        var page = await shop.Open(context, "/predictions?show=churn&threshold=many&cost=-1");
        Assert.Equal(["threshold=many: the risk is a number from 0 to 99, in percent.", "cost=-1: the cost of a contact is an amount from 0 on, such as 0.80."], await page.Locator("p.problem").AllInnerTextsAsync());
        await page.GotoAsync(shop.Address + "/predictions?show=churn");
        await page.Locator("#cost").FillAsync("7");
        await page.Locator("#terms").GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        Assert.Contains("cost=7", page.Url, StringComparison.Ordinal);
        var contacted = int.Parse(await page.Figure("contacted"), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        Assert.Contains($"for £{(7 * contacted).ToString(contacted * 7 >= 1000 ? "N0" : "N2")}", await page.Locator("dl.figures").InnerTextAsync(), StringComparison.Ordinal);
    }
}
