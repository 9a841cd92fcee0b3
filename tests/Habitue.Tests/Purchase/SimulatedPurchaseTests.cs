using Habitue.Duck;
using Habitue.Simulation;
using Habitue.Tests.Host;
using Habitue.Tests.Prediction;
using Habitue.Tests.Simulation;

namespace Habitue.Tests.Purchase;

/// <summary>A simulated shop loaded, trained and scored by the program as its users run it.</summary>
public sealed class SimulatedPurchaseTests(SimulatedPurchaseTests.Trained shop) : IClassFixture<SimulatedPurchaseTests.Trained>
{
    [Theory]
    [InlineData(7)]
    [InlineData(30)]
    public void Who_buys_is_told_as_well_as_orders_allow_and_probabilities_are_off_by_little_more_than_chance(int days)
    {
        var known = shop.Known(days);
        TestContext.Current.TestOutputHelper!.WriteLine(known.ToString());
        Assert.InRange(known.FilesCalibrationError, 0, 0.03);   // who knows how the shop was made knows what the files mean
        Assert.True(known.Truth > known.Files && known.Files > known.Orders);
        Assert.InRange(known.Reached, known.Orders - 0.02, known.Truth);
        // On so few customers even the true probabilities are off by some hundredths.
        Assert.InRange(known.CalibrationError, 0, known.FilesCalibrationError + 0.015);
    }

    [Fact]
    public void Visitors_who_get_further_are_likelier_to_order_and_the_model_knows_more_than_the_cart()
    {
        var auc = shop.Metric("intent", "AUC");
        Assert.True(auc.Low > auc.Baseline, $"{auc.Low} to {auc.High} beside {auc.Baseline}");
        Assert.InRange(shop.Metric("intent", "calibration error").Value, 0, 0.03);
        var stages = shop.Ask<(string Stage, double Ordered, double Said, long Beginnings)>("SELECT stage, SUM(ordered * beginnings) / SUM(beginnings), SUM(probability * beginnings) / SUM(beginnings), CAST(SUM(beginnings) AS BIGINT) FROM purchase_intent GROUP BY stage").ToDictionary(row => row.Stage);
        Assert.True(stages["began the checkout"].Ordered > stages["has something in the cart"].Ordered && stages["has something in the cart"].Ordered > stages["looked around"].Ordered);
        Assert.All(stages.Values.Where(stage => stage.Beginnings > 500), stage => Assert.InRange(stage.Said, stage.Ordered - 0.06, stage.Ordered + 0.06));
    }

    [Fact]
    public void The_verbs_show_promote_and_roll_back_what_was_trained()
    {
        var models = TheProgram.Run(shop.Home, "models");
        Assert.Equal(0, models.Code);
        Assert.All((string[])["intent", "purchase-7d", "purchase-30d", "a blend of", "AUC 0."], word => Assert.Contains(word, models.Out));
        Assert.All(models.Lines, line => Assert.InRange(line.Length, 1, 80));
        Assert.Contains("# purchase-30d, version 1", TheProgram.Run(shop.Home, "models", "card", "purchase-30d").Out);

        // What the shelf knows of each: data with a fingerprint, settings in words, all figures, and since when it answers.
        var details = TheProgram.Run(shop.Home, "models", "--details");
        Assert.Equal(0, details.Code);
        Assert.All(details.Lines, line => Assert.InRange(line.Length, 0, 80));
        var one = details.Out[details.Out.IndexOf("purchase-30d, version ", StringComparison.Ordinal)..];
        Assert.Matches(@"^purchase-30d, version 1 +answers since \d{4}-\d\d-\d\d \d\d:\d\d\n", one);
        Assert.Matches(@"\ndata +load 1, [0-9a-f]{16}; as of \d{4}-\d\d-\d\d", one);
        Assert.Matches(@"\nsettings +Classifiers ", one);
        Assert.Matches(@"\ncalibration error +0\.\d+ \(0(\.\d+)? to 0\.\d+\), baseline 0", one);
        Assert.DoesNotContain("System.", details.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("List`", details.Out, StringComparison.Ordinal);

        const string Print = "SELECT CAST(SUM(hash(customer_id, horizon_days, probability)) AS VARCHAR) FROM purchase_scores WHERE horizon_days IN (7, 30)";
        var before = shop.Ask<string>(Print);
        var trained = TheProgram.Run(shop.Home, "train", "purchase", "--seed", "8", "--horizon", "1", "--horizon", "14", "--json");
        Assert.Equal((0, true), (trained.Code, System.Text.Json.JsonDocument.Parse(trained.Out).RootElement[0].GetProperty("ready").GetBoolean()));
        Assert.Equal([1, 7, 14, 30], shop.Ask<int>("SELECT DISTINCT horizon_days FROM purchase_scores ORDER BY 1"));
        // Whom the models expect within a day, they expect no less within a week.
        Assert.True(shop.Ask<bool>("SELECT SUM(probability) FILTER (WHERE horizon_days = 1) < SUM(probability) FILTER (WHERE horizon_days = 7) FROM purchase_scores")[0]);
        Assert.Equal(0, TheProgram.Run(shop.Home, "models", "promote", "purchase-30d", "1").Code);
        Assert.Equal(0, TheProgram.Run(shop.Home, "models", "promote", "purchase-7d", "1").Code);
        Assert.Equal(0, TheProgram.Run(shop.Home, "score", "purchase").Code);
        Assert.Equal(before, shop.Ask<string>(Print));

        var wrong = TheProgram.Run(shop.Home, "train", "--horizon", "14");
        Assert.Equal((2, true), (wrong.Code, wrong.Error.Contains("--horizon belongs to one slice", StringComparison.Ordinal)));
        Assert.Equal(2, TheProgram.Run(shop.Home, "train", "purchase", "--horizon", "14", "--horizon", "0").Code);
        Assert.Equal(2, TheProgram.Run(shop.Home, "models", "promote", "purchase-30d", "99").Code);
    }

    public sealed class Trained : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("habitue-purchase-");

        public Trained()
        {
            Simulator.Write(Plan, Folder);
            var ran = TheProgram.Run(Home, "run", Folder, "--slices", "segments,purchase");
            if (ran.Code != 0) throw new InvalidOperationException(ran.Error);
        }

        public static ShopPlan Plan { get; } = new() { Customers = 2_500, Seed = 107 };

        internal Knowable Known(int days)
        {
            using var database = DuckDatabase.Open(Path.Combine(Home, "warehouse.duckdb"), new DuckSettings { ReadOnly = true });
            using var warehouse = database.Connect();
            return Knowable.Of(warehouse, new TrueShop(Plan), days);
        }

        public string Folder => Path.Combine(folder.FullName, "shop");

        public string Home => Path.Combine(folder.FullName, "home");

        public IReadOnlyList<T> Ask<T>(string sql)
        {
            using var database = DuckDatabase.Open(Path.Combine(Home, "warehouse.duckdb"), new DuckSettings { ReadOnly = true });
            using var warehouse = database.Connect();
            return warehouse.Rows<T>(sql);
        }

        public (double Value, double Low, double High, double Baseline) Metric(string model, string metric) =>
            Ask<(double, double, double, double)>($"SELECT m.value, m.low, m.high, COALESCE(m.baseline, 0) FROM model_metrics m WHERE m.name = '{model}' AND m.metric = '{metric}' AND m.part = 'all' AND m.version = 1")[0];

        public void Dispose() => folder.Delete(recursive: true);
    }
}
