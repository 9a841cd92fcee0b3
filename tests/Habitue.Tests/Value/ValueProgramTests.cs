using System.Globalization;
using Habitue.Duck;
using Habitue.Insights;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.ModelShelf;
using Habitue.Stages;
using Habitue.Tests.Host;
using Habitue.Value;

namespace Habitue.Tests.Value;

/// <summary>The slice as its users run it.</summary>
public sealed class ValueProgramTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    private string Said(params string[] words)
    {
        var ran = TheProgram.Run(home.Folder, words);
        Assert.True(ran.Code == 0, ran.Error + ran.Out);
        return ran.Out;
    }

    private (T[] Rows, int Count) Ask<T>(string sql)
    {
        using var database = DuckDatabase.Open(Path.Combine(home.Folder, "warehouse.duckdb"));
        using var connection = database.Connect();
        var rows = connection.Rows<T>(sql);
        return ([.. rows], rows.Count);
    }

    [Fact]
    public void Cdnow_weeks_40_to_78_are_forecast_better_than_by_plain_bg_nbd()
    {
        var lines = File.ReadAllLines(Path.Combine(SharedData.Require("data/cdnow"), "CDNOW_sample.txt")).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        var file = home.Write("cdnow.csv", "order_id,customer_id,date,product,quantity,unit_price\n" + string.Concat(lines.Select((cells, i) => string.Create(CultureInfo.InvariantCulture,
            $"o{i},c{cells[1]},{cells[2][..4]}-{cells[2][4..6]}-{cells[2][6..]},CD,{cells[3]},{double.Parse(cells[4], CultureInfo.InvariantCulture) / int.Parse(cells[3], CultureInfo.InvariantCulture):0.0000}\n"))));
        Said("run", file, "--as-of", "1997-10-01", "--slices", "value", "--no-report");

        // What came in weeks 40 to 78 is counted from the file itself, for all 2,357 customers; those without a paid purchase have no forecast, that is 0.
        DateOnly Date(string[] cells) => DateOnly.ParseExact(cells[2], "yyyyMMdd", CultureInfo.InvariantCulture);
        var until = new DateOnly(1997, 9, 30);
        string[] names = [.. lines.Select(cells => "c" + cells[1]).Distinct().Order(StringComparer.Ordinal)];
        var came = lines.Where(cells => Date(cells) > until).GroupBy(cells => "c" + cells[1]).ToDictionary(group => group.Key, group => (double)group.Select(Date).Distinct().Count());
        var said = Forecasts(39 * 7);
        double[] actual = [.. names.Select(name => came.GetValueOrDefault(name))], forecast = [.. names.Select(name => said.GetValueOrDefault(name))];
        var errors = ForecastErrors.Of(actual, forecast);
        TestContext.Current.TestOutputHelper?.WriteLine($"{names.Length} customers: mean absolute error {errors.Mae:0.0000}, correlation {errors.Correlation:0.0000}; {forecast.Sum():N0} expected, {actual.Sum():N0} came");
        Assert.Equal(2357, names.Length);
        Assert.Equal(1882, actual.Sum());
        Assert.True(errors.Mae < 0.786, $"{errors.Mae}");
        Assert.True(errors.Correlation > 0.626, $"{errors.Correlation}");
    }

    /// <summary>The promoted model's expected purchases of each customer within so many days.</summary>
    private Dictionary<string, double> Forecasts(double days)
    {
        using var database = DuckDatabase.Open(Path.Combine(home.Folder, "warehouse.duckdb"));
        using var warehouse = database.Connect();
        var asOf = warehouse.Scalar<DateTime>("SELECT as_of FROM value_facts");
        Functions.SetAsOf(warehouse, asOf);
        var shelf = new Shelf(Path.Combine(home.Folder, "models"), warehouse, TimeProvider.System);
        var run = new SliceRun(warehouse, shelf, new PastFeatures(warehouse, asOf), asOf, "load 1", new Seed(7), 0, new StageRun(_ => { }, _ => { }, TestContext.Current.CancellationToken));
        var forecast = ValuePublishing.Promoted(run, shelf.Promoted("value")!, "TRUE");
        return forecast.At.Customers.Zip(forecast.Purchased(days)).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    [Fact]
    public void Settings_and_a_series_are_kept_and_change_the_values()
    {
        Said("run", home.Write("orders.csv", ProcessShop.Of(900, 400, 9).Csv()), "--as-of", "2025-01-01", "--slices", "value", "--no-report");
        var plain = Ask<double>("SELECT SUM(value_12m) FROM customer_values").Rows[0];
        Assert.True(plain > 0);

        var series = home.Write("prices.csv", "date,value\n" + string.Concat(Enumerable.Range(0, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2023, 6, 1).AddMonths(i):yyyy-MM-dd},{100 + (i % 5)}\n"))));
        Assert.Contains("value", Said("value", "--margin", "0.5", "--discount", "0.1", "--series", series, "--series-lag", "10"), StringComparison.Ordinal);
        Assert.InRange(Ask<double>("SELECT SUM(value_12m) FROM customer_values").Rows[0] / plain, 0.3, 0.6);
        Assert.StartsWith("30 dates from 2023-06-01", Ask<string>("SELECT series FROM value_facts").Rows[0], StringComparison.Ordinal);
        Assert.Contains("0.5", Said("value"), StringComparison.Ordinal);

        var late = home.Write("late.csv", "2024-12-01,1\n2024-12-02,2\n2024-12-03,3\n");
        Assert.Contains("the external series begins on 2024-12-01", Said("value", "--series", late), StringComparison.Ordinal);
        Said("value", "--no-series", "--margin", "1", "--discount", "0");
        Assert.Equal(plain, Ask<double>("SELECT SUM(value_12m) FROM customer_values").Rows[0], plain * 1e-9);
    }

    [Theory]
    [InlineData("--margin", "1.5", "give a share above 0 and at most 1")]
    [InlineData("--discount", "-1", "give a share from 0 to 1")]
    [InlineData("--series-lag", "many", "give a number of days from 0 to 3650")]
    public void A_setting_outside_its_limits_is_refused(string option, string given, string words)
    {
        var ran = TheProgram.Run(home.Folder, "value", $"{option}={given}");
        Assert.Equal(2, ran.Code);
        Assert.Contains(words, ran.Error, StringComparison.Ordinal);
    }
}
