using Habitue.Duck;

namespace Habitue.Tests.Duck;

public sealed class DuckAppenderTests : DuckTestBase
{
    [Fact]
    public void Arrays_become_rows_over_many_chunks()
    {
        const int rows = 10_000;
        Connection.Execute("CREATE TABLE t (id BIGINT, name VARCHAR, price DECIMAL(18,4), seen TIMESTAMP, day DATE, rating DOUBLE, flag BOOLEAN, size INTEGER)");
        var first = new DateTime(2011, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        using (var appender = Connection.Appender("t"))
            appender.Append(
                Enumerable.Range(0, rows).Select(i => (long)i).ToArray(),
                Enumerable.Range(0, rows).Select(i => i % 7 == 0 ? null : new string('é', i % 20)).ToArray(),
                Enumerable.Range(0, rows).Select(i => -i / 8m).ToArray(),
                Enumerable.Range(0, rows).Select(i => first.AddMinutes(i)).ToArray(),
                Enumerable.Range(0, rows).Select(i => DateOnly.FromDateTime(first).AddDays(i)).ToArray(),
                Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? (double?)null : i / 2.0).ToArray(),
                Enumerable.Range(0, rows).Select(i => i % 2 == 0).ToArray(),
                Enumerable.Range(0, rows).ToArray());
        var wrong = Connection.Scalar<long>("""
            SELECT count(*) FROM t WHERE NOT (
                    name IS NOT DISTINCT FROM CASE WHEN id % 7 = 0 THEN NULL ELSE repeat('é', id % 20) END
                AND price = CAST(-id AS DECIMAL(18,4)) / 8
                AND seen = TIMESTAMP '2011-01-01' + to_minutes(id) AND day = DATE '2011-01-01' + size
                AND rating IS NOT DISTINCT FROM CASE WHEN id % 3 = 0 THEN NULL ELSE id / 2.0 END
                AND flag = (id % 2 = 0) AND size = id)
            """);
        Assert.Equal((0, (long)rows), (wrong, Connection.Scalar<long>("SELECT count(DISTINCT id) FROM t")));
    }

    [Fact]
    public void Row_after_row_with_lists_and_nulls_over_many_chunks()
    {
        const int rows = 300_000;
        Connection.Execute("CREATE TABLE t (id BIGINT, tags VARCHAR[], scores DOUBLE[], point FLOAT[2])");
        using (var appender = Connection.Appender("T"))
        {
            var (id, tags, scores, point) = (appender["ID"], appender["tags"], appender[2], appender[3]);
            var words = new[] { "tag", "a tag of more than twelve bytes", null, "" };
            for (var i = 0; i < rows; i++)
            {
                var row = appender.AddRow();
                id.Set(row, (long)i);
                if (i % 5 == 0)
                    tags.SetNull(row);
                else
                    tags.SetList(row, words.AsSpan(0, i % 5));
                scores.SetList<double>(row, i % 2 == 0 ? [] : [i, -i]);
                if (i % 3 == 0)
                    point.SetNull(row);
                else
                    point.SetList<float>(row, [i % 1000, 0.5f]);
            }
        }
        var wrong = Connection.Scalar<long>("""
            SELECT count(*) FROM t WHERE NOT (
                    tags IS NOT DISTINCT FROM CASE WHEN id % 5 = 0 THEN NULL ELSE list_slice(['tag', 'a tag of more than twelve bytes', NULL, ''], 1, id % 5) END
                AND scores = CASE WHEN id % 2 = 0 THEN CAST([] AS DOUBLE[]) ELSE CAST([id, -id] AS DOUBLE[]) END
                AND (id % 3 = 0) = (point IS NULL) AND (point IS NULL OR point = CAST([id % 1000, 0.5] AS FLOAT[2])))
            """);
        Assert.Equal((0, (long)rows), (wrong, Connection.Scalar<long>("SELECT count(*) FROM t")));
    }

    [Fact]
    public void Spans_are_filled_in_place_and_a_column_left_out_is_null()
    {
        Connection.Execute("CREATE TABLE t (a BIGINT, b DOUBLE, c VARCHAR)");
        using (var appender = Connection.Appender("t"))
        {
            for (var chunk = 0; chunk < 3; chunk++)
            {
                var values = appender[0].Values<long>();
                Assert.Equal(DuckAppender.ChunkRows, values.Length);
                for (var i = 0; i < 1000; i++)
                    values[i] = (chunk * 1000) + i;
                if (chunk == 1)
                    appender[2].Set(999, "a text of more than twelve bytes");
                else
                    appender[1].Write<double>([1, 2, 3]);
                appender.Commit(1000);
            }
            appender.Flush();
            Assert.Equal((3000, 4_498_500, 12, 2000, 1000, "a text of more than twelve bytes"), Connection.Rows<(long, long, double, long, long, string)>(
                "SELECT count(*), CAST(sum(a) AS BIGINT), sum(b), count(b), count(c), max(c) FROM t")[0]);
        }
    }

