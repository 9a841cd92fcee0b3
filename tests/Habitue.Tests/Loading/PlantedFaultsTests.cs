using Habitue.Lake.Cleaning;
using Habitue.Simulation;

namespace Habitue.Tests.Loading;

/// <summary>A simulated shop says what it planted; cleaning has to find that, and nothing that is not there.</summary>
public sealed class PlantedFaultsTests
{
    [Fact]
    public void Cleaning_finds_what_the_simulator_planted()
    {
        using var home = new LoadedHome();
        string shop = Path.Combine(home.Folder, "shop");
        Simulator.Write(new ShopPlan { Customers = 400, Seed = 11 }, shop);
        Assert.Empty(home.Load(shop).Refused);
        Dictionary<string, QualityStep> steps = Quality.Count(home.Warehouse, hasTables: false, read: null, default).ToDictionary(s => s.Rule);
        Dictionary<string, long> planted = home.Warehouse.Rows<(string File, string Fault, long Rows)>(
                $"SELECT file, fault, CAST(rows AS BIGINT) FROM read_csv('{shop}/truth/fault-counts.csv')")
            .GroupBy(f => f.Fault).ToDictionary(g => g.Key, g => g.Where(f => !f.File.StartsWith("crm", StringComparison.Ordinal) || f.Fault != "exact_duplicate").Sum(f => f.Rows));

        Assert.Equal(planted["negative_price"], steps["negative-price"].Found);
        Assert.Equal(planted["unparsable"], steps["unparsable-value"].Found + steps["unreadable-line"].Found);
        Assert.Equal(planted["future_time"], steps["impossible-time"].Found);
        Assert.Equal(planted["outlier_birth_date"], steps["impossible-date"].Found);
        Assert.Equal(planted["repeated_event"], steps["same-moment-and-content"].Found);
        Assert.Equal(planted["service_line"], steps["not-a-product"].Touched);
        // A message of an order with several lines is several rows, so these can only be more.
        Assert.InRange(home.Count("(SELECT DISTINCT split_part(message_id, '#', 1) AS m, source, source_row - row_number() OVER (PARTITION BY source ORDER BY source_row) AS run FROM quarantine WHERE rule = 'same-message-id' AND NOT contains(message_id, '#'))"), planted["same_message_id"], planted["same_message_id"]);
        Assert.InRange(steps["exact-duplicate"].Found, planted["exact_duplicate"], planted["exact_duplicate"] * 2);
    }

    [Fact]
    public void Every_planted_bot_is_flagged_and_no_customer_is()
    {
        using var home = new LoadedHome();
        string shop = Path.Combine(home.Folder, "shop");
        Simulator.Write(new ShopPlan { Customers = 400, Seed = 12 }, shop);
        home.Load(shop);
        string[] planted = [.. home.Warehouse.Rows<string>($"SELECT anonymous_id FROM read_csv('{shop}/truth/bots.csv') ORDER BY anonymous_id")];
        Assert.NotEmpty(planted);
        Assert.Equal(planted, home.Warehouse.Rows<string>("SELECT DISTINCT anonymous_id FROM events WHERE is_bot ORDER BY anonymous_id"));
    }

    [Fact]
    public void Visitors_who_signed_in_are_joined_to_the_customer_that_the_simulator_says()
    {
        using var home = new LoadedHome();
        string shop = Path.Combine(home.Folder, "shop");
        Simulator.Write(new ShopPlan { Customers = 300, Seed = 13 }, shop);
        home.Load(shop);
        long wrong = home.One<long>($"""
            SELECT COUNT(*) FROM (SELECT DISTINCT anonymous_id, customer_id FROM events WHERE is_known AND anonymous_id IS NOT NULL) AS e
            WHERE e.anonymous_id IN (SELECT anonymous_id FROM read_csv('{shop}/truth/identities.csv', all_varchar = true))
                AND NOT EXISTS (SELECT 1 FROM read_csv('{shop}/truth/identities.csv', all_varchar = true) AS t WHERE t.anonymous_id = e.anonymous_id AND t.customer_id = e.customer_id)
            """);
        Assert.Equal(0, wrong);
        Assert.True(home.One<long>("SELECT COUNT(DISTINCT anonymous_id) FROM events WHERE is_known AND anonymous_id IS NOT NULL") > 50);
    }
}
