namespace Habitue.Tests.Duck;

/// <summary>Times at the edges: what C# cannot hold is said, never bent.</summary>
public sealed class TimeTests : DuckTestBase
{
    [Theory]
    [InlineData("TIMESTAMP 'infinity'", "infinity")]
    [InlineData("TIMESTAMP '-infinity'", "-infinity")]
    [InlineData("CAST('infinity' AS TIMESTAMPTZ)", "infinity")]
    [InlineData("CAST('infinity' AS TIMESTAMP_NS)", "infinity")]
    [InlineData("CAST('-infinity' AS TIMESTAMP_MS)", "-infinity")]
    [InlineData("TIMESTAMP '20000-01-01'", "20000-01-01 00:00:00")]
    [InlineData("TIMESTAMP '0044-03-15 (BC) 12:00:00'", "0044-03-15 (BC) 12:00:00")]
    public void A_time_that_DateTime_has_not_is_named(string sql, string text)
    {
        using var result = Connection.Query($"SELECT {sql} AS moment");
        var chunk = result.NextChunk()!;
        Assert.Equal(text.Contains("infinity"), chunk[0].IsInfinite(0));
        Assert.Equal(text, chunk[0].GetValue(0));
        var error = Assert.Throws<OverflowException>(() => chunk[0].GetDateTime(0));
        Assert.Contains(text, error.Message);
        Assert.Contains("moment", error.Message);
    }

    [Fact]
    public void A_date_that_DateOnly_has_not_is_named()
    {
        using var result = Connection.Query("SELECT DATE 'infinity' AS a, DATE '10000-01-01' AS b, DATE '2000-02-29' AS c");
        var chunk = result.NextChunk()!;
        Assert.Equal("infinity", chunk[0].GetValue(0));
        Assert.True(chunk[0].IsInfinite(0));
        Assert.Throws<OverflowException>(() => chunk[0].GetDate(0));
        Assert.Equal("10000-01-01", chunk[1].GetValue(0));
        Assert.Equal(new DateOnly(2000, 2, 29), chunk[2].GetDate(0));
        Assert.Equal(new DateTime(2000, 2, 29), chunk[2].GetDateTime(0));
    }

    [Fact]
    public void Parts_of_a_tick_are_cut_off_towards_the_past()
    {
        using var result = Connection.Query("SELECT CAST('1969-12-31 23:59:59.999999999' AS TIMESTAMP_NS), CAST('1970-01-01 00:00:00.000000199' AS TIMESTAMP_NS)");
        var chunk = result.NextChunk()!;
        Assert.Equal(DateTime.UnixEpoch.AddTicks(-1), chunk[0].GetDateTime(0));
        Assert.Equal(DateTime.UnixEpoch.AddTicks(1), chunk[1].GetDateTime(0));
        Assert.Equal(DateTime.UnixEpoch.AddMicroseconds(-1), Connection.Scalar<DateTime>("SELECT $1", DateTime.UnixEpoch.AddTicks(-3)));
    }

    [Fact]
    public void A_time_with_an_offset_is_the_same_moment()
    {
        var noon = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.FromHours(5.5));
        Assert.Equal("TIMESTAMP WITH TIME ZONE", Value("SELECT typeof($1)", noon));
        Assert.Equal(noon, Connection.Scalar<DateTimeOffset>("SELECT $1", noon));
        Assert.Equal(new DateTime(2024, 2, 29, 6, 30, 0), Connection.Scalar<DateTime>("SELECT $1", noon));
    }

    [Fact]
    public void A_length_of_time_is_an_interval()
    {
        var span = new TimeSpan(3, 4, 5, 6, 7);
        Assert.Equal(span, Connection.Scalar<TimeSpan>("SELECT $1", span));
        Assert.Equal(-span, Connection.Scalar<TimeSpan>("SELECT $1", -span));
        Assert.Equal(new DateTime(2011, 1, 4, 4, 5, 6).AddMilliseconds(7), Connection.Scalar<DateTime>("SELECT TIMESTAMP '2011-01-01' + $1", span));
        Assert.Contains("no fixed length", Assert.Throws<InvalidOperationException>(() => Connection.Scalar<TimeSpan>("SELECT INTERVAL 1 MONTH")).Message);
    }
}
