using System.Text.Json;
using Habitue.Duck;
using Habitue.Learning.Clustering;
using Habitue.Tests.Host;

namespace Habitue.Tests.Segments;

/// <summary>A made-up shop, run once for all tests of this file.</summary>
public sealed class SegmentedShop : IDisposable
{
    private readonly TemporaryHome home = new();

    public SegmentedShop()
    {
        var ran = TheProgram.Run(home.Folder, "demo", "--customers", "1500", "--slices", "segments,drift", "--home", Home);
        Assert.True(ran.Code == 0, ran.Error);
    }

    public string Home => Path.Combine(home.Folder, "shop-home");

    internal Ran Run(params string[] words) => TheProgram.Run(home.Folder, [.. words, "--home", Home]);

    public IReadOnlyList<T> Rows<T>(string sql)
    {
        using var database = DuckDatabase.Open(Path.Combine(Home, "warehouse.duckdb"), new DuckSettings { ReadOnly = true });
        using var connection = database.Connect();
        return connection.Rows<T>(sql);
    }

    public void Dispose() => home.Dispose();
}

/// <summary>What the simulator planted is found again, and the verb shows it.</summary>
public sealed class SimulatedSegmentsTests(SegmentedShop shop, ITestOutputHelper output) : IClassFixture<SegmentedShop>
{
    /// <summary>The types whose habits are opposite, and customers with enough orders to show a habit.</summary>
    private const int Orders = 5;

