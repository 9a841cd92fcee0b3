namespace Habitue.Tests.Duck;

public sealed class TableColumnsTests : DuckTestBase
{
    [Fact]
    public void A_table_tells_its_columns_in_order_with_their_types()
    {
        Connection.Execute("""CREATE TABLE t (id BIGINT, "Unit Price" DECIMAL(18,4), tags VARCHAR[], taken_at TIMESTAMP)""");
        var columns = Connection.ColumnsOf("t");
        Assert.NotNull(columns);
        Assert.Equal(["id BIGINT", "Unit Price DECIMAL(18,4)", "tags VARCHAR[]", "taken_at TIMESTAMP"], columns.Select(column => $"{column.Name} {column.Type}"));
        Assert.Equal(Connection.Rows<string>("SELECT column_name FROM duckdb_columns() WHERE table_name = 't' ORDER BY column_index"), columns.Select(column => column.Name));
    }

    [Fact]
    public void What_is_not_there_is_null_and_breaks_no_transaction()
    {
        using var transaction = Connection.Begin();
        Connection.Execute("CREATE TABLE t (a INTEGER); CREATE VIEW v AS SELECT * FROM t");
        Assert.Null(Connection.ColumnsOf("no_such_table"));
        Assert.Null(Connection.ColumnsOf("v"));
        Assert.Null(Connection.ColumnsOf(""));
        Assert.Equal(["a"], Connection.ColumnsOf("t")!.Select(column => column.Name));
        transaction.Commit();
        Assert.Equal(0, Connection.Scalar<long>("SELECT COUNT(*) FROM v"));
    }

    [Theory]
    [InlineData("t", true)]
    [InlineData("T", true)]
    [InlineData("v", true)]
    [InlineData("w", true)]
    [InlineData("x", false)]
    public void A_name_is_that_of_a_table_or_view(string name, bool there)
    {
        Connection.Execute("CREATE TABLE t (a INTEGER); CREATE VIEW v AS SELECT * FROM t; CREATE TEMP TABLE w (b INTEGER)");
        Assert.Equal(there, Connection.Has(name));
    }

    [Theory]
    [InlineData("t", "a", true)]
    [InlineData("t", "A", true)]
    [InlineData("t", "b", false)]
    [InlineData("x", "a", false)]
    public void A_column_is_one_of_its_table(string table, string column, bool there)
    {
        Connection.Execute("CREATE TABLE t (a INTEGER)");
        Assert.Equal(there, Connection.Has(table, column));
    }

    [Fact]
    public void Another_connection_sees_what_was_committed()
    {
        using var other = Database.Connect();
        using (var transaction = Connection.Begin())
        {
            Connection.Execute("CREATE TABLE t (a INTEGER)");
            Assert.False(other.Has("t"));
            transaction.Commit();
        }
        Assert.True(other.Has("t", "a"));
        Connection.Execute("DROP TABLE t");
        Assert.False(other.Has("t"));
    }
}
