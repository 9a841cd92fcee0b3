using Habitue.Churn;
using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning.Data;
using Habitue.Prediction;
using Habitue.Simulation;
using Habitue.Tests.Host;
using Habitue.Tests.Prediction;
using Habitue.Tests.Simulation;

namespace Habitue.Tests.Churn;

/// <summary>A simulated shop through the very commands of a user: what was planted, how near risks and probabilities come to what can be known, and that nothing depends on the run.</summary>
public sealed class ChurnShopTests : IClassFixture<ChurnShopTests.Shop>
{
    private readonly Shop shop;

    public ChurnShopTests(Shop shop) => this.shop = shop;

    private static readonly ShopPlan Plan = new() { Customers = 4_000, Seed = 108 };

    /// <summary>The shop, loaded and learned from once.</summary>
    public sealed class Shop : IDisposable
    {
        internal TemporaryHome Home { get; } = new();

        public string Folder => Path.Combine(Home.Desk, "shop");

        public Shop()
        {
            Simulator.Write(Plan, Folder);
            var ran = TheProgram.Run(Home.Folder, "run", Folder, "--slices", "purchase,churn", "--no-report");
            Assert.Equal(0, ran.Code);
        }

        internal T Ask<T>(Func<DuckConnection, T> question)
        {
            using var database = DuckDatabase.Open(Path.Combine(Home.Folder, "warehouse.duckdb"));
            using var warehouse = database.Connect();
            return question(warehouse);
        }

        public void Dispose() => Home.Dispose();
    }

    [Fact]
    public void Who_stays_away_is_told_better_than_orders_allow_and_within_two_hundredths_of_what_all_files_tell()
    {
        var known = shop.Ask(warehouse => Knowable.Of(warehouse, new TrueShop(Plan), purchaseDays: null));
        TestContext.Current.TestOutputHelper?.WriteLine(known.ToString());
        Assert.InRange(known.FilesCalibrationError, 0, 0.04);   // who knows how the shop was made knows what the files mean
        Assert.True(known.Truth > known.Files && known.Files > known.Orders);
        Assert.InRange(known.Reached, Math.Max(known.Orders, known.Files - 0.02), known.Truth); // other shops: docs/insights/churn.md
    }

    [Fact]
    public void Who_buys_is_told_within_two_hundredths_of_what_all_files_tell_and_probabilities_are_what_happens()
    {
        foreach (var days in (int[])[7, 30])
        {
            var known = shop.Ask(warehouse => Knowable.Of(warehouse, new TrueShop(Plan), days));
            TestContext.Current.TestOutputHelper?.WriteLine(known.ToString());
            Assert.InRange(known.CalibrationError, 0, 0.03);
            Assert.InRange(known.Reached, known.Files - 0.02, known.Truth);
        }
    }

    [Fact]
    public void What_is_judged_learns_from_later_moments_too_but_looks_no_further_than_the_moment_that_judges()
    {
        shop.Ask(warehouse =>
        {
            var (horizon, now) = (ChurnHorizon.Read(warehouse)!, warehouse.Scalar<DateTime>("SELECT as_of FROM customer_features LIMIT 1"));
            var origins = Origins.Of(warehouse, now, horizon.Days);
            var cases = PastCases.Read(warehouse, new PastFeatures(warehouse, now), now, ChurnTraining.Question(horizon), origins, [], TestContext.Current.CancellationToken);
            var orders = warehouse.Rows<(string Customer, DateTime At)>("SELECT customer_id, ordered_at FROM orders WHERE is_known").ToLookup(one => one.Customer, one => one.At);
            var (customers, at, days, away) = ((TextColumn)cases.Rows["customer_id"], (TimeColumn)cases.Rows["as_of"], (NumberColumn)cases.Rows["own_horizon_days"], (BooleanColumn)cases.Rows["stayed_away"]);
            DateTime Moment(int row) => DateTime.UnixEpoch.AddTicks(at.Values[row] * TimeSpan.TicksPerMicrosecond);
            void AreKnown(int[] rows, DateTime until, IEnumerable<DateTime> late)
            {
                Assert.NotEmpty(late);
                Assert.All(rows, row =>
                {
                    var (from, end) = (Moment(row), Moment(row).AddDays(days.Values[row]));
                    Assert.True(end <= until && days.Values[row] >= 30);
                    Assert.Equal(!orders[customers[row]!].Any(order => order >= from && order < end), away[row]);
                });
                Assert.Equal(rows.Length, rows.DistinctBy(row => (customers[row], at.Values[row])).Count());
                Assert.Subset(rows.Select(Moment).ToHashSet(), late.ToHashSet());
            }
            AreKnown(cases.Known, origins.Test, origins.BeforeTest);
            AreKnown(cases.Every, now, origins.AfterTest);
            return 0;
        });
    }

