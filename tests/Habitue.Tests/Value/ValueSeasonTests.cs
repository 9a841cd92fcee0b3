using Habitue.Learning.Numerics;
using Habitue.Tests.Insights;
using Habitue.Value;

namespace Habitue.Tests.Value;

/// <summary>Busy time: how it is counted, and that a planted season is found again.</summary>
public sealed class ValueSeasonTests
{
    [Fact]
    public void Without_a_season_a_week_is_seven_days_and_a_year_is_a_year_whatever_the_season()
    {
        var (day, twice) = (new DateOnly(2023, 11, 20), new ValueSeason([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]));
        Assert.Equal(35 / 7.0, ValueSeason.None.Weeks(day, day.AddDays(35)));
        Assert.Equal(0, ValueSeason.None.Weeks(day, day));
        // 10 days of November, 25 of December that count twice.
        Assert.Equal((10 + 50) / 7.0, twice.Weeks(day, day.AddDays(35)), 9);
        Assert.Equal((365 + 31) / 7.0, twice.Weeks(day.AddYears(-1), day), 9);
        // February 2024 has 29 days.
        Assert.Equal(29 / 7.0, ValueSeason.None.Weeks(new DateOnly(2024, 1, 31), new DateOnly(2024, 2, 29)), 9);
        Assert.Equal(twice.Months, ValueSeason.Parse(twice.Text).Months);
        Assert.Same(ValueSeason.None, ValueSeason.Parse(ValueSeason.None.Text));
    }

    [Fact]
    public void A_planted_season_is_found_and_none_is_found_where_there_is_none()
    {
        double[] planted = [0.6, 0.6, 1, 1, 1, 1, 1, 1, 1, 1, 1.4, 1.6];
        var (with, without) = (Found(planted), Found([.. Enumerable.Repeat(1.0, 12)]));
        var mean = planted.Average();
        for (var month = 0; month < 12; month++)
        {
            Assert.InRange(with.Months[month], planted[month] / mean * 0.85, planted[month] / mean * 1.15);
            Assert.InRange(without.Months[month], 0.85, 1.15);
        }
    }

    [Fact]
    public void A_history_of_hardly_more_than_a_year_has_no_season()
    {
        using var bench = new SliceBench(ProcessShop.AsOf);
        bench.Warehouse.Execute(ProcessShop.Of(200, 420, 3).Sql(one => one.At < ProcessShop.AsOf));
        Assert.Same(ValueSeason.None, ValueSeason.Of(bench.Run, ValueHistories.Read(bench.Run, ProcessShop.AsOf, 90, null), "TRUE"));
    }

    /// <summary>1,500 customers who come over two years and buy at their own rates, on days drawn by how busy they are.</summary>
    private static ValueSeason Found(double[] months)
    {
        var (random, orders) = (new Habitue.Learning.Seed(5).For(0), new List<(string, string, DateTime, decimal)>());
        for (var customer = 0; customer < 1500; customer++)
        {
            var (rate, from) = (random.Gamma(1.2) / 60, (int)(random.NextDouble() * 700));
            for (var day = from; day < 730; day++)
            {
                var at = ProcessShop.AsOf.AddDays(day - 730);
                if (day == from || random.NextDouble() < rate * months[at.Month - 1]) orders.Add(($"o{orders.Count}", $"c{customer:0000}", at.AddHours(10), 10m + (customer % 7)));
            }
        }
        using var bench = new SliceBench(ProcessShop.AsOf);
        bench.Warehouse.Execute(ProcessShop.Tables(orders, []));
        return ValueSeason.Of(bench.Run, ValueHistories.Read(bench.Run, ProcessShop.AsOf, 90, null), "TRUE");
    }
}
