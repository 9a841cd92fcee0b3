using System.Text.Json;

namespace Habitue.Simulation;

/// <summary>Writes what is true about the whole shop, once everything else is written.</summary>
internal static class TruthFiles
{
    /// <summary>A file of this name tells the loader to pass the folder by.</summary>
    public const string IgnoreMark = ".habitue-ignore";

    public static void Write(Shop shop, Truth truth, MailLog mails, ShopSummary summary, string folder)
    {
        Customers(shop, truth, folder);
        Identities(shop, folder);
        Rules(shop, truth, folder);
        Campaigns(shop, truth, mails, folder);
        Products(shop, folder);
        using (var bots = new SourceFile(folder, "truth/bots.csv", "anonymous_id,user_agent,sessions,events"u8))
            foreach (var (id, declared, sessions, events) in truth.Bots)
            {
                bots.Line.Ascii(id).Byte((byte)',').Ascii(declared ? "bot" : "browser").Byte((byte)',').Number(sessions).Byte((byte)',').Number(events);
                bots.EndRow();
            }
        File.WriteAllText(Path.Combine(folder, "truth", "shop.json"), JsonSerializer.Serialize(new { plan = shop.Plan, summary }, Json));
        File.WriteAllText(Path.Combine(folder, "truth", IgnoreMark), "What is true about the simulated shop; not a source.\n");
    }

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static void Customers(Shop shop, Truth truth, string folder)
    {
        using var file = new SourceFile(folder, "truth/customers.csv",
            "customer_id,type,season,acquired_at,died_at,orders_per_30_days,web_share,trade,tastes,orders,named_orders,revenue,returned"u8);
        var first = shop.Seasons.First.ToDateTime(TimeOnly.MinValue);
        for (var i = 0; i < shop.Schedule.Customers.Count; i++)
        {
            var customer = shop.Schedule.Customers[i];
            var (orders, named, revenue, returned) = truth.Of(i);
            var tastes = Enumerable.Range(0, 3).Select(t => CatalogueWords.Categories[customer.Taste(t)].Name).Distinct();
            var line = file.Line.Ascii(Customer.Id(i)).Byte((byte)',').Ascii(TypeTraits.Of(customer.Type).Name).Byte((byte)',')
                .Ascii(customer.Season.ToString().ToLowerInvariant()).Byte((byte)',').Ascii(first.AddSeconds(customer.Acquired).ToString("yyyy-MM-dd HH:mm:ss")).Byte((byte)',');
            if (customer.Died != int.MaxValue) line.Ascii(first.AddSeconds(customer.Died).ToString("yyyy-MM-dd HH:mm:ss"));
            line.Byte((byte)',').Ratio(customer.Rate * 30).Byte((byte)',').Ratio(customer.WebShare).Byte((byte)',').Ascii(customer.Trade ? "yes" : "no").Byte((byte)',')
                .Ascii(string.Join('|', tastes)).Byte((byte)',').Number(orders).Byte((byte)',').Number(named).Byte((byte)',').Money(revenue).Byte((byte)',').Money(returned);
            file.EndRow();
        }
    }

    private static void Identities(Shop shop, string folder)
    {
        using var file = new SourceFile(folder, "truth/identities.csv", "anonymous_id,customer_id,kind,first_seen_at,signed_in_at"u8);
        foreach (var link in shop.Schedule.Devices)
        {
            var (high, low) = WebSession.IdOf(shop.Plan.Seed, VisitKind.Browse, link.Who, link.Device);
            var line = file.Line.Id(high, low).Byte((byte)',').Ascii(Customer.Id(link.Who)).Byte((byte)',')
                .Ascii(DeviceDiary.Slot(link.Device) == DeviceDiary.HouseholdSlot ? "shared" : "own").Byte((byte)',');
            shop.Clock.Plain(line, link.FirstSeenAt);
            line.Byte((byte)',');
            if (link.SignedInAt >= 0) shop.Clock.Plain(line, link.SignedInAt);
            file.EndRow();
        }
    }

    private static void Rules(Shop shop, Truth truth, string folder)
    {
        using var file = new SourceFile(folder, "truth/rules.csv",
            "antecedent,consequent,added_probability,orders_with_antecedent,orders_with_consequent,orders_with_both,orders"u8);
        for (var r = 0; r < shop.Catalogue.Rules.Length; r++)
        {
            var (rule, count) = (shop.Catalogue.Rules[r], truth.Rules[r]);
            file.Line.Ascii(shop.Catalogue.Products[rule.Antecedent].Sku).Byte((byte)',').Ascii(shop.Catalogue.Products[rule.Consequent].Sku).Byte((byte)',')
                .Ratio(rule.Added).Byte((byte)',').Number(count.Antecedent).Byte((byte)',').Number(count.Consequent).Byte((byte)',').Number(count.Both)
                .Byte((byte)',').Number(truth.Orders);
            file.EndRow();
        }
    }

    private static void Campaigns(Shop shop, Truth truth, MailLog mails, string folder)
    {
        using var file = new SourceFile(folder, "truth/campaigns.csv",
            "campaign_id,campaign,sent_at,customer_type,treated,treated_alive,control,order_probability_added,orders_caused"u8);
        foreach (var campaign in shop.Campaigns)
            foreach (var traits in TypeTraits.All)
            {
                var (treated, alive, control) = mails.Addressed.GetValueOrDefault((campaign.Index, traits.Type));
                var line = file.Line.Ascii(campaign.Id).Byte((byte)',').Csv(campaign.Name).Byte((byte)',');
                shop.Clock.Plain(line, campaign.SentAt);
                line.Byte((byte)',').Ascii(traits.Name).Byte((byte)',').Number(treated).Byte((byte)',').Number(alive)
                    .Byte((byte)',').Number(control).Byte((byte)',')
                    .Ratio(traits.Response * campaign.Strength).Byte((byte)',').Number(truth.CausedOrders.GetValueOrDefault((campaign.Index, traits.Type)));
                file.EndRow();
            }
    }

    private static void Products(Shop shop, string folder)
    {
        using var file = new SourceFile(folder, "truth/products.csv", "sku,category,popularity,quality"u8);
        foreach (var product in shop.Catalogue.Products)
        {
            file.Line.Ascii(product.Sku).Byte((byte)',').Ascii(product.CategoryName).Byte((byte)',').Ratio(product.Popularity).Byte((byte)',').Ratio(product.Quality);
            file.EndRow();
        }
    }
}
