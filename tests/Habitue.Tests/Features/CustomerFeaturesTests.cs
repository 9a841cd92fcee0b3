using System.Globalization;
using Habitue.Duck;
using Habitue.Lake.Features;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Features;

/// <summary>One customer, every feature worked out by hand.</summary>
public sealed class CustomerFeaturesTests : IDisposable
{
    private static readonly DateTime AsOf = new(2023, 7, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly SmallShop shop = new();

    public CustomerFeaturesTests() => shop.Add(
            // A Saturday morning: goods for 40, postage 5. A Saturday evening in the store: 5. A Wednesday: 100.
            Row.Sale("ada", "o1", "2023-03-04 10:00", "mug", 4, 2.50m) with { Category = "kitchen", Channel = "web" },
            Row.Sale("ada", "o1", "2023-03-04 10:00", "lamp", 1, 30m) with { Category = "light", Channel = "web", Discount = 3m, Coupon = "SPRING" },
            Row.Sale("ada", "o1", "2023-03-04 10:00", "POST", 1, 5m) with { Name = "Postage", Channel = "web" },
            Row.Sale("ada", "o2", "2023-06-03 19:00", "mug", 2, 2.50m) with { Category = "kitchen", Channel = "Store" },
            Row.Sale("ada", "o3", "2023-06-21 12:00", "rug", 1, 100m) with { Category = "home", Channel = "web" },
            Row.Sale("ada", "r1", "2023-06-10 12:00", "lamp", -1, 30m),
            // A visit with a full cart and no order, by phone; one that led to the order; one page and gone.
            Row.Page("ada", "2023-06-20 10:00") with { Device = "Mobile" }, Row.Page("ada", "2023-06-20 10:01") with { Device = "Mobile" },
            Row.Track("ada", "2023-06-20 10:05", "Product Viewed"), Row.Track("ada", "2023-06-20 10:10", "Product Added"),
            Row.Page("ada", "2023-06-21 11:50") with { Device = "desktop" }, Row.Track("ada", "2023-06-21 11:58", "Checkout Started"),
            Row.Page("ada", "2023-05-01 08:00"),
            // Still going on at midnight.
            Row.Page("ada", "2023-06-30 23:45"),
            Row.Track("ada", "2023-06-05 09:00", "Email Delivered"), Row.Track("ada", "2023-06-05 10:00", "Email Opened"), Row.Track("ada", "2023-06-05 10:01", "Email Link Clicked"),
            Row.Track("ada", "2023-06-12 09:00", "Email Delivered"), Row.Track("ada", "2023-06-19 09:00", "Email Delivered"), Row.Track("ada", "2023-06-22 09:00", "Email Delivered"),
            Row.Track("ada", "2023-06-22 09:30", "Email Opened"),
            // What comes later does not count.
            Row.Sale("ada", "o4", "2023-07-01 00:00", "sofa", 1, 900m) with { Category = "living" },
            Row.Sale("ada", "r2", "2023-07-02 12:00", "rug", -1, 100m), Row.Track("ada", "2023-07-01 09:00", "Email Opened"), Row.Page("ada", "2023-07-01 00:01"),
            Row.Sale("eve", "o5", "2023-07-01 00:00", "sofa", 1, 900m),
            // Somebody without a name has no features, and somebody who only signed up has counts of nothing.
            Row.Sale("~o6", "o6", "2023-06-01 10:00", "mug", 1, 2.50m) with { Known = false })
        .Run("INSERT INTO profiles (customer_id, signed_up_at) VALUES ('ada', TIMESTAMP '2023-01-01'), ('bob', TIMESTAMP '2023-06-01'), ('fay', TIMESTAMP '2023-07-01')")
        .Run("""
            INSERT INTO reviews (review_id, customer_id, rating, written_at, body) VALUES
                ('v1', 'ada', 4, TIMESTAMP '2023-02-01', NULL), ('v2', 'ada', 5, TIMESTAMP '2023-06-25', 'Lovely!'), ('v3', 'ada', 1, TIMESTAMP '2023-07-01', 'Lovely')
            """)
        // What nobody signed teaches what the words mean: 20 of each class, so that each word is 21 times as likely in its own.
        .Run("INSERT INTO reviews (review_id, rating, written_at, body) SELECT 'w' || i, 1 + 4 * (i % 2), TIMESTAMP '2023-02-01', CASE i % 2 WHEN 1 THEN 'lovely' ELSE 'broken' END FROM range(40) r(i)")
        .Run("""
            INSERT INTO tickets (ticket_id, customer_id, opened_at, closed_at, satisfaction, subject) VALUES
                ('t1', 'ada', TIMESTAMP '2023-06-01 10:00:00', TIMESTAMP '2023-06-02 10:00:00', 4, NULL), ('t2', 'ada', TIMESTAMP '2023-06-28', TIMESTAMP '2023-07-03', 1, 'Broken'),
                ('t3', 'ada', TIMESTAMP '2023-01-10', TIMESTAMP '2023-01-10 12:00:00', NULL, NULL), ('t4', 'ada', TIMESTAMP '2023-07-01', NULL, NULL, 'Broken')
            """)
        .Build();

    public void Dispose() => shop.Dispose();

    [Fact]
    public void Each_feature_alone_is_what_it_is_among_all()
    {
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        foreach (string name in FeatureCatalogue.All.Select(feature => feature.Name))
            Assert.Equal(
                shop.Lines($"SELECT customer_id, as_of, {name}, typeof({name}) FROM customer_features ORDER BY customer_id"),
                shop.Lines($"SELECT customer_id, as_of, {name}, typeof({name}) FROM ({CustomerFeatures.Some([name])}) ORDER BY customer_id"));
    }

    [Fact]
    public void Every_feature_is_what_the_hand_computes()
    {
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        string names = string.Join(", ", FeatureCatalogue.All.Select(feature => Rounded(feature.Name)));
        string[] values = shop.Lines($"SELECT {names} FROM customer_features WHERE customer_id = 'ada'")[0].Split('|');
        string expected = """
            recency_days 9, frequency 3, monetary 150, average_order_value 50, largest_order_value 100, lifetime_value 120, tenure_days 181,
            days_since_first_order 118, active_months 2, purchase_frequency_score 0.758960, mean_gap_days 54.541667, median_gap_days 54.541667,
            sd_gap_days 52.090200, overdue_ratio 0.174179, silence_chance 0.848180, orders_30d 2, orders_90d 2, orders_365d 3, season_orders 0, spend_30d 105, spend_90d 105, spend_365d 150,
            spend_change_90d 60, average_basket_lines 1.333333, average_basket_units 2.666667, average_unit_price 18.125, weekend_share 0.666667,
            evening_share 0.333333, distinct_products 3, repeat_share 0.25, distinct_categories 3, preferred_category home,
            preferred_category_share 0.689655, returned_lines 1, returned_value 30, returns_rate 0.206897, discount_share 0.333333, discount_rate 0.02,
            in_store_share 0.333333, sessions 3, sessions_30d 2, sessions_90d 3, sessions_365d 3, sessions_change_30d 1.666667, sessions_since_order 0, visit_days 3, days_since_last_visit 9.501389, visit_silence_chance 0.718334,
            minutes_on_site 18, average_session_minutes 6, pages_per_session 1.333333, product_views 1, searches 0, bounce_rate 0.333333,
            conversion_rate 0.333333, cart_abandonment_rate 0.5, mobile_share 0.5, tablet_share 0, desktop_share 0.5, emails_delivered 4, email_opens 2,
            email_clicks 1, email_open_rate 0.5, email_click_rate 0.25, emails_90d 4, email_opens_90d 2, email_open_rate_90d 0.5, days_since_email_open 8.604167, days_without_mailing 0, unsubscribed 0, reviews 2, average_rating 4.5, low_ratings_90d 0, tickets 3, tickets_90d 2, open_tickets 1,
            ticket_satisfaction 4, hours_to_close 18, complaints_since_order 1, days_since_complaint 3, sentiment 0.5, last_sentiment 0.045455, days_since_last_activity 3, engagement_score 48.521194
            """;
        string[] wanted = expected.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(wanted, FeatureCatalogue.All.Select((feature, i) => $"{feature.Name} {Padded(values[i], wanted.ElementAtOrDefault(i))}"));
    }

    [Fact]
    public void A_customer_of_whom_little_is_known_has_counts_of_nothing_and_no_rates()
    {
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        Assert.Equal(["bob|2023-07-01|30||0|0|0|0|||0|0||0||0||0||0||0||0|0"], shop.Lines("""
            SELECT customer_id, as_of, tenure_days, recency_days, frequency, monetary, lifetime_value, orders_90d, average_order_value, sd_gap_days, active_months, returned_lines,
                returns_rate, sessions, bounce_rate, email_opens, email_open_rate, reviews, average_rating, tickets, ticket_satisfaction, distinct_products, repeat_share,
                distinct_categories, engagement_score
            FROM customer_features WHERE customer_id = 'bob'
            """));
        Assert.Equal(["ada", "bob"], shop.Lines("SELECT customer_id FROM customer_features ORDER BY 1"));
    }

    [Theory]
    [InlineData("2022-05-31 23:59", 0)]   // 30 days before the day a year ago is 1 June
    [InlineData("2022-06-01 00:00", 1)]
    [InlineData("2022-08-29 23:59", 1)]
    [InlineData("2022-08-30 00:00", 0)]   // 60 days after it
    public void Orders_of_the_season_are_those_around_the_same_day_a_year_before(string at, int expected)
    {
        shop.Add(Row.Sale("eve", "e1", at, "mug", 1, 2m)).Build();
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        Assert.Equal(expected, shop.Warehouse.Scalar<long>("SELECT season_orders FROM customer_features WHERE customer_id = 'eve'"));
    }

    [Fact]
    public void Whoever_the_latest_mailings_were_not_meant_for_has_been_without_one_since_and_a_control_group_is_still_on_the_list()
    {
        static Row Assigned(string customer, string at, string? sent) => Row.Track(customer, at, "Campaign Assigned") with { Properties = sent is null ? "{}" : $"{{\"sent_at\":\"{sent}\"}}" };
        shop.Add(
            Assigned("gil", "2023-06-01 08:00", "2023-06-01 08:00:00"), Row.Track("gil", "2023-06-01 09:00", "Email Opened"), Assigned("gil", "2023-06-29 08:00", null),
            // The log of campaigns says the same thing again as the system that delivered.
            Assigned("hal", "2023-06-01 08:00", "2023-06-01 08:00:00"), Row.Track("hal", "2023-06-01 08:01", "Email Delivered"), Row.Track("hal", "2023-06-02 08:00", "Unsubscribed"),
            // Unsubscribed and came back; and a mail that is planned and not yet sent.
            Row.Track("ida", "2023-06-01 08:00", "Unsubscribed"), Assigned("ida", "2023-06-29 08:00", "2023-06-29 08:00:00"), Assigned("ida", "2023-06-30 20:00", "2023-07-01 08:00:00")).Build();
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        Assert.Equal(["ada|4|6.9583|0|0.5", "bob|0||0|", "gil|1|0|0|1", "hal|1|27.9993|1|0", "ida|1|0|0|0"], shop.Lines("""
            SELECT customer_id, emails_delivered, CAST(days_without_mailing AS DECIMAL(18,4)), unsubscribed, CAST(email_open_rate_90d AS DECIMAL(18,4)) FROM customer_features ORDER BY 1
            """));
    }

    [Fact]
    public void A_silence_is_likelier_the_shorter_it_is_and_the_slower_the_customer()
    {
        // Ada: 2 further orders in 118.58 days. Sue: 5 in 100 days, silent for 10. Tom: none in 100 days. So a further order takes 318.58 / 7 = 45.51 days.
        static string Ago(int days) => AsOf.AddDays(-days).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        shop.Add([.. Enumerable.Range(0, 6).Select(i => Row.Sale("sue", $"s{i}", Ago(100 - (18 * i)), "mug", 1, 2m)), Row.Sale("tom", "t1", Ago(100), "mug", 1, 2m)]).Build();
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        double g = (118 + (14.0 / 24) + 200) / 7;
        Assert.Equal([Math.Pow((90 + g) / (100 + g), 6), g / (100 + g)],
            shop.Warehouse.Rows<double>("SELECT silence_chance FROM customer_features WHERE customer_id IN ('sue', 'tom') ORDER BY customer_id"), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Complaints_are_tickets_and_poor_ratings_and_those_since_the_last_order_count_apart()
    {
        shop.Add(Row.Sale("eve", "e1", "2023-06-01 10:00", "mug", 1, 2m))
            .Run("INSERT INTO reviews (review_id, customer_id, rating, written_at) VALUES ('c1', 'eve', 2, TIMESTAMP '2023-05-01'), ('c2', 'eve', 1, TIMESTAMP '2023-06-11'), ('c3', 'eve', 3, TIMESTAMP '2023-06-21'), ('c4', 'eve', 1, TIMESTAMP '2023-07-01')")
            .Run("INSERT INTO tickets (ticket_id, customer_id, opened_at) VALUES ('c1', 'eve', TIMESTAMP '2023-06-06')").Build();
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        Assert.Equal(["2|2|20"], shop.Lines("SELECT low_ratings_90d, complaints_since_order, CAST(days_since_complaint AS INTEGER) FROM customer_features WHERE customer_id = 'eve'"));
    }

    [Fact]
    public void The_same_question_twice_computes_once()
    {
        Assert.False(CustomerFeatures.Compute(shop.Warehouse, AsOf).Unchanged);
        Assert.True(CustomerFeatures.Compute(shop.Warehouse, AsOf).Unchanged);
        FeaturesComputed later = CustomerFeatures.Compute(shop.Warehouse, AsOf.AddDays(1));
        Assert.Equal((false, 4L), (later.Unchanged, later.Customers));
        Assert.Equal(["2023-07-02"], shop.Lines("SELECT DISTINCT as_of FROM customer_features"));
        shop.Run("INSERT INTO reviews (review_id, customer_id, rating, written_at) VALUES ('v9', 'ada', 3, TIMESTAMP '2023-06-30')").Build();
        Assert.False(CustomerFeatures.Compute(shop.Warehouse, AsOf.AddDays(1)).Unchanged);
    }

    [Fact]
    public void A_past_date_can_stand_in_a_table_of_its_own()
    {
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        CustomerFeatures.Compute(shop.Warehouse, new DateTime(2023, 4, 1, 0, 0, 0, DateTimeKind.Utc), "features_in_april");
        Assert.Equal(["2023-04-01|ada|1|45|27"], shop.Lines("SELECT as_of, customer_id, frequency, monetary, recency_days FROM features_in_april"));
        Assert.Equal(["3"], shop.Lines("SELECT frequency FROM customer_features WHERE customer_id = 'ada'"));
    }

    [Fact]
    public void Every_column_is_in_the_catalogue()
    {
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        Assert.Equal(
            shop.Lines("SELECT column_name FROM information_schema.columns WHERE table_name = 'customer_features' ORDER BY ordinal_position"),
            FeatureCatalogue.All.Select(feature => feature.Name).Prepend("as_of").Prepend("customer_id"));
        Assert.All(FeatureCatalogue.All, feature => Assert.EndsWith(".", feature.Meaning));
        Assert.All(FeatureCatalogue.Read(shop.Warehouse), state => Assert.Null(state.Needs));
    }

    [Fact]
    public void An_empty_shop_has_no_features_and_no_default_date()
    {
        using var empty = new SmallShop();
        empty.Build();
        Assert.Equal(0, CustomerFeatures.Compute(empty.Warehouse, AsOf).Customers);
        Assert.Null(CustomerFeatures.DefaultAsOf(empty.Warehouse));
        Assert.All(FeatureCatalogue.Read(empty.Warehouse), state => Assert.NotNull(state.Needs));
    }

    [Fact]
    public void A_computation_that_fails_leaves_the_former_table()
    {
        CustomerFeatures.Compute(shop.Warehouse, AsOf);
        shop.Run("ALTER TABLE sessions RENAME COLUMN bounced TO jumped");
        Assert.Throws<DuckException>(() => CustomerFeatures.Compute(shop.Warehouse, AsOf.AddDays(5)));
        Assert.Equal(["2023-07-01"], shop.Lines("SELECT DISTINCT as_of FROM customer_features"));
    }

    private static string Rounded(string name) => name == "preferred_category" ? name : $"ROUND(CAST({name} AS DOUBLE), 6)";

    /// <summary>0.75896 as 0.758960 where the expectation has six digits.</summary>
    private static string Padded(string value, string? wanted) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out double number) && wanted?.Split('.') is [_, { Length: 6 }] ? number.ToString("F6", CultureInfo.InvariantCulture) : value;
}
