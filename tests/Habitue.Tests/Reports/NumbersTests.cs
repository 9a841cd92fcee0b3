using Habitue.Reports.Page;

namespace Habitue.Tests.Reports;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "£0.00")]
    [InlineData(12.5, "£12.50")]
    [InlineData(-12.5, "−£12.50")]
    [InlineData(9999.4, "£9,999")]
    [InlineData(12_345.67, "£12.3k")]
    [InlineData(999_600, "£1M")]
    [InlineData(10_642_110.8, "£10.6M")]
    public void Amounts_are_as_short_as_can_be_read(double amount, string text) => Assert.Equal(text, new Numbers("GBP").ShortMoney(amount));

    [Theory]
    [InlineData(null, "1,234")]
    [InlineData("EUR", "€1,234")]
    [InlineData("SEK", "SEK\u00A01,234")]
    public void An_amount_carries_its_currency_when_that_is_known(string? currency, string text) => Assert.Equal(text, new Numbers(currency).Money(1234));

    [Theory]
    [InlineData(0.0, "0.0%")]
    [InlineData(0.12345, "12.3%")]
    [InlineData(0.00042, "0.04%")]
    [InlineData(double.NaN, "–")]
    public void Shares_have_one_decimal_unless_nothing_would_be_left(double share, string text) => Assert.Equal(text, Numbers.Share(share));

    [Theory]
    [InlineData(999, "999 bytes")]
    [InlineData(47_213_000, "47.2 MB")]
    [InlineData(3_000_000_000, "3 GB")]
    public void Sizes_have_three_digits(long bytes, string text) => Assert.Equal(text, Numbers.Bytes(bytes));

    [Fact]
    public void One_is_not_many() => Assert.Equal(("1 order", "2 countries"), (Numbers.Many(1, "order"), Numbers.Many(2, "country", "countries")));
}
