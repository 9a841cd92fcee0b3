using Habitue.Insights;
using Habitue.Purchase;
using Habitue.Tests.Host;
using Habitue.Tests.Purchase;

namespace Habitue.Tests.Insights;

/// <summary>Data that are too few or wrong: every slice ends in a sentence, and what one lacks does not keep the others from their work.</summary>
public sealed class BadInputTests
{
    [Fact]
    public void With_twenty_customers_every_slice_ends_in_a_sentence_and_the_others_go_on()
    {
        using var bench = PlantedShop.Open(20);
        var said = TrainAll(bench);
        Assert.Matches(@"^not ready: 7 days: it needs at least 10 customers of each outcome to \w+ (from|by); of \d+ there (is|are) \d+ with 'buys'\. 30 days: it needs ", said["purchase"]);
        Assert.StartsWith("not ready: ", said["churn"], StringComparison.Ordinal);
        Assert.Equal(["0"], bench.Lines("SELECT COUNT(*) FROM purchase_scores"));
        Assert.Equal(["0"], bench.Lines("SELECT COUNT(*) FROM duckdb_tables() WHERE table_name = 'churn_risks'"));
    }

    [Fact]
    public void Orders_that_a_clock_running_ahead_wrote_change_nothing_that_was_said()
    {
        const string Scores = "SELECT customer_id, horizon_days, probability FROM purchase_scores ORDER BY ALL";
        using var right = PlantedShop.Open(150);
        using var wrong = PlantedShop.Open(150, "SELECT c, n, c % 3 AS kind, TIMESTAMP '2096-03-01 09:00:00' + to_days(CAST(n AS INTEGER)) AS happens FROM range(50) cs(c), range(60, 64) ns(n)");
        PurchaseSlice.Slice.Train(right.Run());
        var said = TrainAll(wrong);
        Assert.DoesNotContain("not ready", said["purchase"], StringComparison.Ordinal);
        Assert.Equal(right.Lines(Scores), wrong.Lines(Scores));
    }

    [Fact]
    public void Orders_of_a_clock_that_had_been_set_back_leave_every_slice_with_a_sentence_and_probabilities()
    {
        using var bench = PlantedShop.Open(150, "SELECT c, n, c % 3 AS kind, TIMESTAMP '1970-01-01 00:00:07' + to_hours(CAST(c AS INTEGER)) AS happens FROM range(10) cs(c), range(60, 61) ns(n)");
        var said = TrainAll(bench);
        Assert.DoesNotContain("not ready", said["purchase"], StringComparison.Ordinal);
        Assert.Equal(["150|0"], bench.Lines("SELECT COUNT(DISTINCT customer_id), COUNT(*) FILTER (WHERE probability IS NULL OR isnan(probability) OR probability NOT BETWEEN 0 AND 1) FROM purchase_scores"));
    }

