using System.Globalization;
using Habitue.Simulation;

namespace Habitue.Tests.Simulation;

public sealed class ShopShapeTests(ITestOutputHelper output)
{
    [Fact]
    public void The_distance_of_two_samples_is_the_greatest_gap_between_their_distributions()
    {
        Assert.Equal(0, ShopShape.Distance([1, 2, 3], [1, 2, 3]));
        Assert.Equal(1, ShopShape.Distance([1, 2], [3, 4]));
        Assert.Equal(.5, ShopShape.Distance([1, 2, 3, 4], [1, 2, 5, 6]));
        Assert.Equal(0, ShopShape.Distance([1, 2, 3], [10, 20, 30], 2, 20));
    }

    [Fact]
    public void The_shape_counts_orders_lines_prices_and_times()
    {
        var monday = new DateTime(2025, 1, 6, 12, 30, 0, DateTimeKind.Utc);
        var shape = ShopShape.Of([new("a", "x", monday, 2), new("a", "x", monday, 4), new("b", "x", monday.AddDays(1), 6), new("c", null, monday.AddHours(1), 8)]);
        Assert.Equal([2], shape.OrdersPerCustomer);
        Assert.Equal([1, 1, 2], shape.LinesPerOrder);
        Assert.Equal([2, 4, 6, 8], shape.Prices);
        Assert.Equal(2 / 3.0, shape.Hours[12], 9);
        Assert.Equal(1 / 3.0, shape.Hours[13], 9);
        Assert.Equal(2 / 3.0, shape.Weekdays[0], 9);
    }

    [Fact]
    public void The_simulated_shop_has_the_shape_of_Online_Retail()
    {
        var retail = ShopShape.Of(OnlineRetail(SharedData.Require(Path.Combine("data", "online-retail", "by-day"))));
        var folder = Directory.CreateTempSubdirectory("habitue-shape-").FullName;
        try
        {
            Simulator.Write(new ShopPlan(), folder);
            var compared = ShopShape.Of(SimulatedShop.SoldLines(folder)).CompareTo(retail);
            foreach (var row in compared)
                output.WriteLine($"{row.Measure,-20} {row.Distance:F3} {(row.Scaled ? "scaled" : "      ")}\n  {Text(row.Left)}\n  {Text(row.Right)}");
            Assert.All(compared, row => Assert.True(row.Distance < (row.Measure == "unit price" ? .12 : .1), $"{row.Measure}: {row.Distance:F3}"));
            // The tails too: the quantiles, divided by the median, within a factor of two of each other.
            foreach (var row in compared.Where(r => r.Left.Length == ShopShape.Quantiles.Length))
                for (var q = 4; q < ShopShape.Quantiles.Length; q++)
                    Assert.InRange(row.Left[q] / row.Left[3] / (row.Right[q] / row.Right[3]), .5, 2);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Text(double[] values) => string.Join(' ', values.Select(v => v.ToString(v < 1 ? "0.000" : "0.##", CultureInfo.InvariantCulture)));

    /// <summary>The sold product lines of known and unknown customers, each different line once.</summary>
    private static IEnumerable<SoldLine> OnlineRetail(string folder)
    {
        var seen = new HashSet<string>();
        foreach (var line in Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).SelectMany(f => File.ReadLines(f).Skip(1)))
        {
            if (!seen.Add(line)) continue;
            // Descriptions may hold commas; the columns before and after them do not.
            var cells = line.Split(',');
            if (cells[0].StartsWith('C') || !char.IsDigit(cells[1][0])) continue;
            var (quantity, time, price, customer) = (cells[^5], cells[^4], cells[^3], cells[^2]);
            if (double.Parse(quantity, CultureInfo.InvariantCulture) <= 0 || double.Parse(price, CultureInfo.InvariantCulture) <= 0) continue;
            // Orders without a customer are sums of a day's small orders there: their lines say nothing about one basket.
            if (customer.Length == 0) continue;
            yield return new(cells[0], customer, DateTime.Parse(time, CultureInfo.InvariantCulture), double.Parse(price, CultureInfo.InvariantCulture));
        }
    }
}
