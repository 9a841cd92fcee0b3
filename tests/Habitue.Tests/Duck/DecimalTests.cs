namespace Habitue.Tests.Duck;

public sealed class DecimalTests : DuckTestBase
{
    [Fact]
    public void A_decimal_keeps_its_scale()
    {
        Assert.Equal("1.5000", Connection.Scalar<decimal>("SELECT CAST(1.5 AS DECIMAL(18,4))").ToString());
        Assert.Equal("DECIMAL(18,2)", Value("SELECT typeof($1)", 1.50m));
        Assert.Equal("DECIMAL(38,0)", Value("SELECT typeof($1)", decimal.MaxValue));
        Assert.Equal(decimal.MinValue, Connection.Scalar<decimal>("SELECT $1", decimal.MinValue));
    }

    [Fact]
    public void Digits_beyond_decimal_are_said_and_printed()
    {
        using var result = Connection.Query("SELECT CAST('-99999999999999999999999999999999999.999' AS DECIMAL(38,3)) AS huge, CAST('0.5' AS DECIMAL(38,35)) AS small");
        var chunk = result.NextChunk()!;
        Assert.Equal("-99999999999999999999999999999999999.999", chunk[0].GetValue(0));
        Assert.Contains("huge", Assert.Throws<OverflowException>(() => chunk[0].GetDecimal(0)).Message);
        Assert.Equal(0.5m, chunk[1].GetDecimal(0));
    }

    [Theory]
    [InlineData("DECIMAL(18,4)", "1.23455", "1.2346")]
    [InlineData("DECIMAL(18,4)", "-1.23455", "-1.2346")]
    [InlineData("DECIMAL(18,4)", "1.23454999", "1.2345")]
    [InlineData("DECIMAL(4,1)", "-999.94", "-999.9")]
    [InlineData("DECIMAL(9,0)", "0.5", "1")]
    [InlineData("DECIMAL(38,20)", "79228162514264337.59354395033", "79228162514264337.59354395033000000000")]
    public void An_appended_decimal_is_rounded_as_a_cast_rounds(string type, string value, string expected)
    {
        Connection.Execute($"CREATE TABLE t (v {type})");
        using (var appender = Connection.Appender("t"))
            appender.Append(new[] { decimal.Parse(value) });
        Assert.Equal(expected, Value("SELECT CAST(v AS VARCHAR) FROM t"));
        Assert.Equal(expected, Value($"SELECT CAST(CAST('{value}' AS {type}) AS VARCHAR)"));
    }

    [Theory]
    [InlineData("DECIMAL(4,1)", "999.95")]
    [InlineData("DECIMAL(4,1)", "-1000")]
    [InlineData("DECIMAL(38,38)", "1")]
    [InlineData("DECIMAL(38,28)", "79228162514264337593543950335")]
    public void A_decimal_without_room_is_refused(string type, string value)
    {
        Connection.Execute($"CREATE TABLE t (v {type})");
        using var appender = Connection.Appender("t");
        Assert.Contains(value, Assert.Throws<OverflowException>(() => appender[0].Set(0, decimal.Parse(value))).Message);
    }
}
