using Habitue.Sales;
using Habitue.Simulation;
using Habitue.Tests.Simulation;

namespace Habitue.Tests.Sales;

public sealed class SalesForecastTests(ITestOutputHelper output)
{
    private static List<SalesDay> Days(int count, Func<int, double> revenue) => [.. Enumerable.Range(0, count).Select(i => new SalesDay(new DateTime(2025, 1, 1).AddDays(i), revenue(i)))];

    [Fact]
    public void On_simulated_shops_the_band_holds_about_as_often_as_it_says_and_the_naive_forecast_is_beaten()
    {
        double within = 0, error = 0, naive = 0;
        ulong[] seeds = [7, 11, 23];
        foreach (var seed in seeds)
        {
            var folder = Directory.CreateTempSubdirectory("habitue-sales-").FullName;
            try
            {
                Simulator.Write(new ShopPlan { Customers = 600, Seed = seed }, folder);
                var sold = SimulatedShop.SoldLines(folder).GroupBy(line => line.At.Date).ToDictionary(day => day.Key, day => day.Sum(line => line.UnitPrice));
                var first = sold.Keys.Min();
                var forecast = SalesForecast.Of(Days((int)(sold.Keys.Max() - first).TotalDays + 1, i => sold.GetValueOrDefault(first.AddDays(i))), default)!;
                output.WriteLine($"seed {seed}: within {forecast.Check.Within:0.000}, error {forecast.Check.RelativeError:0.000}, naive {forecast.Check.RelativeNaiveError:0.000}");
                (within, error, naive) = (within + (forecast.Check.Within / seeds.Length), error + (forecast.Check.RelativeError / seeds.Length), naive + (forecast.Check.RelativeNaiveError / seeds.Length));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        output.WriteLine($"mean: within {within:0.000}, error {error:0.000}, naive {naive:0.000}");
        // 28 days from each of nine moments overlap, so that the share of three shops wavers by some hundredths.
        Assert.InRange(within, 0.72, 0.90);
        Assert.True(error < naive, $"{error} beside {naive}");
    }

    [Fact]
    public void Too_few_days_and_days_without_sales_have_no_forecast()
    {
        Assert.Equal(105, SalesForecast.LeastDays);
        Assert.Null(SalesForecast.Of(Days(104, _ => 5), default));
        Assert.NotNull(SalesForecast.Of(Days(105, i => 5 + (i % 3)), default));
        Assert.Null(SalesForecast.Of(Days(300, i => i < 250 ? 0 : 5), default));   // sold for 50 days only
        Assert.Null(SalesForecast.Of(Days(300, i => i < 150 ? 5 : 0), default));   // nothing in the weeks that are checked
    }

    [Theory]
    [InlineData("2025-01-10 13:00", 9)]   // the last of ten days goes on
    [InlineData("2025-01-11 00:00", 10)]
    [InlineData("2026-11-28 07:00", 10)]
    public void A_day_that_is_not_over_is_no_day_to_learn_from(string now, int over) =>
        Assert.Equal(over, SalesDay.Over(Days(10, _ => 5), DateTime.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).Count);

    [Fact]
    public void Words_warn_where_the_plainest_forecast_is_as_good()
    {
        // A new level each week: what the last week was is the best that can be said.
        var forecast = SalesForecast.Of(Days(210, i => 100 + (40 * (i / 7 * 13 % 9))), default)!;
        Assert.Equal(forecast.Check.Error >= forecast.Check.NaiveError, forecast.InWords().Contains("do not rely on this forecast", StringComparison.Ordinal));
        var better = SalesForecast.Of(Days(210, i => 100 + (10 * (i % 7)) + (30 * (i * 7919 % 13 / 13.0))), default)!;
        Assert.True(better.Check.Error < better.Check.NaiveError);
        Assert.DoesNotContain("do not rely", better.InWords(), StringComparison.Ordinal);
        Assert.Equal(28, better.Days.Count);
        Assert.Equal(new DateTime(2025, 7, 30), better.Days[0].Day);
        Assert.All(better.Days, day => Assert.True(day.Low95 <= day.Low80 && day.Low80 <= day.Expected && day.Expected <= day.High80 && day.High80 <= day.High95));
    }
}
