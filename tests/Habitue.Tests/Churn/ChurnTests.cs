using Habitue.Churn;
using Habitue.Insights;
using Habitue.Prediction;
using Habitue.Tests.Insights;

namespace Habitue.Tests.Churn;

/// <summary>The horizon, the curves and the factors on tables small enough to count, and data that do not suffice.</summary>
public sealed class ChurnTests : IDisposable
{
    private readonly SliceBench bench = new(new DateTime(2026, 1, 1));

    public void Dispose() => bench.Dispose();

    /// <summary>So many customers, each with an order every so many days, the last one so many days before 2026.</summary>
    private static string Rhythm(string name, int customers, int orders, int gap, int last = 5) => $"""
        SELECT CONCAT('{name}', i) AS customer_id, TRUE AS is_known, CONCAT('{name}', i, '-', n) AS order_id, TIMESTAMP '2025-12-31 12:00:00' - to_days(CAST({last} + n * {gap} AS INTEGER)) AS ordered_at,
            CAST(20 + i AS DECIMAL(18,4)) AS revenue, CAST(1 + i % 3 AS BIGINT) AS product_lines, CAST(0 AS DECIMAL(18,4)) AS discount, CAST(NULL AS VARCHAR) AS coupon, 'web' AS channel
        FROM range({customers}) c(i), range({orders}) o(n)
        """;

    private void Orders(params string[] rows) => bench.Warehouse.Execute($"CREATE OR REPLACE TABLE orders AS {string.Join(" UNION ALL ", rows)}");

    [Fact]
    public void The_horizon_is_the_time_in_which_nine_in_ten_have_come_back_in_whole_months()
    {
        Orders(Rhythm("a", 100, 20, 20));
        var horizon = ChurnHorizon.Of(bench.Run);
        Assert.Equal((30, 30, 1900L), (horizon.Days, horizon.Wanted, horizon.Gaps));
        Assert.Equal(1.5, horizon.Times);   // everybody is as regular as a clock, and nobody is called lost sooner than this

        // Of 180 gaps 160 are of 20 days and 20 of 100: nine in ten are over within 28 days, and 95 % of ten longer ones are not.
        Orders(Rhythm("a", 10, 20, 20), Rhythm("b", 20, 5, 100, 1));
        Assert.Equal(120, ChurnHorizon.Of(bench.Run).Days);
    }

    [Fact]
    public void A_history_too_short_for_the_horizon_takes_the_longest_that_can_be_watched_and_says_so()
    {
        Orders(Rhythm("a", 100, 3, 100));
        var horizon = ChurnHorizon.Of(bench.Run);
        Assert.Equal((30, 120), (horizon.Days, horizon.Wanted));   // (205 - 30) / 3 is 58, in whole months 30
        Assert.Equal("nine in ten gaps between orders are over within 120 days; the history is long enough to watch 30", horizon.Words);
    }

    [Fact]
    public void A_customer_with_a_rhythm_has_a_horizon_of_their_own()
    {
        var horizon = new ChurnHorizon(90, 2, 90, 500);
        bench.Warehouse.Execute("CREATE TABLE f AS SELECT * FROM (VALUES (1, NULL), (2, 10.0), (3, 10.0), (3, 20.5), (9, 400.0)) t(frequency, mean_gap_days)");
        Assert.Equal(["90", "90", "30", "41", "90"], bench.Ask($"SELECT {horizon.OwnSql("f")} FROM f"));
    }

    [Fact]
    public void Nothing_after_the_moment_counts_whatever_a_wrong_clock_wrote()
    {
        Orders(Rhythm("a", 100, 20, 20));
        var before = ChurnHorizon.Of(bench.Run);
        Orders(Rhythm("a", 100, 20, 20), Rhythm("late", 400, 6, 90, -70_000 / 3), Rhythm("a", 100, 1, 1, -25_000));
        Assert.Equal(before, ChurnHorizon.Of(bench.Run));
        ChurnSurvival.Publish(bench.Run, before);
        Assert.Equal(["100"], bench.Ask("SELECT DISTINCT customers FROM churn_survival WHERE customer_group = 'all customers'"));
    }

