using Habitue.Decisions.Log;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(LearnedShop.Name)]
public sealed class BasketsTests(Chromium chromium, LearnedHome shop)
{
    private string SomeProduct => shop.Rows<string>("SELECT product FROM product_together GROUP BY product ORDER BY COUNT(*) DESC, product LIMIT 1")[0];

    [Fact]
    public async Task Every_part_is_for_everybody_at_every_width_in_both_colours()
    {
        await using var context = await chromium.Online(1440);
        Assert.Empty(await new PageChecks(await shop.SignedIn(context), shop.Address, "baskets").Of("/baskets", "/baskets?order=lift&lift=3&kind=habit", $"/baskets?show=product&product={SomeProduct}", "/baskets?show=product&q=zzzz", "/baskets?show=bundles", "/recommendations", "/recommendations?measure=coverage&customer=nobody"));
    }

    [Fact]
    public async Task Rules_are_those_of_the_table_and_the_address_keeps_what_was_asked()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/baskets");
        Assert.Equal(shop.Rows<double>("SELECT lift FROM basket_rules ORDER BY place LIMIT 300"), await page.Column("#rules", 6));
        await page.Locator("#rules-order").SelectOptionAsync("confidence");
        await page.Reaches("**order=confidence**");
        await page.Locator("#rules-lift").FillAsync("4");
        await page.Locator("#rules-lift").PressAsync("Enter");
        await page.Reaches("**lift=4**");
        var expected = shop.Rows<(double Support, double Confidence, double Lift, double P)>("SELECT support, confidence, lift, p_adjusted FROM basket_rules WHERE lift >= 4 ORDER BY confidence DESC, place LIMIT 300");
        Assert.NotEmpty(expected);
        await page.WaitForFunctionAsync("count => document.querySelectorAll('#rules tbody tr').length === count", expected.Count);
        var elsewhere = await context.NewPageAsync();
        await elsewhere.GotoAsync(page.Url);
        foreach (var one in (IPage[])[page, elsewhere])
        {
            Assert.Equal(expected.Select(row => row.Support), await one.Column("#rules", 4));
            Assert.Equal(expected.Select(row => row.Confidence), await one.Column("#rules", 5));
            Assert.Equal(expected.Select(row => row.Lift), await one.Column("#rules", 6));
            Assert.Equal(expected.Select(row => row.P), await one.Column("#rules", 8));
        }
        // A click on a column's head puts them in its order.
        await page.Locator("#rules thead th").Nth(5).GetByRole(AriaRole.Button).ClickAsync();
        var sorted = await page.Column("#rules", 6);
        Assert.True(sorted.SequenceEqual(sorted.Order()) || sorted.SequenceEqual(sorted.OrderDescending()));
    }

    [Fact]
    public async Task A_product_of_the_network_leads_to_what_goes_with_it()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/baskets");
        await page.Drawn();
        var at = await page.EvaluateAsync<double[]>("() => { const chart = document.querySelector('#basket-network habitue-chart').chart; const node = chart.getOption().series[0].data[0]; return chart.convertToPixel({ seriesIndex: 0 }, node.value); }");
        await page.Locator("#basket-network canvas").First.ClickAsync(new() { Position = new() { X = (float)at[0], Y = (float)at[1] } });
        await page.Reaches("**/baskets?show=product&product=*");
    }

    [Fact]
    public async Task What_goes_with_a_searched_product_is_what_the_table_says()
    {
        var product = SomeProduct;
        var name = shop.Rows<string>($"SELECT MAX(product_name) FROM product_together WHERE product = '{product}'")[0];
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/baskets?show=product");
        await page.Locator("#q").FillAsync(name.ToLowerInvariant());
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.Reaches("**q=**");
        if (!await page.Locator("#companions").IsVisibleAsync()) await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First.ClickAsync();
        await page.Locator("#companions").WaitForAsync();
        var expected = shop.Rows<(long Baskets, double Confidence, double Lift)>($"SELECT baskets, confidence, lift FROM product_together WHERE product = '{product}' ORDER BY lift DESC, place");
        Assert.Equal(expected.Select(one => (double)one.Baskets), await page.Column("#companions-table", 2));
        Assert.Equal(expected.Select(one => one.Confidence), await page.Column("#companions-table", 3));
        Assert.Equal(expected.Select(one => one.Lift), await page.Column("#companions-table", 4));
    }

    [Fact]
    public async Task Bundles_are_listed_with_what_they_are_worth()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/baskets?show=bundles");
        var expected = shop.Rows<(long Baskets, double Worth)>("SELECT baskets, COALESCE(worth, 0) FROM bundles ORDER BY place");
        Assert.Equal(expected.Select(one => (double)one.Baskets), await page.Column("#bundles", 3));
        Assert.Equal(expected.Select(one => one.Worth), await page.Column("#bundles", 6));
    }

    [Fact]
    public async Task Ways_to_recommend_stand_with_their_intervals()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/recommendations");
        await page.Locator("#measure").SelectOptionAsync("hit rate");
        await page.Reaches("**measure=hit**");
        var expected = shop.Rows<(string Model, double Value, double Low, double High)>("SELECT model, value, low, high FROM recommendation_quality WHERE part = 'all' AND measure = 'hit rate' ORDER BY value DESC, model");
        await page.WaitForFunctionAsync("() => document.querySelector('#measure').value === 'hit rate' && !document.querySelector('.htmx-request')");
        Assert.Equal(expected.Select(one => one.Value), await page.Column("#quality-all", 4));
        Assert.Equal(expected.Select(one => $"{one.Low * 100:0.0}% to {one.High * 100:0.0}%"), await page.Words("#quality-all", 5));
        var chosen = shop.Rows<double>("SELECT value FROM recommendation_quality WHERE part = 'all' AND measure = 'hit rate' AND is_chosen")[0];
        Assert.Equal($"{chosen * 100:0.0}%", await page.Figure("hit-rate"));
        Assert.Equal(shop.Rows<long>("SELECT COUNT(DISTINCT customer_id) FROM recommendations")[0].ToString("N0"), await page.Figure("recommended"));
    }

    [Fact]
    public async Task A_customers_recommendations_are_those_of_the_table_in_their_order()
    {
        var customer = shop.Rows<string>("SELECT MIN(customer_id) FROM recommendations")[0];
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/recommendations");
        Assert.Equal(3, await page.Locator("#examples article").CountAsync());
        await page.Locator("#customer").FillAsync(customer);
        await page.Locator("#examples").GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await page.Reaches($"**customer={customer}");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('#examples article').length === 1");
        var expected = shop.Rows<string>($"SELECT COALESCE(p.product_name, r.product_id) FROM recommendations r LEFT JOIN products p ON p.product_id = r.product_id WHERE r.customer_id = '{customer}' ORDER BY r.place");
        Assert.Equal(expected, await page.Locator("#examples article li a").AllInnerTextsAsync());
        await page.Locator("#examples article h3 a").ClickAsync();
        Assert.Equal(customer, await page.GetByRole(AriaRole.Heading, new() { Level = 2 }).First.InnerTextAsync());
    }

    [Fact]
    public async Task What_was_shown_is_counted_with_what_came_of_it()
    {
        var now = DateTime.UnixEpoch.AddSeconds(DateTimeOffset.Parse(shop.Rows<string>("SELECT strftime(now() AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')")[0]).ToUnixTimeSeconds());
        string At(double hours) => $"TIMESTAMP '{now.AddHours(hours):yyyy-MM-dd HH:mm:ss}'";
        using var warehouse = shop.Server.Warehouse();
        warehouse.Execute($$"""
            INSERT INTO {{DecisionTables.Decisions}} BY NAME SELECT * FROM (VALUES
                ('d1', 'shown-ann', 'home_products', {{At(-24)}}, 'recommender', '{"products":true,"actions":["S1","S2"]}'),
                ('d2', 'shown-ann', 'home_products', {{At(-300)}}, 'recommender', '{"products":true,"actions":["S3"]}'),
                ('d3', 'shown-bob', 'home_products', {{At(-24)}}, 'recommender', '{"products":true,"actions":["S1"]}'),
                ('d4', 'shown-bob', 'hero', {{At(-24)}}, 'bandit', '{"products":false,"actions":["umbrella"]}')) d (decision_id, customer_id, placement, decided_at, policy, details);
            INSERT INTO event_rows BY NAME SELECT 'track' AS type, event, customer_id, occurred_at, product_id, quantity, CAST(price AS DECIMAL(18,4)) AS unit_price, CAST(price AS DECIMAL(18,4)) AS amount, order_id, TRUE AS is_known, FALSE AS is_bot, FALSE AS is_cancellation, 999 AS source, place AS source_row FROM (VALUES
                (1, 'Product Viewed', 'shown-ann', {{At(-23.5)}}, 'S2', NULL, NULL, NULL), (2, 'Order Completed', 'shown-ann', {{At(-10)}}, 'S2', 1::DOUBLE, 12.5, 'shown-1'), (3, 'Order Completed', 'shown-ann', {{At(-100)}}, 'S3', 1::DOUBLE, 99, 'shown-2'),
                (4, 'Product Viewed', 'shown-bob', {{At(-22)}}, 'S1', NULL, NULL, NULL)) e (place, event, customer_id, occurred_at, product_id, quantity, price, order_id)
            """);
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/recommendations");
        // Three lists of products were shown; of one something was looked at within the hour, and it was bought within the week (S3 was bought after more than that).
        Assert.Equal(["home_products", "recommender"], (string[])[(await page.Words("#outcomes-table", 1))[0], (await page.Words("#outcomes-table", 2))[0]]);
        Assert.Equal(((double[])[3, 2, 1, 1, 12.5]).ToList(), (List<double>)[(await page.Column("#outcomes-table", 3))[0], (await page.Column("#outcomes-table", 4))[0], (await page.Column("#outcomes-table", 5))[0], (await page.Column("#outcomes-table", 7))[0], (await page.Column("#outcomes-table", 9))[0]]);
        Assert.Single(await page.Words("#outcomes-table", 1));
        warehouse.Execute($"DELETE FROM {DecisionTables.Decisions} WHERE customer_id LIKE 'shown-%'; DELETE FROM event_rows WHERE source = 999");
    }
}
