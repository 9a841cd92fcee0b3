using System.Globalization;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Habitue.Duck;

namespace Habitue.Tests.Simulation;

/// <summary>What the truth says about customers, orders, rules, campaigns, devices and bots is what the files hold.</summary>
public sealed class PlantedTruthTests(SimulatedShop shop) : IClassFixture<SimulatedShop>
{
    [Fact]
    public void Every_order_of_the_files_is_in_the_truth_with_its_customer_lines_and_amount()
    {
        var truth = shop.Truth("orders").ToDictionary(o => o["order_id"]);
        var sold = SimulatedShop.SoldLines(shop.Folder).GroupBy(l => l.Order).ToDictionary(o => o.Key, o => o.ToList());
        Assert.Equal(truth.Keys.Order(StringComparer.Ordinal), sold.Keys.Order(StringComparer.Ordinal));
        foreach (var (id, order) in truth)
        {
            Assert.Equal(order["named"] == "yes" ? order["customer_id"] : null, sold[id][0].Customer);
            // A negative price is not sold here; the truth counts the line with its right price.
            Assert.InRange(sold[id].Count, Number(order["lines"]) - 1, Number(order["lines"]));
        }
        Assert.Equal(shop.Summary.Orders, truth.Count);
        Assert.Equal(shop.Summary.Revenue, truth.Values.Sum(o => decimal.Parse(o["goods"], CultureInfo.InvariantCulture) - decimal.Parse(o["discount"], CultureInfo.InvariantCulture)));
        Assert.Equal(["archive", "store", "web"], truth.Values.Select(o => o["channel"]).Distinct().Order());
    }