    [Fact]
    public void What_a_column_does_not_take_is_said()
    {
        Connection.Execute("CREATE TABLE t (amount DECIMAL(18,4), size ENUM('s', 'm'), name VARCHAR, point INTEGER[2])");
        using var appender = Connection.Appender("t");
        Assert.Equal("The column amount is DECIMAL(18,4) and takes no Double; it is stored as Int64.", Assert.Throws<InvalidCastException>(() => appender[0].Set(0, 1.5)).Message);
        Assert.Throws<InvalidCastException>(() => appender[0].Set(0, "text"));
        Assert.Throws<InvalidCastException>(() => appender[2].Set(0, 1.5m));
        Assert.Throws<InvalidCastException>(() => appender[2].Set(0, new DateOnly(2000, 1, 1)));
        Assert.Contains("no label 'xl'", Assert.Throws<ArgumentException>(() => appender[1].Set(0, "xl")).Message);
        Assert.Contains("not UTF-8", Assert.Throws<ArgumentException>(() => appender[2].SetUtf8(0, [0xC3, 0x28])).Message);
        Assert.Contains("3 items", Assert.Throws<ArgumentException>(() => appender[3].SetList<int>(0, [1, 2, 3])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => appender[2].Set(2048, "x"));
        Assert.Contains("has amount, size, name, point", Assert.Throws<ArgumentException>(() => appender["price"].Column).Message);
        Assert.Contains("4 columns, and 1 arrays", Assert.Throws<ArgumentException>(() => appender.Append(new[] { 1m })).Message);
        Assert.Contains("has 2 values and size 1", Assert.Throws<ArgumentException>(() => appender.Append(new[] { 1m, 2m }, new[] { "s" }, new[] { "a", "b" }, new object?[2])).Message);
    }

    [Fact]
    public void A_table_that_is_not_there_is_named() =>
        Assert.Contains("no_such_table", Assert.Throws<DuckException>(() => Connection.Appender("no_such_table")).DuckMessage);

    [Fact]
    public void A_broken_constraint_is_said_when_the_rows_reach_the_table()
    {
        Connection.Execute("CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR NOT NULL)");
        var appender = Connection.Appender("t");
        appender.Append(new long[] { 1, 2, 2 }, new[] { "a", "b", "c" });
        Assert.Contains("key", Assert.Throws<DuckException>(appender.Dispose).DuckMessage);
        appender.Dispose();
        using (var next = Connection.Appender("t"))
        {
            next.Append(new long[] { 1, 2 }, new[] { "a", null });
            Assert.Contains("NOT NULL", Assert.Throws<DuckException>(next.Flush).DuckMessage);
        }
        Assert.Equal(0, Connection.Scalar<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void Appended_rows_belong_to_the_transaction()
    {
        Connection.Execute("CREATE SCHEMA other; CREATE TABLE other.t (id BIGINT)");
        using (Connection.Begin())
        using (var appender = Connection.Appender("t", "other"))
        {
            appender.Append(new long[500_000]);
            appender.Flush();
            Assert.Equal(500_000, Connection.Scalar<long>("SELECT count(*) FROM other.t"));
        }
        Assert.Equal(0, Connection.Scalar<long>("SELECT count(*) FROM other.t"));
        using (var kept = Connection.Begin())
        {
            using (var appender = Connection.Appender("t", "other"))
                appender.Append(new long[3]);
            kept.Commit();
        }
        Assert.Equal(3, Connection.Scalar<long>("SELECT count(*) FROM other.t"));
    }

    [Fact]
    public void Every_kind_of_array_is_taken()
    {
        Connection.Execute("CREATE TABLE t (a TINYINT, b UTINYINT, c SMALLINT, d USMALLINT, e UINTEGER, f UBIGINT, g FLOAT, h HUGEINT, i UHUGEINT, j INTERVAL, k TIME, l UUID, m BOOLEAN, n BIGINT, o DATE, p TIMESTAMP_S, q DECIMAL(9,2), r BLOB)");
        var id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        using (var appender = Connection.Appender("t"))
            appender.Append(
                new sbyte[] { -1, 1 }, new byte[] { 1, 2 }, new short[] { -1, 1 }, new ushort[] { 1, 2 }, new uint[] { 1, 2 }, new ulong[] { 1, 2 }, new float[] { 1, 2 },
                new Int128[] { -1, 1 }, new UInt128[] { 1, 2 }, new DuckInterval[] { new(1, 2, 3), default }, new TimeOnly[] { new(1, 2, 3), default }, new[] { id, default },
                new bool?[] { true, null }, new long?[] { 5, null }, new DateOnly?[] { new(2011, 1, 2), null }, new DateTime?[] { DateTime.UnixEpoch, null }, new decimal?[] { 1.5m, null }, new object?[] { new byte[] { 1 }, null });
        using var result = Connection.Query("SELECT * FROM t");
        var chunk = result.NextChunk()!;
        var row = Enumerable.Range(0, result.Columns.Count).Select(i => chunk[i].GetValue(0)).ToArray();
        Assert.Equal([(sbyte)-1, (byte)1, (short)-1, (ushort)1, 1u, 1ul, 1f, -Int128.One, UInt128.One, new DuckInterval(1, 2, 3), new TimeOnly(1, 2, 3), id,
            true, 5L, new DateOnly(2011, 1, 2), DateTime.UnixEpoch, 1.5m, new byte[] { 1 }], row);
        Assert.Equal(6, Enumerable.Range(0, result.Columns.Count).Count(i => chunk[i].GetValue(1) is null));
    }
}
