using Habitue.Host;
using Habitue.Tests.Host;
using Habitue.Value;

namespace Habitue.Tests.Value;

/// <summary>An external series: what a file must be, and what is known of it at a moment.</summary>
public sealed class ValueSeriesTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    private string Wrong(string content) => Assert.Throws<UserMistakeException>(() => ValueSeries.Parse(home.Write("s.csv", content))).Message.Split("s.csv")[1];

    [Fact]
    public void A_bad_file_is_a_sentence_that_says_where()
    {
        Assert.Equal(", line 3: 'soon' is no date; a series has two columns, a date such as 2011-12-31 and a number.", Wrong("date,value\n2011-01-01,1\nsoon,2\n"));
        Assert.Equal(", line 2: 'much' is no number; a series has two columns, a date such as 2011-12-31 and a number.", Wrong("date,value\n2011-01-01,much\n"));
        Assert.Equal(", line 1: there are 3 columns; a series has two columns, a date such as 2011-12-31 and a number.", Wrong("2011-01-01,1,2\n"));
        Assert.Equal(", line 2: 2011-01-01 is there twice; a series has two columns, a date such as 2011-12-31 and a number.", Wrong("2011-01-01,1\n2011-01-01,2\n"));
        Assert.Equal(": a series needs at least 3 dates; there is 1.", Wrong("date,value\n2011-01-01,1\n"));
        Assert.Contains("there is no such file", Assert.Throws<UserMistakeException>(() => ValueSeries.Parse(Path.Combine(home.Desk, "none.csv"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_is_dated_before_the_moment_and_published_by_then_is_known()
    {
        DateTime[] days = [.. Enumerable.Range(0, 10).Select(i => new DateTime(2024, 1, 1).AddDays(i))];
        double[] values = [.. Enumerable.Range(0, 10).Select(i => (double)i)];
        Assert.Equal([("series_last", 4.0), ("series_change", 2.0)], new ValueSeries(days, values, 0).At(new DateTime(2024, 1, 6), 2));   // (3 + 4) / 2 less (1 + 2) / 2
        Assert.Equal([("series_last", 2.0), ("series_change", 1.5)], new ValueSeries(days, values, 2).At(new DateTime(2024, 1, 6), 2));   // (1 + 2) / 2 less 0, the only one before
        Assert.Equal(double.NaN, new ValueSeries(days, values, 0).At(new DateTime(2023, 12, 1), 2).First().Value);
    }
}
