namespace Habitue.Tests.Storage;

public sealed class FencesTests
{
    [Fact]
    public void Outliers_lie_beyond_the_quartiles_by_one_and_a_half_ranges()
    {
        using var shop = new SmallShop();
        double[] quantities = [1, 2, 3, 4, 5, 6, 7, 100];
        shop.Add([.. quantities.Select((quantity, i) => Row.Sale("c", $"o{i}", $"2023-01-0{i + 1}", "p", quantity, 10m))]).Build();
        // numpy.percentile(q, [25, 75]) = [2.75, 6.25]; numpy.std(q, ddof=1) = 34, mean 16
        Assert.Equal(["8|2.75|6.25|-2.5|11.5|16|10|10|10|10"],
            shop.Lines("SELECT lines, quantity_q1, quantity_q3, quantity_low, quantity_high, quantity_mean, price_q1, price_q3, price_low, price_high FROM fences"));
        Assert.Equal(["34"], shop.Lines("SELECT ROUND(quantity_sd, 9) FROM fences"));
        Assert.Equal(["7|7|no|no", "100|11.5|yes|no"], shop.Lines("SELECT quantity, quantity_capped, is_outlier, is_far FROM order_lines WHERE quantity >= 7 ORDER BY 1"));
    }

    [Fact]
    public void A_line_far_from_the_mean_is_flagged_beside_the_fence()
    {
        using var shop = new SmallShop();
        shop.Add([.. Enumerable.Range(0, 50).Select(i => Row.Sale("c", $"o{i}", "2023-01-01", "p", 1, i == 7 ? 500m : 10m + (i % 5)))]).Build();
        Assert.Equal(["500|16|yes|yes"], shop.Lines("SELECT unit_price, unit_price_capped, is_outlier, is_far FROM order_lines WHERE is_far OR is_outlier"));
    }

    [Fact]
    public void A_line_that_is_far_within_a_wide_fence_is_an_outlier_of_the_report_too()
    {
        using var shop = new SmallShop();
        double[] quantities = [.. Enumerable.Repeat(1.0, 40), .. Enumerable.Repeat(101.0, 40), 240];
        shop.Add([.. quantities.Select((quantity, i) => Row.Sale("c", $"o{i}", "2023-01-01", "p", quantity, 10m))]).Build();
        // Python: statistics.quantiles(q, n=4, method='inclusive') = [1, 101, 101], mean(q) = 53.3, stdev(q) = 54.2: 240 lies 3.4 of them away.
        Assert.Equal(["251|1"], shop.Lines("SELECT quantity_high, outliers FROM fences"));
        Assert.Equal(["240|no|yes"], shop.Lines("SELECT quantity, is_outlier, is_far FROM order_lines WHERE is_far OR is_outlier"));
    }

    [Fact]
    public void Nothing_sold_gives_no_fence_and_no_lines()
    {
        using var shop = new SmallShop();
        shop.Build();
        Assert.Equal(["0||"], shop.Lines("SELECT lines, quantity_low, price_sd FROM fences"));
        Assert.Empty(shop.Lines("SELECT * FROM order_lines"));
    }
}