    [Fact]
    public void A_last_order_years_after_all_others_is_a_sentence_on_who_is_lacking()
    {
        using var bench = PlantedShop.Open(150, "SELECT 0 AS c, 60 AS n, 0 AS kind, TIMESTAMP '2029-12-31 09:00:00' AS happens", new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var said = TrainAll(bench);
        Assert.Contains("there are 0 with 'buys'", said["purchase"], StringComparison.Ordinal);
        Assert.StartsWith("not ready: ", said["churn"], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_customers_bought_once_every_slice_ends_in_a_sentence_and_segments_are_found()
    {
        using var bench = PlantedShop.Open(150, only: "n = 0");
        var said = TrainAll(bench);
        Assert.Contains("there are 0 with 'buys'", said["purchase"], StringComparison.Ordinal);
        Assert.EndsWith("150 customers came back 0 times.", said["churn"], StringComparison.Ordinal);
        Assert.Equal("not ready: it needs customers who came back; all 150 bought on one day only.", said["value"]);
        Assert.StartsWith("not ready: it needs at least 50 orders of two products or more; there are 0 among 150 orders.", said["baskets"], StringComparison.Ordinal);
        Assert.StartsWith("150 customers in ", said["segments"], StringComparison.Ordinal);
        Assert.Equal(["150"], bench.Lines("SELECT COUNT(*) FROM customer_segments"));
    }

    [Fact]
    public void With_one_product_there_is_nothing_to_recommend_and_the_other_slices_go_on()
    {
        using var bench = PlantedShop.Open(150, product: "'ONE'");
        var said = TrainAll(bench);
        Assert.StartsWith("not ready: it needs at least two products; every order is of ", said["baskets"], StringComparison.Ordinal);
        Assert.Equal("not ready: it needs at least 10 products that were bought; there is 1 product.", said["recommendations"]);
        Assert.All((string[])["segments", "purchase", "value"], slice => Assert.DoesNotContain("not ready", said[slice], StringComparison.Ordinal));
        Assert.Equal(["300"], bench.Lines("SELECT COUNT(*) FROM purchase_scores"));
    }

    [Fact]
    public void A_hundred_thousand_products_end_in_sentences_and_the_other_slices_go_on()
    {
        // 2,503 has no factor in common with 100,000, so that neighbouring lines are far apart and all numbers are reached.
        using var bench = PlantedShop.Open(150, product: "'P' || ((c * 2400 + n * 40 + l) * 2503) % 100000", lines: 40);
        Assert.InRange(bench.Warehouse.Scalar<long>("SELECT COUNT(*) FROM products"), 60_000, 100_000);
        var said = TrainAll(bench);
        Assert.All((string[])["segments", "purchase", "value"], slice => Assert.DoesNotContain("not ready", said[slice], StringComparison.Ordinal));
        Assert.All((string[])["baskets", "recommendations"], slice => Assert.Matches(@"^not ready: |^\d", said[slice]));
    }

    [Theory]
    [InlineData("an empty column", "order,product,quantity,price,customer,date", "{0},MUG,1,2.50,K{1},")]
    [InlineData("no column at all", "order,product,quantity,price,customer", "{0},MUG,1,2.50,K{1}")]
    public void Without_dates_a_run_says_so(string what, string head, string row)
    {
        using var home = new TemporaryHome();
        var file = home.Write("orders.csv", string.Join('\n', Enumerable.Range(0, 300).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, row, i, i % 40)).Prepend(head)) + "\n");
        var ran = TheProgram.Run(home.Folder, "run", file, "--no-report");
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: exit {ran.Code}\n{ran.Out}\n{ran.Error}");
        Assert.DoesNotContain("   at Habitue", ran.Error, StringComparison.Ordinal);
        Assert.InRange(ran.Code, 0, 2);
        Assert.NotEqual(1, ran.Code);
        Assert.Matches("(?i)(time|date)", ran.Code == 2 ? ran.Error : ran.Out);
        // All but the list of today, on which there is nobody.
        if (ran.Code == 0) Assert.Equal(Slices.Names.Count - 1, ran.Error.Split((char)10).Count(line => line.Contains("not ready: ", StringComparison.Ordinal)));
    }

    /// <summary>What each slice says; none throws, and each says something that a reader understands.</summary>
    private static Dictionary<string, string> TrainAll(ShopBench bench)
    {
        var run = bench.Run();
        var said = Slices.All.ToDictionary(slice => slice.Name, slice => SliceStates.Train(slice, run).Words);
        foreach (var (slice, words) in said) TestContext.Current.TestOutputHelper?.WriteLine($"{slice}: {words}");
        Assert.All(said.Values, words => Assert.Matches(@"^(?!.*(Exception|NaN|∞))\S.{8,}", words));
        Assert.Equal(Slices.All.Count, bench.Warehouse.Scalar<long>("SELECT COUNT(*) FROM insights"));
        return said;
    }
}