    [Fact]
    public void Amounts_of_web_orders_add_up()
    {
        var truth = shop.Truth("orders").ToDictionary(o => o["order_id"]);
        foreach (var order in shop.WebEvents().Where(e => Name(e) == "Order Completed").Select(e => e.GetProperty("properties")))
        {
            var goods = order.GetProperty("products").EnumerateArray().Sum(p => p.GetProperty("price").GetDecimal() * p.GetProperty("quantity").GetDecimal());
            decimal Amount(string member) => order.GetProperty(member).GetDecimal();
            Assert.Equal(goods, Amount("subtotal"));
            Assert.Equal(goods - Amount("discount"), Amount("revenue"));
            Assert.Equal(Amount("revenue") + Amount("tax") + Amount("shipping"), Amount("total"));
            Assert.Equal(goods, decimal.Parse(truth[order.GetProperty("order_id").GetString()!]["goods"], CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void What_comes_back_was_bought_before()
    {
        var orders = shop.Truth("orders").ToDictionary(o => o["order_id"]);
        var returns = shop.Truth("returns");
        Assert.Contains(returns, r => r["kind"] == "cancelled");
        Assert.Contains(returns, r => r["kind"] == "returned");
        Assert.All(returns, r => Assert.True(string.CompareOrdinal(r["returned_at"], orders[r["order_id"]]["ordered_at"]) > 0, r["return_id"]));
        Assert.All(returns, r => Assert.True(decimal.Parse(r["amount"], CultureInfo.InvariantCulture) <= decimal.Parse(orders[r["order_id"]]["goods"], CultureInfo.InvariantCulture)));

        var web = shop.WebEvents().Where(e => Name(e) is "Order Refunded" or "Order Cancelled").Select(e => e.GetProperty("properties").GetProperty("order_id").GetString());
        Assert.Equal(returns.Where(r => r["return_id"][0] == 'W').Select(r => r["return_id"]).ToHashSet(), web.ToHashSet()!);
        var till = new[] { ("pos/store-sales.csv", ','), ("pos/store-sales-2.csv", ';') }
            .SelectMany(f => SimulatedShop.Csv(shop.PathOf(f.Item1), f.Item2, Encoding.Latin1)).Where(r => r["ReceiptNo"][0] == 'C').ToList();
        Assert.All(till, r => Assert.StartsWith("-", r["Quantity"]));
        Assert.Equal(returns.Where(r => r["return_id"][0] == 'C').Select(r => r["return_id"]).ToHashSet(), till.Select(r => r["ReceiptNo"]).ToHashSet());
    }

    [Fact]
    public void Customers_buy_only_while_they_live_and_as_often_as_the_truth_says()
    {
        var orders = shop.Truth("orders").Where(o => o["customer_id"].Length > 0).ToLookup(o => o["customer_id"]);
        foreach (var customer in shop.Truth("customers"))
        {
            var own = orders[customer["customer_id"]].ToList();
            Assert.Equal(Number(customer["orders"]), own.Count);
            Assert.Equal(Number(customer["named_orders"]), own.Count(o => o["named"] == "yes"));
            Assert.All(own, o => Assert.True(string.CompareOrdinal(o["ordered_at"], customer["acquired_at"]) >= 0));
            // The last session may end after the moment in which it began.
            var died = customer["died_at"].Length == 0 ? DateTime.MaxValue : Time(customer["died_at"]).AddHours(6);
            Assert.All(own, o => Assert.True(Time(o["ordered_at"]) <= died));
        }
    }

    [Fact]
    public void Types_differ_in_what_they_do()
    {
        var customers = shop.Truth("customers").ToDictionary(c => c["customer_id"], c => c["type"]);
        Assert.Equal(["churning", "discount_driven", "heavy", "regular", "seasonal"], customers.Values.Distinct().Order());
        var orders = shop.Truth("orders").Where(o => o["customer_id"].Length > 0).ToLookup(o => customers[o["customer_id"]]);
        double PerCustomer(string type) => (double)orders[type].Count() / customers.Values.Count(t => t == type);
        double Coupons(string type) => orders[type].Average(o => o["coupon"].Length > 0 ? 1.0 : 0);
        Assert.True(PerCustomer("heavy") > 3 * PerCustomer("regular"));
        Assert.True(Coupons("discount_driven") > 3 * Coupons("regular"));
        var churned = shop.Truth("customers").Where(c => c["type"] == "churning").Average(c => c["died_at"].Length > 0 ? 1.0 : 0);
        Assert.True(churned > .6);
    }

    [Fact]
    public void Planted_rules_are_in_the_orders_and_their_counts_are_right()
    {
        var products = new Dictionary<string, HashSet<string>>();
        void Add(string order, string sku) => (products.TryGetValue(order, out var set) ? set : products[order] = []).Add(sku);
        foreach (var e in shop.WebEvents().Where(e => Name(e) == "Order Completed").Select(e => e.GetProperty("properties")))
            foreach (var p in e.GetProperty("products").EnumerateArray()) Add(e.GetProperty("order_id").GetString()!, p.GetProperty("sku").GetString()!);
        foreach (var (file, separator) in new[] { ("pos/store-sales.csv", ','), ("pos/store-sales-2.csv", ';') })
            foreach (var row in SimulatedShop.Csv(shop.PathOf(file), separator, Encoding.Latin1).Where(r => r["ReceiptNo"][0] != 'C')) Add(row["ReceiptNo"], row["Sku"]);
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        foreach (var (order, sku) in connection.Rows<(string, string)>($"SELECT order_id, sku FROM read_parquet('{shop.PathOf("history/orders-archive.parquet")}')")) Add(order, sku);

        var rules = shop.Truth("rules");
        Assert.Equal(20, rules.Count);
        foreach (var rule in rules)
        {
            var (first, second) = (rule["antecedent"], rule["consequent"]);
            var (a, c) = (products.Values.Count(p => p.Contains(first)), products.Values.Count(p => p.Contains(second)));
            var both = products.Values.Count(p => p.Contains(first) && p.Contains(second));
            Assert.Equal((Number(rule["orders_with_antecedent"]), Number(rule["orders_with_consequent"]), Number(rule["orders_with_both"])), (a, c, both));
            var added = double.Parse(rule["added_probability"], CultureInfo.InvariantCulture);
            Assert.InRange((double)both / a, added - .2, added + .3);
            Assert.True((double)both / a > 3.0 * c / products.Count, $"{first} -> {second}");
        }
    }

    [Fact]
    public void Campaigns_are_logged_as_the_truth_counts_them_and_cause_orders_that_come_in_time()
    {
        var log = SimulatedShop.Csv(shop.PathOf("campaigns/emails.csv"));
        var truth = shop.Truth("campaigns");
        foreach (var campaign in truth.GroupBy(t => t["campaign_id"]))
        {
            Assert.Equal(campaign.Sum(t => Number(t["treated"])), log.Count(l => l["campaign_id"] == campaign.Key && l["variant"] == "treatment"));
            Assert.Equal(campaign.Sum(t => Number(t["control"])), log.Count(l => l["campaign_id"] == campaign.Key && l["variant"] == "control"));
        }
        Assert.All(log.Where(l => l["variant"] == "control"), l => Assert.Equal("", l["sent_at"] + l["opened_at"] + l["clicked_at"]));
        var caused = shop.Truth("orders").Where(o => o["cause"] != "own").ToList();
        Assert.NotEmpty(caused);
        Assert.Equal(truth.Sum(t => Number(t["orders_caused"])), caused.Count);
        var sent = truth.DistinctBy(t => t["campaign_id"]).ToDictionary(t => t["campaign_id"], t => t["sent_at"]);
        Assert.All(caused, o => Assert.InRange((Time(o["ordered_at"]) - Time(sent[o["cause"]])).TotalDays, 0, 7));
        // Binomial, within four standard deviations.
        var expected = truth.Sum(t => Number(t["treated_alive"]) * double.Parse(t["order_probability_added"], CultureInfo.InvariantCulture));
        Assert.InRange(caused.Count, expected - 4 * Math.Sqrt(expected), expected + 4 * Math.Sqrt(expected));
        Assert.Contains(truth, t => t["order_probability_added"] == "0.0000");
        Assert.Equal(log.Count(l => l["opened_at"].Length > 0),
            shop.WebEvents().Where(e => Name(e) == "Email Opened").DistinctBy(e => $"{e.GetProperty("timestamp")}{e.GetProperty("userId")}").Count());
    }

    [Fact]
    public void Devices_that_sign_in_are_linked_as_the_truth_says()
    {
        var signedIn = shop.Truth("identities").Where(l => l["signed_in_at"].Length > 0).Select(l => (l["anonymous_id"], l["customer_id"])).ToHashSet();
        var identified = shop.WebEvents().Where(e => e.GetProperty("type").GetString() == "identify")
            .Select(e => (e.GetProperty("anonymousId").GetString()!, e.GetProperty("userId").GetString()!)).ToHashSet();
        Assert.Equal(signedIn, identified);
        Assert.Contains(signedIn.GroupBy(l => l.Item1), device => device.Count() == 2);
        var aliases = shop.WebEvents().Where(e => e.GetProperty("type").GetString() == "alias").ToList();
        Assert.NotEmpty(aliases);
        Assert.All(aliases, a => Assert.Contains((a.GetProperty("previousId").GetString()!, a.GetProperty("userId").GetString()!), signedIn));
    }

    [Fact]
    public void Bots_are_listed_with_all_they_did()
    {
        var events = shop.WebEvents().DistinctBy(Message).ToLookup(e => e.GetProperty("anonymousId").GetString()!);
        var bots = shop.Truth("bots");
        Assert.Contains(bots, b => b["user_agent"] == "bot");
        Assert.Contains(bots, b => b["user_agent"] == "browser");
        foreach (var bot in bots)
        {
            // A double click has a message id of its own, but the same moment.
            Assert.Equal(Number(bot["events"]), events[bot["anonymous_id"]].Select(e => e.GetProperty("timestamp").GetString()).Distinct().Count());
            var agent = events[bot["anonymous_id"]].First().GetProperty("context").GetProperty("userAgent").GetString()!;
            Assert.Equal(bot["user_agent"] == "bot", agent.Contains("bot", StringComparison.OrdinalIgnoreCase) || agent.Contains("python") || agent.Contains("Headless"));
        }
    }

    [Fact]
    public void The_catalogue_is_a_valid_workbook()
    {
        using var book = SpreadsheetDocument.Open(shop.PathOf("catalogue/products.xlsx"), false);
        Assert.Empty(new OpenXmlValidator().Validate(book));
        var rows = book.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().ToList();
        Assert.Equal("sku product_name category brand price cost stock description launched_on", string.Join(' ', rows[0].Elements<Cell>().Select(c => c.InnerText)));
        Assert.Equal(shop.Summary.Products + 1, rows.Count);
        Assert.Equal(shop.Fault("catalogue/products.xlsx", "missing_category"), rows.Count(r => r.Elements<Cell>().Count() == 8));
        var skus = shop.WebEvents().Where(e => Name(e) == "Product Viewed").Select(e => e.GetProperty("properties").GetProperty("sku").GetString()!).ToHashSet();
        Assert.Subset(rows.Skip(1).Select(r => r.Elements<Cell>().First().InnerText).ToHashSet(), skus);
    }

    [Fact]
    public void Addresses_of_the_web_come_from_the_ranges_kept_for_documentation()
    {
        var ips = shop.WebEvents().Select(e => e.GetProperty("context")).Where(c => c.TryGetProperty("ip", out _)).Select(c => c.GetProperty("ip").GetString()!).Distinct();
        Assert.All(ips, ip => Assert.Matches(@"^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$", ip));
    }

    private static string? Name(JsonElement e) => e.TryGetProperty("event", out var name) ? name.GetString() : null;

    private static string Message(JsonElement e) => e.GetProperty("messageId").GetString()!;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static DateTime Time(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
