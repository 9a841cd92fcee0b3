using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Data;

public sealed class PurchaseHistoriesTests
{
    private static readonly string[] Customers = ["b", "a", "b", "a", "b", "c", "b"];
    private static readonly DateOnly[] Dates =
        [new(2026, 1, 1), new(2026, 1, 8), new(2026, 1, 15), new(2026, 1, 8), new(2026, 1, 29), new(2026, 3, 1), new(2026, 1, 15)];

    private static readonly double[] Amounts = [10, 5, 20, 6, 30, 99, 4];

    [Fact]
    public void Purchases_of_one_day_count_once_and_later_ones_not_at_all()
    {
        var histories = PurchaseHistories.OfTransactions(Customers, Dates, Amounts, until: new DateOnly(2026, 2, 5));

        Assert.Equal(["a", "b"], histories.Customers!);
        Assert.Equal([0, 2], histories.Repeats.ToArray());
        Assert.Equal([0, 4], histories.Recency.ToArray());
        Assert.Equal([4, 5], histories.Age.ToArray());
        Assert.Equal([0, 27], histories.Spend.ToArray()); // 20 + 4 on one day, 30 on the other; the first purchase does not count
    }

    [Theory]
    [InlineData(TimeUnit.Day, 28, 35)]
    [InlineData(TimeUnit.Week, 4, 5)]
    [InlineData(TimeUnit.Month, 28 / 30.4375, 35 / 30.4375)]
    [InlineData(TimeUnit.Year, 28 / 365.25, 35 / 365.25)]
    public void Times_come_in_the_unit_that_is_asked_for(TimeUnit unit, double recency, double age)
    {
        var histories = PurchaseHistories.OfTransactions(Customers, Dates, [], new DateOnly(2026, 2, 5), unit);

        Assert.Equal((recency, age), (histories.Recency[1], histories.Age[1]));
        Assert.True(histories.Spend.IsEmpty);
    }

    [Fact]
    public void The_order_of_the_purchases_does_not_matter()
    {
        int[] order = [6, 3, 0, 5, 1, 4, 2];

        var (straight, mixed) = (
            PurchaseHistories.OfTransactions(Customers, Dates, Amounts, new DateOnly(2026, 4, 1)),
            PurchaseHistories.OfTransactions([.. order.Select(i => Customers[i])], [.. order.Select(i => Dates[i])], [.. order.Select(i => Amounts[i])], new DateOnly(2026, 4, 1)));

        Assert.Equal(straight.Customers!, mixed.Customers!);
        Assert.Equal(straight.Spend.ToArray(), mixed.Spend.ToArray());
        Assert.Equal(straight.Recency.ToArray(), mixed.Recency.ToArray());
    }

    [Fact]
    public void Later_buying_days_are_counted_for_the_same_customers()
    {
        var histories = PurchaseHistories.OfTransactions(Customers, Dates, Amounts, until: new DateOnly(2026, 1, 10));

        Assert.Equal([0, 2], histories.BuyingDays(Customers, Dates, after: new DateOnly(2026, 1, 10), until: new DateOnly(2026, 1, 31)));
        Assert.Throws<InvalidOperationException>(() => new PurchaseHistories([0], [0], [1]).BuyingDays(Customers, Dates, default, default));
    }

    [Fact]
    public void Equal_histories_are_one_group()
    {
        var groups = new PurchaseHistories([2, 0, 2, 0, 2, 1], [5, 0, 5, 0, 4, 5], [9, 8, 9, 7, 9, 9]).Groups();

        Assert.Equal([0, 0, 1, 2, 2], groups.Repeats.ToArray());
        Assert.Equal([7, 8, 9, 9, 9], groups.Age.ToArray());
        Assert.Equal([0, 0, 5, 4, 5], groups.Recency.ToArray());
        Assert.Equal([1, 1, 1, 1, 2], groups.Customers.ToArray());
        Assert.Equal([4, 1, 4, 0, 3, 2], groups.GroupOf.ToArray());
    }

    [Fact]
    public void Some_customers_keep_what_is_theirs()
    {
        var some = PurchaseHistories.OfTransactions(Customers, Dates, Amounts, new DateOnly(2026, 2, 5)).Take([1]);

        Assert.Equal(["b"], some.Customers!);
        Assert.Equal((2, 4.0, 5.0, 27.0), (some.Repeats[0], some.Recency[0], some.Age[0], some.Spend[0]));
    }

    [Theory]
    [InlineData(-1, 0, 5, 1, "repeats", "Customer 1 has -1 repeat purchases")]
    [InlineData(1, 6, 5, 1, "recency", "The recency of customer 1 is 6; it must lie between 0 and the age, 5")]
    [InlineData(1, double.NaN, 5, 1, "recency", "The recency of customer 1 is NaN")]
    [InlineData(0, 3, 5, 1, "recency", "Customer 1 has 0 repeat purchases and a recency of 3")]
    [InlineData(2, 0, 5, 1, "recency", "Customer 1 has 2 repeat purchases and a recency of 0")]
    [InlineData(1, 3, double.PositiveInfinity, 1, "age", "The age of customer 1 is ")]
    [InlineData(1, 3, -5, 1, "age", "The age of customer 1 is -5")]
    [InlineData(1, 3, 5, -2, "spend", "The mean spend of customer 1 is -2")]
    [InlineData(1, 3, 5, double.NaN, "spend", "The mean spend of customer 1 is NaN")]
    public void A_history_that_cannot_be_names_its_column_and_row(int repeats, double recency, double age, double spend, string column, string words)
    {
        var error = Assert.Throws<BadDataException>(() => new PurchaseHistories([0, repeats], [0, recency], [5, age], [0, spend]));

        Assert.Equal((column, 1), (error.Column, error.Row));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_must_be_the_same()
    {
        Assert.Contains("1 recencies, 2 ages", Assert.Throws<BadDataException>(() => new PurchaseHistories([0, 0], [0], [1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("3 names", Assert.Throws<BadDataException>(() => new PurchaseHistories([0, 0], [0, 0], [1, 1], [], ["a", "b", "c"])).Message, StringComparison.Ordinal);
        Assert.Contains("7 purchases, 1 dates", Assert.Throws<BadDataException>(() => PurchaseHistories.OfTransactions(Customers, [default], [], default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Amounts_that_cannot_be_name_the_customer()
    {
        var error = Assert.Throws<BadDataException>(() => PurchaseHistories.OfTransactions(["a", "a", "b", "b"], [new(2026, 1, 1), new(2026, 1, 2), new(2026, 1, 1), new(2026, 1, 2)], [1, 2, 3, -4], new DateOnly(2026, 2, 1)));

        Assert.Equal(("spend", 1), (error.Column, error.Row));
    }

    [Fact]
    public void A_purchase_without_a_customer_is_named() =>
        Assert.Equal(1, Assert.Throws<BadDataException>(() => PurchaseHistories.OfTransactions(["a", null!], [default, default], [], default)).Row);
}
