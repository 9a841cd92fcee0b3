using Habitue.Lake.Sources;
using Habitue.Lake.Sources.Postgres;

namespace Habitue.Tests.Sources;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgres://db.example/shop?table=orders", "postgres://db.example/shop?table=orders")]
    [InlineData("postgresql://ann:pw@db.example:5432/shop?table=sales.orders", "postgres://ann@db.example/shop?table=sales.orders")]
    [InlineData("postgres://ann:p@s/s:w@db.example:6000/shop?table=orders", "postgres://ann@db.example:6000/shop?table=orders")]
    [InlineData("postgres://[::1]:6000/shop?query=SELECT a + b FROM t WHERE c = 'x%26y'; ", "postgres://[::1]:6000/shop?query=SELECT a + b FROM t WHERE c = 'x%26y'")]
    [InlineData("postgres:///shop?table=t&cursor=updated_at&sslmode=require", "postgres://localhost/shop?table=t&cursor=updated_at")]
    public void The_address_that_is_kept_is_in_one_form_and_has_no_password(string written, string kept) =>
        Assert.Equal(kept, PostgresAddress.Parse(written).ToString());

    [Fact]
    public void The_parts_are_read_and_decoded()
    {
        var address = PostgresAddress.Parse("postgres://ann:p%40ss@db/shop?query=SELECT%201%20LIKE%20'a%25'&cursor=id");
        Assert.Equal(("ann", "p@ss", "db", 5432, "shop"), (address.User, address.Password, address.Host, address.Port, address.Database));
        Assert.Equal("SELECT 1 LIKE 'a%'", address.Sql);
        Assert.Equal("id", address.Cursor);
    }

    [Fact]
    public void A_table_is_quoted_so_that_any_name_can_be_read()
    {
        Assert.Equal("SELECT * FROM \"sales\".\"Order lines\"", PostgresAddress.Parse("postgres://h/d?table=sales.Order lines").Sql);
        Assert.Equal("SELECT * FROM \"a\"\"b\"", PostgresAddress.Parse("postgres://h/d?table=a\"b").Sql);
        Assert.Equal("SELECT * FROM \"with.dot\".t", PostgresAddress.Parse("postgres://h/d?table=\"with.dot\".t").Sql);
    }

    [Theory]
    [InlineData("postgres://ann:hunter2@db?table=t", "no database is named")]
    [InlineData("postgres://ann:hunter2@db/shop", "either a table or a query")]
    [InlineData("postgres://ann:hunter2@db/shop?table=t&query=SELECT 1", "either a table or a query")]
    [InlineData("postgres://ann:hunter2@db/shop?tabel=t", "none of table, query, cursor")]
    [InlineData("postgres://ann:x?hunter2@db/shop?table=t", "the port is not a number")]
    [InlineData("postgres://db/shop?table=t&password=hunter2", "'password' does not belong")]
    [InlineData("postgres://db:hunter2/shop?table=t", "the port is not a number")]
    [InlineData("postgres://db/shop?table=t&cursor=", "cursor is empty")]
    public void A_wrong_address_is_told_without_its_secret(string written, string expected)
    {
        var error = Assert.Throws<SourceException>(() => PostgresAddress.Parse(written));
        Assert.Contains(expected, error.Message);
        Assert.DoesNotContain("hunter2", error.ToString());
    }
}