    [Fact]
    public void Everybody_who_bought_has_a_risk_or_is_lapsed_and_those_who_left_for_good_have_the_higher_ones()
    {
        Assert.Equal([0L, 0L, 0L, 0L], shop.Ask(warehouse => new[]
        {
            "SELECT COUNT(*) FROM customer_features f LEFT JOIN churn_risks r ON r.customer_id = f.customer_id WHERE f.frequency > 0 AND r.customer_id IS NULL",
            "SELECT COUNT(*) FROM churn_risks WHERE (risk_class = 'lapsed') <> (probability IS NULL) OR probability NOT BETWEEN 0 AND 1",
            "SELECT COUNT(*) FROM churn_risks, churn_horizon h WHERE churn_risks.horizon_days NOT BETWEEN LEAST(30, h.horizon_days) AND h.horizon_days",
            "SELECT COUNT(*) FROM churn_risks WHERE ABS(CAST(expected_loss AS DOUBLE) - probability * CAST(spend_365d AS DOUBLE)) > 0.001",
        }.Select(sql => warehouse.Scalar<long>(sql)).ToArray()));
        var left = SimulatedShop.Csv(Path.Combine(shop.Folder, "truth", "customers.csv")).Where(row => row["died_at"].Length > 0).Select(row => row["customer_id"]).ToHashSet();
        var risks = shop.Ask(warehouse => warehouse.Rows<(string Customer, double Probability)>("SELECT customer_id, probability FROM churn_risks WHERE probability IS NOT NULL"));
        Assert.InRange(risks.Where(one => left.Contains(one.Customer)).Average(one => one.Probability), risks.Where(one => !left.Contains(one.Customer)).Average(one => one.Probability) + 0.05, 1);
    }

    [Fact]
    public void Reasons_factors_and_curves_are_there_and_say_what_they_mean()
    {
        shop.Ask(warehouse =>
        {
            Assert.Equal(0, warehouse.Scalar<long>("SELECT COUNT(*) FROM churn_reasons WHERE words = '' OR place < 0"));
            // What is usual, the reasons and everything else sum to the answer of each customer.
            Assert.InRange(warehouse.Scalar<double>("""
                SELECT MAX(ABS(1 / (1 + EXP(-told)) - r.probability)) FROM churn_risks r
                LEFT JOIN (SELECT customer_id, SUM(contribution) AS told FROM churn_reasons GROUP BY customer_id) w ON w.customer_id = r.customer_id WHERE r.probability IS NOT NULL
                """), 0, 1e-4);
            Assert.Equal(0, warehouse.Scalar<long>("SELECT COUNT(*) FROM churn_risks r WHERE probability IS NOT NULL AND NOT EXISTS (SELECT 1 FROM churn_reasons w WHERE w.customer_id = r.customer_id AND w.place = 0)"));
            var factors = warehouse.Rows<string>("SELECT words FROM churn_factors ORDER BY place");
            Assert.Contains(factors, words => words.StartsWith("no order for ", StringComparison.Ordinal) && words.Contains(" times as likely (", StringComparison.Ordinal));
            Assert.Contains(factors, words => words.Contains(" and ", StringComparison.Ordinal));
            Assert.Equal(0, warehouse.Scalar<long>("SELECT COUNT(*) FROM churn_factors WHERE NOT (odds_low <= odds_ratio AND odds_ratio <= odds_high AND times_low <= times_as_likely AND times_as_likely <= times_high)"));
            // A curve never rises.
            Assert.Equal(0, warehouse.Scalar<long>("SELECT COUNT(*) FROM (SELECT still_customers > LAG(still_customers) OVER (PARTITION BY customer_group ORDER BY day) AS rises FROM churn_survival) steps WHERE rises"));
            return 0;
        });
    }

    [Fact]
    public void Learning_and_scoring_again_give_the_same_tables_and_the_models_can_be_audited()
    {
        string[] Tables() => shop.Ask(warehouse => new[] { "churn_risks", "churn_reasons", "churn_drivers", "churn_factors", "churn_survival", "churn_hazards", "churn_horizon" }
            .Select(table => $"{table} {warehouse.Scalar<string>($"SELECT CONCAT(COUNT(*), ' ', CAST(SUM(hash(t)) AS VARCHAR)) FROM {table} t")}").ToArray());
        var before = Tables();
        Assert.Equal(0, TheProgram.Run(shop.Home.Folder, "score", "churn").Code);
        Assert.Equal(before, Tables());
        Assert.Equal(0, TheProgram.Run(shop.Home.Folder, "train", "churn").Code);
        Assert.Equal(before, Tables());

        var audit = TheProgram.Run(shop.Home.Folder, "audit", "--by", "gender,religion");
        Assert.Equal(0, audit.Code);
        Assert.Contains("by gender; favourable is 'yes'", audit.Out, StringComparison.Ordinal);
        Assert.Contains("female: ", audit.Out, StringComparison.Ordinal);
        Assert.Contains("Not looked at:", audit.Out, StringComparison.Ordinal);
        Assert.Equal(2, TheProgram.Run(shop.Home.Folder, "audit").Code);
    }
}
