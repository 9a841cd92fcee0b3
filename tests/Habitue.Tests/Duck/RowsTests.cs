using Habitue.Duck;

namespace Habitue.Tests.Duck;

public sealed class RowsTests : DuckTestBase
{
    private enum Size { Small, Large }

    private sealed record Item(string ProductId, Size Size, Size? Other, string[] Tags, IReadOnlyList<double?> Scores, DateOnly? Day, decimal Price, long Count, string Note = "none");

    [Fact]
    public void A_record_takes_enums_lists_dates_and_defaults()
    {
        var item = Assert.Single(Connection.Rows<Item>("""
            SELECT 'p1' AS PRODUCTID, 'large' AS size, NULL AS other, ['a', 'b'] AS tags, [1.5, NULL] AS scores,
                   TIMESTAMP '2011-12-09' AS day, 3 AS price, CAST(7 AS HUGEINT) AS count, 'unused' AS more
            """));
        Assert.Equal(("p1", Size.Large, null, "none"), (item.ProductId, item.Size, (Size?)item.Other, item.Note));
        Assert.Equal(["a", "b"], item.Tags);
        Assert.Equal([1.5, null], item.Scores);
        Assert.Equal((new DateOnly(2011, 12, 9), 3m, 7L), (item.Day!.Value, item.Price, item.Count));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("needs a column Size; the query has product_id", Assert.Throws<DuckException>(() => Connection.Rows<Item>("SELECT 'p' AS product_id")).Message);
        Assert.Contains("a tuple of 2", Assert.Throws<DuckException>(() => Connection.Rows<(int, int)>("SELECT 1")).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("has 2", Assert.Throws<DuckException>(() => Connection.Rows<int>("SELECT 1, 2")).Message);
        Assert.Contains("The column n holds NULL", Assert.Throws<InvalidCastException>(() => Connection.Rows<int>("SELECT CAST(NULL AS INTEGER) AS n")).Message);
        Assert.Contains("'300'", Assert.Throws<InvalidCastException>(() => Connection.Scalar<byte>("SELECT 300")).Message);
        Assert.Contains("'2.5'", Assert.Throws<InvalidCastException>(() => Connection.Scalar<int>("SELECT CAST(2.5 AS DOUBLE)")).Message);
        Assert.Contains("'word'", Assert.Throws<InvalidCastException>(() => Connection.Scalar<int>("SELECT 'word'")).Message);
    }

    [Fact]
    public void Numbers_widen_where_nothing_is_lost()
    {
        Assert.Equal(3, Connection.Scalar<double>("SELECT 3"));
        Assert.Equal(3, Connection.Scalar<int>("SELECT CAST(3 AS DOUBLE)"));
        Assert.Equal(2.5, Connection.Scalar<double>("SELECT 2.5"));
        Assert.Equal(45, Connection.Scalar<long>("SELECT sum(range) FROM range(10)"));
        Assert.Equal(45, Connection.Scalar<double>("SELECT sum(range) FROM range(10)"));
        Assert.Equal(new DateTime(2011, 12, 9), Connection.Scalar<DateTime>("SELECT DATE '2011-12-09'"));
        Assert.Equal((Int128)7, Connection.Scalar<Int128>("SELECT 7"));
        Assert.Equal(5, Connection.Scalar<object>("SELECT 5"));
    }

    [Fact]
    public void Many_rows_come_over_chunk_borders()
    {
        var rows = Connection.Rows<(long Id, string Name)>("SELECT range, 'name ' || range FROM range(5000)");
        Assert.Equal(5000, rows.Count);
        Assert.All(rows, row => Assert.Equal($"name {row.Id}", row.Name));
    }

    [Fact]
    public void A_tuple_of_nine_is_read_by_position() =>
        Assert.Equal((1, 2, 3, 4, 5, 6, 7, "eight", 9.5), Connection.Rows<(int, int, int, int, int, int, int, string, double)>("SELECT 1, 2, 3, 4, 5, 6, 7, 'eight', 9.5")[0]);
}
