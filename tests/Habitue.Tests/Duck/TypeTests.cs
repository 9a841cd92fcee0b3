using System.Globalization;
using System.Numerics;
using Habitue.Duck;

namespace Habitue.Tests.Duck;

/// <summary>Every type in both directions: out of a query, in as a parameter, in through an appender.</summary>
public sealed class TypeTests : DuckTestBase
{
    private static readonly DateTime s_time = new DateTime(2011, 12, 9, 12, 50, 30, DateTimeKind.Utc).AddMicroseconds(123456);

    /// <summary>Type, SQL literal, and the object it is in C#.</summary>
    public static TheoryData<string, string, object> Values() => new()
    {
        { "BOOLEAN", "true", true },
        { "BOOLEAN", "false", false },
        { "TINYINT", "-128", sbyte.MinValue },
        { "SMALLINT", "-32768", short.MinValue },
        { "INTEGER", "-2147483648", int.MinValue },
        { "BIGINT", "'-9223372036854775808'", long.MinValue },
        { "BIGINT", "9223372036854775807", long.MaxValue },
        { "UTINYINT", "255", byte.MaxValue },
        { "USMALLINT", "65535", ushort.MaxValue },
        { "UINTEGER", "4294967295", uint.MaxValue },
        { "UBIGINT", "18446744073709551615", ulong.MaxValue },
        { "HUGEINT", "'-170141183460469231731687303715884105728'", Int128.MinValue },
        { "HUGEINT", "170141183460469231731687303715884105727", Int128.MaxValue },
        { "UHUGEINT", "340282366920938463463374607431768211455", UInt128.MaxValue },
        { "FLOAT", "1.5", 1.5f },
        { "FLOAT", "'nan'", float.NaN },
        { "DOUBLE", "-0.1", -0.1 },
        { "DOUBLE", "'infinity'", double.PositiveInfinity },
        { "DOUBLE", "1.7976931348623157e308", double.MaxValue },
        { "DECIMAL(4,2)", "'-99.99'", -99.99m },
        { "DECIMAL(9,4)", "'-12345.6789'", -12345.6789m },
        { "DECIMAL(18,4)", "'-99999999999999.9999'", -99999999999999.9999m },
        { "DECIMAL(38,10)", "'-7922816251426433759.0123456789'", -7922816251426433759.0123456789m },
        { "DECIMAL(18,4)", "0", 0m },
        { "VARCHAR", "''", "" },
        { "VARCHAR", "'exactly12byt'", "exactly12byt" },
        { "VARCHAR", "'exactly13byte'", "exactly13byte" },
        { "VARCHAR", "'ααααα…'", "ααααα…" },
        { "VARCHAR", "'日本語テキスト 👩‍👩‍👧 naïve'", "日本語テキスト 👩‍👩‍👧 naïve" },
        { "VARCHAR", "repeat('long ', 100000)", string.Concat(Enumerable.Repeat("long ", 100_000)) },
        { "BLOB", "'\\x00\\xFF\\x41'", new byte[] { 0, 255, 65 } },
        { "BLOB", "''", Array.Empty<byte>() },
        { "JSON", "'{\"a\": [1, null]}'", "{\"a\": [1, null]}" },
        { "UUID", "'00112233-4455-6677-8899-aabbccddeeff'", Guid.Parse("00112233-4455-6677-8899-aabbccddeeff") },
        { "UUID", "'ff112233-4455-6677-8899-aabbccddeeff'", Guid.Parse("ff112233-4455-6677-8899-aabbccddeeff") },
        { "DATE", "'1582-10-14'", new DateOnly(1582, 10, 14) },
        { "DATE", "'0001-01-01'", DateOnly.MinValue },
        { "DATE", "'9999-12-31'", DateOnly.MaxValue },
        { "TIME", "'23:59:59.999999'", new TimeOnly(23, 59, 59).Add(TimeSpan.FromMicroseconds(999_999)) },
        { "TIMESTAMP", "'2011-12-09 12:50:30.123456'", s_time },
        { "TIMESTAMP", "'0001-01-01'", DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc) },
        { "TIMESTAMP", "'1969-12-31 23:59:59.999999'", DateTime.UnixEpoch.AddMicroseconds(-1) },
        { "TIMESTAMP_S", "'1969-12-31 23:59:59'", DateTime.UnixEpoch.AddSeconds(-1) },
        { "TIMESTAMP_MS", "'2011-12-09 12:50:30.123'", s_time.AddMicroseconds(-456) },
        { "TIMESTAMP_NS", "'2011-12-09 12:50:30.1234567'", s_time.AddTicks(7) },
        { "TIMESTAMP WITH TIME ZONE", "'2011-12-09 14:50:30.123456+02'", s_time },
        { "INTERVAL", "'1 year 2 days 3 seconds'", new DuckInterval(12, 2, 3_000_000) },
        { "ENUM('s', 'm', 'longer than twelve')", "'longer than twelve'", "longer than twelve" },
        { "BIGINT[]", "[1, NULL, 3]", new object?[] { 1L, null, 3L } },
        { "BIGINT[]", "[]", Array.Empty<object?>() },
        { "VARCHAR[][]", "[['a'], [], NULL, ['thirteen byte', NULL]]", new object?[] { new object?[] { "a" }, Array.Empty<object?>(), null, new object?[] { "thirteen byte", null } } },
        { "INTEGER[3]", "[1, NULL, 3]", new object?[] { 1, null, 3 } },
        { "STRUCT(\"a\" INTEGER, \"b\" VARCHAR[])", "{'a': 1, 'b': ['x', 'fourteen bytes']}", new Dictionary<string, object?> { ["a"] = 1, ["b"] = new object?[] { "x", "fourteen bytes" } } },
        { "MAP(VARCHAR, DOUBLE)", "MAP {'one': 1.0, 'none': NULL}", new Dictionary<object, object?> { ["one"] = 1.0, ["none"] = null } },
    };

    [Theory, MemberData(nameof(Values))]
    public void A_value_comes_out_of_a_query(string type, string literal, object expected)
    {
        using var result = Connection.Query($"SELECT CAST({literal} AS {type}) AS v UNION ALL SELECT CAST(NULL AS {type})");
        Assert.Equal(type, result.Columns[0].Type.ToString());
        var chunk = result.NextChunk()!;
        var values = new[] { chunk[0].GetValue(0), chunk.Count > 1 ? chunk[0].GetValue(1) : result.NextChunk()![0].GetValue(0) };
        Assert.Equal([expected, null], values);
        if (expected is DateTime)
            Assert.Equal(DateTimeKind.Utc, ((DateTime)values[0]!).Kind);
    }

    [Theory, MemberData(nameof(Values))]
    public void A_value_goes_in_through_an_appender(string type, string literal, object value)
    {
        Connection.Execute($"CREATE TABLE t (row INTEGER, v {type})");
        using (var appender = Connection.Appender("t"))
            for (var row = 0; row < 3; row++)
            {
                var at = appender.AddRow();
                appender["row"].Set(at, row);
                appender["v"].SetValue(at, row == 1 ? null : value);
            }
        Assert.Equal([0, 2], Connection.Rows<int>($"SELECT row FROM t WHERE v IS NOT DISTINCT FROM CAST({literal} AS {type}) ORDER BY row"));
        Assert.Equal([1], Connection.Rows<int>("SELECT row FROM t WHERE v IS NULL"));
    }

    /// <summary>Structs and maps cannot be bound, nor nested lists with NULLs; and a DateTime is bound as TIMESTAMP, whose unit is the microsecond.</summary>
    public static IEnumerable<TheoryDataRow<string, string, object>> Bindable() => Values().Where(row =>
        row.Data is var (type, _, value) && value is not System.Collections.IDictionary && type is not ("TIMESTAMP_NS" or "VARCHAR[][]"));

    [Theory, MemberData(nameof(Bindable))]
    public void A_value_goes_in_as_a_parameter(string type, string literal, object value) =>
        Assert.True(Connection.Scalar<bool>($"SELECT CAST($1 AS {type}) IS NOT DISTINCT FROM CAST({literal} AS {type})", [value]), $"{Value("SELECT $1", [value])}");

    [Fact]
    public void A_map_cannot_be_bound() =>
        Assert.Throws<ArgumentException>(() => Value("SELECT $1", new Dictionary<string, int> { ["a"] = 1 }));

    [Fact]
    public void Seldom_seen_types_can_be_printed()
    {
        Assert.Equal("00101", Value("SELECT CAST('00101' AS BIT)"));
        Assert.Equal("0010100101", Value("SELECT CAST('0010100101' AS BIT)"));
        var big = BigInteger.Parse("123456789012345678901234567890123456789012345678901234567890", CultureInfo.InvariantCulture);
        Assert.Equal(big, Value($"SELECT CAST('{big}' AS BIGNUM)"));
        Assert.Equal(-big, Value($"SELECT CAST('-{big}' AS BIGNUM)"));
        Assert.Equal(BigInteger.Zero, Value("SELECT CAST('0' AS BIGNUM)"));
        Assert.Equal("twelve", Value("SELECT CAST('twelve' AS UNION(n INTEGER, s VARCHAR))"));
        Assert.Equal("10:30:00+02", Value("SELECT CAST('10:30:00+02' AS TIMETZ)"));
        Assert.Equal("24:00:00", Value("SELECT CAST('24:00:00' AS TIME)"));
        Assert.Null(Value("SELECT NULL"));
    }

    [Fact]
    public void Large_enums_use_wider_codes()
    {
        Connection.Execute("CREATE TYPE many AS ENUM (SELECT 'label ' || range FROM range(70000)); CREATE TYPE few AS ENUM (SELECT 'label ' || range FROM range(300)); CREATE TABLE t (a many, b few)");
        using (var appender = Connection.Appender("t"))
            appender.Append(new[] { "label 69999", null }, new[] { "label 299", "label 0" });
        Assert.Equal([("label 69999", "label 299"), (null, "label 0")], Connection.Rows<(string?, string)>("SELECT a, b FROM t"));
        using var result = Connection.Query("SELECT a, b FROM t");
        var chunk = result.NextChunk()!;
        Assert.Equal((69_999u, (ushort)299), (chunk[0].Values<uint>()[0], chunk[1].Values<ushort>()[0]));
    }
}
