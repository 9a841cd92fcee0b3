using Habitue.Duck;

namespace Habitue.Tests.Duck;

public sealed class ResultTests : DuckTestBase
{
    [Theory, InlineData(false), InlineData(true)]
    public void Chunks_and_validity_agree_with_sql_over_many_chunks(bool streamed)
    {
        const string sql = "SELECT CASE WHEN range % 3 = 0 THEN NULL ELSE range END AS n, CASE WHEN range % 5 = 0 THEN NULL ELSE repeat('x', CAST(range % 30 AS INTEGER)) END AS s FROM range(100000)";
        using var result = streamed ? Connection.Stream(sql) : Connection.Query(sql);
        long rows = 0, sum = 0, nulls = 0, letters = 0, noText = 0;
        foreach (var chunk in result.Chunks())
        {
            Assert.InRange(chunk.Count, 1, 2048);
            var numbers = chunk[0].Values<long>();
            for (var i = 0; i < chunk.Count; i++)
            {
                sum += chunk[0].Validity.IsValid(i) ? numbers[i] : 0;
                letters += chunk[1].GetStringOrNull(i)?.Length ?? 0;
            }
            nulls += chunk[0].Validity.NullCount;
            noText += chunk[1].Validity.NullCount;
            rows += chunk.Count;
        }
        var expected = Connection.Rows<(long, long, long, long, long)>(
            $"SELECT count(*), CAST(sum(n) AS BIGINT), count(*) - count(n), CAST(sum(length(s)) AS BIGINT), count(*) - count(s) FROM ({sql})");
        Assert.Equal(expected[0], (rows, sum, nulls, letters, noText));
        Assert.Null(result.NextChunk());
    }

    [Fact]
    public void An_empty_result_has_columns_and_no_chunk()
    {
        using var result = Connection.Query("SELECT 1 AS a, 'x' AS b WHERE false");
        Assert.Equal(["a", "b"], result.Columns.Select(column => column.Name));
        Assert.Null(result.NextChunk());
        Assert.Empty(Connection.Rows<(int, string)>("SELECT 1, 'x' WHERE false"));
        Assert.Contains("no row", Assert.Throws<DuckException>(() => Connection.Scalar<int>("SELECT 1 WHERE false")).Message);
    }

    [Fact]
    public void Asking_for_the_wrong_type_names_the_column_and_the_right_type()
    {
        using var result = Connection.Query("SELECT 1 AS quantity, 'x' AS word, 2.5 AS price, NULL AS nothing");
        var chunk = result.NextChunk()!;
        var error = Assert.Throws<InvalidCastException>(() => chunk[0].Values<double>().Length);
        Assert.Equal("The column quantity is INTEGER, which cannot be read as Double; Values<Int32>() gives it as it is stored.", error.Message);
        Assert.Throws<InvalidCastException>(() => chunk[1].Values<long>().Length);
        Assert.Throws<InvalidCastException>(() => chunk[0].GetString(0));
        Assert.Throws<InvalidCastException>(() => chunk[1].GetDecimal(0));
        Assert.Throws<InvalidCastException>(() => chunk[2].GetDateTime(0));
        Assert.Throws<InvalidCastException>(() => chunk[2].Items.Count);
        Assert.Contains("nothing is NULL", Assert.Throws<InvalidOperationException>(() => Connection.Query("SELECT CAST(NULL AS VARCHAR) AS nothing").NextChunk()![0].GetString(0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk[0].GetValue(1));
    }

    [Fact]
    public void Nested_columns_are_views_too()
    {
        using var result = Connection.Query("SELECT CASE WHEN range = 1 THEN NULL ELSE [range, range * 10] END AS pair, {'n': range, 'word': 'w' || range} AS thing, CAST([range, 1] AS DOUBLE[2]) AS point FROM range(3)");
        var chunk = result.NextChunk()!;
        Assert.Equal([0, 0, 2, 20], chunk[0].Items.Values<long>().ToArray());
        Assert.Equal([2, 20], chunk[0].GetList<long>(2).ToArray());
        Assert.False(chunk[0].Validity.IsValid(1));
        Assert.Equal([0, 1, 2], chunk[1].Field("N").Values<long>().ToArray());
        Assert.Equal("w2", chunk[1].Field("word").GetString(2));
        Assert.Equal([2, 1], chunk[2].GetList<double>(2).ToArray());
        Assert.Contains("no field other", Assert.Throws<ArgumentException>(() => chunk[1].Field("other").Count).Message);
    }

    [Fact]
    public void A_changed_row_count_comes_with_the_result()
    {
        Connection.Execute("CREATE TABLE t AS SELECT range AS a FROM range(10)");
        using var result = Connection.Query("UPDATE t SET a = a + 1 WHERE a < 4");
        Assert.Equal(4, result.RowsChanged);
        Assert.Equal(5, Connection.Execute("DELETE FROM t WHERE a > $1", [4]));
    }

    [Fact]
    public void A_streamed_query_that_fails_on_the_way_says_so()
    {
        using var result = Connection.Stream("SELECT CASE WHEN range = 500000 THEN error('broken at half') ELSE range END FROM range(1000000)");
        var error = Assert.Throws<DuckException>(() => result.Chunks().Sum(chunk => chunk.Count));
        Assert.True(error.DuckMessage.Contains("broken at half") || error.DuckMessage.Contains("run it with Query"), error.DuckMessage);
        Assert.Equal(1, Connection.Scalar<int>("SELECT 1"));
    }
}