    [Fact]
    public void Curves_are_those_of_a_count_by_hand()
    {
        // Forty came 200 days ago and never again: lost after 30 days. Forty came as long ago and every 20 days since: customers still.
        Orders(Rhythm("gone", 40, 1, 1, 200), Rhythm("here", 40, 11, 20, 0));
        ChurnSurvival.Publish(bench.Run, new ChurnHorizon(30, 2, 30, 400));
        Assert.Equal(["all customers,80,40,0,1", "all customers,80,40,30,0.5"], bench.Ask("SELECT customer_group, customers, lost, day, still_customers FROM churn_survival WHERE grouping = 'all' ORDER BY day"));
        Assert.Equal(["2025 Q2,80"], bench.Ask("SELECT DISTINCT customer_group, customers FROM churn_survival WHERE grouping <> 'all'"));
    }

    [Fact]
    public void Factors_are_those_of_a_count_by_hand_and_pairs_must_say_more()
    {
        // Of 100 rows with both 80 are a yes, with one of them 40 of 100 each, with none 10 of 100.
        (bool A, bool B, int Yes)[] cells = [(true, true, 80), (true, false, 40), (false, true, 40), (false, false, 10)];
        var rows = cells.SelectMany(cell => Enumerable.Range(0, 100).Select(i => (cell.A, cell.B, Yes: i < cell.Yes))).ToArray();
        var found = Factors.Of([.. rows.Select(row => row.Yes)], [new("a", "late", [.. rows.Select(row => row.A)]), new("b", "rare", [.. rows.Select(row => row.B)]), new("c", "odd", [.. rows.Select((_, i) => i % 2 == 0)])]);

        var both = found.Single(one => one.Words == "late and rare");
        Assert.Equal((100, 0.8, 0.3), (both.Holders, both.Share, both.Others));
        // (80.5 / 101) / (90.5 / 301) and (80.5 × 210.5) / (20.5 × 90.5), by hand
        Assert.Equal(2.6509, both.Times.Value, 1e-3);
        Assert.Equal(9.1338, both.Odds.Value, 1e-3);
        Assert.InRange(both.Times.Low, 2.1, both.Times.Value);
        Assert.Matches(@"^late and rare: 2\.65 times as likely \(2\.\d+ to 3\.\d+\)$", both.Sentence);
        Assert.DoesNotContain(found, one => one.Words.Contains("odd", StringComparison.Ordinal));
    }

    [Fact]
    public void Twenty_customers_no_dates_and_a_short_history_are_sentences_and_leave_no_old_risks_behind()
    {
        string Words()
        {
            bench.Warehouse.Execute("CREATE OR REPLACE TABLE churn_risks AS SELECT 'old' AS customer_id");
            var words = SliceStates.Train(ChurnSlice.Slice, bench.Run).Words;
            Assert.Equal(["0"], bench.Ask("SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = 'churn_risks'"));
            return words;
        }
        Orders(Rhythm("a", 20, 3, 40));
        Assert.Equal("not ready: to tell when somebody stays away it needs customers who came back: at least 50 times; 20 customers came back 40 times.", Words());
        Orders(Rhythm("a", 100, 1, 1));
        Assert.Equal("not ready: to tell when somebody stays away it needs customers who came back: at least 50 times; 100 customers came back 0 times.", Words());
        Orders(Rhythm("a", 100, 3, 10));
        Assert.Equal("not ready: to see who stays away it needs orders of at least 72 days; there are 25 days of them.", Words());
        bench.Warehouse.Execute("UPDATE orders SET ordered_at = NULL");
        Assert.Equal("not ready: it needs orders of known customers; there are none.", Words());
    }
}