    [Fact]
    public void Types_that_can_be_told_apart_are_recovered()
    {
        var truth = File.ReadLines(Path.Combine(shop.Home, "shop", "truth", "customers.csv")).Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0], cells => cells[1]);
        var found = shop.Rows<(string Customer, int Cluster, string Name, long Orders)>("SELECT s.customer_id, s.cluster, s.cluster_name, CAST(f.frequency AS BIGINT) FROM customer_segments s JOIN customer_features f ON f.customer_id = s.customer_id")
            .Where(one => one.Orders >= Orders && truth.ContainsKey(one.Customer)).ToArray();
        var pair = found.Where(one => truth[one.Customer] is "heavy" or "discount_driven").ToArray();
        var rand = ClusterMeasures.AdjustedRand([.. pair.Select(one => truth[one.Customer] == "heavy" ? 1 : 0)], [.. pair.Select(one => one.Cluster)]);
        var habit = ClusterMeasures.AdjustedRand([.. found.Select(one => truth[one.Customer] == "discount_driven" ? 1 : 0)], [.. found.Select(one => one.Name.Contains("discount-driven", StringComparison.Ordinal) ? 1 : 0)]);
        output.WriteLine($"adjusted Rand of heavy and discount-driven customers with {Orders} orders or more: {rand:0.000} ({pair.Length} customers); of discount-driven against all other types: {habit:0.000} ({found.Length} customers)");
        Assert.InRange(pair.Length, 100, 1500);
        Assert.InRange(rand, 0.8, 1);
        Assert.InRange(habit, 0.8, 1);
    }

    [Fact]
    public void The_trend_of_past_moments_counts_every_customer_of_the_moment()
    {
        var trend = shop.Rows<(int Days, decimal Customers)>("SELECT days_before, SUM(customers) FROM segment_trend GROUP BY days_before ORDER BY days_before");
        Assert.Equal(Enumerable.Range(0, 14).Select(step => 30 * step), trend.Select(one => one.Days));
        foreach (var (days, customers) in trend)
            Assert.Equal((decimal)shop.Rows<long>($"SELECT COUNT(DISTINCT customer_id) FROM orders WHERE is_known AND customer_id NOT LIKE '~%' AND ordered_at < (SELECT MAX(as_of) FROM customer_segments) - INTERVAL {days} DAY")[0], customers);
        Assert.Equal(["present model"], shop.Rows<string>("SELECT DISTINCT basis FROM segment_migrations"));
    }

    [Fact]
    public void The_history_of_the_customers_gives_the_segments_of_every_moment()
    {
        Assert.Equal(
            shop.Rows<(int, int, long)>("SELECT days_before, segment_id, customers FROM segment_trend WHERE customers > 0 ORDER BY ALL"),
            shop.Rows<(int, int, long)>("""
                SELECT days_before, segment_id, COUNT(*) FROM (
                    SELECT t.days_before, h.customer_id, arg_max(h.segment_id, h.as_of) AS segment_id
                    FROM (SELECT DISTINCT days_before, as_of FROM segment_trend) t JOIN customer_segment_history h ON h.as_of <= t.as_of GROUP BY ALL)
                GROUP BY ALL ORDER BY ALL
                """));
        Assert.Equal(0, shop.Rows<long>("SELECT COUNT(*) FROM (SELECT segment_id = LAG(segment_id) OVER (PARTITION BY customer_id ORDER BY as_of) AS same FROM customer_segment_history) WHERE same")[0]);
    }

    [Fact]
    public void What_was_spent_is_told_where_the_orders_reach_back_so_far_and_moves_add_up_to_the_customers_of_now()
    {
        // The customers of all segments together spent what the orders of the 90 days say.
        const string Moments = "SELECT days_before, MIN(as_of) AS as_of, SUM(spend_90d)::DOUBLE AS spent FROM segment_trend GROUP BY days_before";
        var spent = shop.Rows<(int Days, double? Spent, double? Orders)>($"""
            SELECT t.days_before, t.spent, (SELECT SUM(o.revenue)::DOUBLE FROM orders o WHERE o.is_known AND o.last_line_at < t.as_of AND o.ordered_at >= t.as_of - INTERVAL 90 DAY AND t.as_of - INTERVAL 90 DAY >= (SELECT MIN(ordered_at)::DATE FROM orders WHERE is_known))
            FROM ({Moments}) t ORDER BY 1
            """);
        Assert.Equal(14, spent.Count);
        Assert.All(spent, one => Assert.Equal(one.Orders ?? -1, one.Spent ?? -1, 0.01));
        Assert.NotNull(spent[12].Spent);
        foreach (var days in (int[])[30, 390])
            Assert.Equal(shop.Rows<(string, decimal)>("SELECT cluster_name, COUNT(*)::DECIMAL FROM customer_segments GROUP BY 1 ORDER BY 1"), shop.Rows<(string, decimal)>($"SELECT to_segment, SUM(customers) FROM segment_transitions WHERE days_before = {days} GROUP BY 1 ORDER BY 1"));
        Assert.Equal(shop.Rows<decimal>("SELECT customers::DECIMAL FROM segment_trend WHERE days_before = 390 AND customers > 0 ORDER BY segment"), shop.Rows<decimal>("SELECT SUM(customers) FROM segment_transitions WHERE days_before = 390 AND from_id IS NOT NULL GROUP BY from_segment ORDER BY from_segment"));
    }

    [Fact]
    public void Score_gives_what_train_gave()
    {
        const string Print = "SELECT CAST(SUM(hash(customer_id, cluster, cluster_name, chance, silhouette)) AS VARCHAR) FROM customer_segments";
        var trained = shop.Rows<string>(Print);
        var ran = shop.Run("score", "segments");
        Assert.Equal((0, ""), (ran.Code, ran.Code == 0 ? "" : ran.Error));
        Assert.Contains("version 1 of the model", ran.Out);
        Assert.Equal(trained, shop.Rows<string>(Print));
    }

    [Fact]
    public void The_verb_lists_describes_exports_and_compares()
    {
        var names = shop.Rows<string>("SELECT segment FROM segments ORDER BY revenue DESC");
        Assert.All(shop.Run("segments").Lines, line => Assert.True(line.Length <= 80, line));
        Assert.Equal(names, JsonDocument.Parse(shop.Run("segments", "--json").Out).RootElement.EnumerateArray().Select(one => one.GetProperty("segment").GetString()));
        Assert.Contains("of the revenue", shop.Run("segments", "portrait", names[0]).Out);
        var members = shop.Rows<long>($"SELECT customers FROM segments ORDER BY revenue DESC")[0];
        Assert.Equal(members, shop.Run("segments", "customers", names[0].ToUpperInvariant(), "--format", "csv").Lines.Length - 1);
        var first = shop.Rows<string>("SELECT customer_id FROM customer_segments ORDER BY customer_id LIMIT 1")[0];
        var like = JsonDocument.Parse(shop.Run("segments", "like", first, "--limit", "3", "--json").Out).RootElement.EnumerateArray().ToArray();
        Assert.Equal(3, like.Length);
        Assert.DoesNotContain(first, like.Select(one => one.GetProperty("customer_id").GetString()));
        Assert.True(like[0].GetProperty("distance").GetDouble() <= like[2].GetProperty("distance").GetDouble());
        var candidates = JsonDocument.Parse(shop.Run("segments", "like", names[0], "--json").Out).RootElement.EnumerateArray();
        Assert.All(candidates, one => Assert.NotEqual(names[0], one.GetProperty("segment").GetString()));
        var nobody = shop.Run("segments", "like", "no such customer");
        Assert.Equal(2, nobody.Code);
        Assert.StartsWith("habitue: There is no segment 'no such customer'; there are ", nobody.Error);
    }

    [Fact]
    public void Overlap_counts_each_customer_once_and_those_between_two_segments()
    {
        var answer = shop.Run("segments", "overlap", "--json");
        Assert.True(answer.Code == 0, answer.Error);
        var pairs = JsonDocument.Parse(answer.Out).RootElement.EnumerateArray().ToArray();
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM customer_segments")[0], pairs.Sum(pair => pair.GetProperty("customers").GetInt64()));
        var customers = shop.Rows<(string Own, string Second, double Chance, double SecondChance)>("SELECT found_name, second_segment, chance, second_chance FROM customer_segments");
        foreach (var pair in pairs)
        {
            var own = customers.Where(one => one.Own == pair.GetProperty("segment").GetString()).ToArray();
            var between = own.Count(one => one.Second == pair.GetProperty("second_segment").GetString() && one.SecondChance * 2 >= one.Chance);
            Assert.Equal(between, pair.GetProperty("in_between").GetInt64());
            Assert.Equal((double)between / own.Length, pair.GetProperty("share").GetDouble(), 0.0006);
            Assert.NotEqual(pair.GetProperty("segment").GetString(), pair.GetProperty("second_segment").GetString());
        }
        Assert.All(shop.Run("segments", "overlap").Lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Rules_are_checked_before_they_are_kept()
    {
        var file = Path.Combine(shop.Home, "mine.txt");
        File.WriteAllText(file, "VIP: spend_365 > 5000\n");
        var wrong = shop.Run("segments", "rules", file);
        Assert.Equal(2, wrong.Code);
        Assert.Equal("habitue: mine.txt, line 1: there is no feature spend_365; the nearest is spend_365d. `habitue features` lists all.", wrong.Error.Trim());
        Assert.False(File.Exists(Path.Combine(shop.Home, "segments.rules")));
    }
}
