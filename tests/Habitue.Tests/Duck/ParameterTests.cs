using Habitue.Duck;

namespace Habitue.Tests.Duck;

public sealed class ParameterTests : DuckTestBase
{
    [Fact]
    public void The_number_of_values_must_be_right()
    {
        Assert.Equal("The SQL takes 2 parameters, but 1 value was given.", Assert.Throws<DuckException>(() => Connection.Query("SELECT $1, $2", [1])).DuckMessage);
        Assert.Equal("The SQL takes 0 parameters, but 1 value was given.", Assert.Throws<DuckException>(() => Connection.Query("SELECT 1", [1])).DuckMessage);
        using var statement = Connection.Prepare("SELECT $1");
        Assert.Contains("takes 1 parameter, but 0 values", Assert.Throws<DuckException>(() => statement.Query()).DuckMessage);
    }

    [Fact]
    public void A_text_may_hold_anything()
    {
        const string nasty = "it's \"quoted\"; DROP TABLE t; -- \0 and more than twelve";
        Assert.Equal(nasty, Connection.Scalar<string>("SELECT $1", nasty));
        Assert.Contains("NUL", Assert.Throws<ArgumentException>(() => Connection.Execute("SELECT 1 \0 garbage")).Message);
    }

    [Fact]
    public void A_lone_half_of_a_pair_becomes_the_replacement_character()
    {
        Assert.Equal("a\uFFFDb", Connection.Scalar<string>("SELECT $1", "a\uD800b"));
        Connection.Execute("CREATE TABLE t (s VARCHAR)");
        using (var appender = Connection.Appender("t"))
            appender.Append(new[] { "a\uD800b", "a\uD800 and more than twelve bytes" });
        Assert.Equal(["a\uFFFDb", "a\uFFFD and more than twelve bytes"], Connection.Rows<string>("SELECT s FROM t"));
    }

    [Fact]
    public void Lists_are_bound_as_lists()
    {
        Assert.Equal([2, 3], Connection.Rows<int>("SELECT a FROM (VALUES (1), (2), (3)) t(a) WHERE a IN (SELECT unnest($1)) ORDER BY a", [new[] { 2, 3, 9 }]));
        Assert.Equal(2, Connection.Scalar<int>("SELECT len($1)", [new List<string> { "a", "b" }]));
        Assert.Equal("VARCHAR[]", Value("SELECT typeof($1)", [Array.Empty<string>()]));
        Assert.Equal("BIGINT[]", Value("SELECT typeof($1)", [Array.Empty<long?>()]));
        Assert.Equal([1.5m, 2.25m, null], Connection.Scalar<decimal?[]>("SELECT $1", [new decimal?[] { 1.5m, 2.25m, null }]));
        Assert.Throws<ArgumentException>(() => Value("SELECT $1", [new object[] { 1, "word" }]));
    }

    [Fact]
    public void A_prepared_statement_runs_again_with_other_values()
    {
        Connection.Execute("CREATE TABLE t (id INTEGER, name VARCHAR)");
        using var insert = Connection.Prepare("INSERT INTO t VALUES ($1, $2)");
        using var find = Connection.Prepare("SELECT name FROM t WHERE id = $1");
        Assert.Equal((2, 1), (insert.ParameterCount, find.ParameterCount));
        for (var i = 0; i < 100; i++)
            Assert.Equal(1, insert.Execute(i, i % 2 == 0 ? null : $"name {i}"));
        for (var i = 0; i < 100; i++)
        {
            using var result = find.Query(i);
            Assert.Equal(i % 2 == 0 ? null : $"name {i}", result.NextChunk()![0].GetStringOrNull(0));
        }
        Assert.Contains("One statement", Assert.Throws<DuckException>(() => Connection.Prepare("SELECT 1; SELECT 2")).Message);
        Assert.Throws<DuckException>(() => Connection.Prepare("SELEC 1"));
    }

    [Fact]
    public void Each_of_several_statements_takes_the_parameters_it_names()
    {
        Connection.Execute("CREATE TABLE t (a INTEGER, b VARCHAR)");
        Assert.Equal(1, Connection.Execute("INSERT INTO t VALUES ($1, 'x'); INSERT INTO t VALUES ($1, $2)", [5, "y"]));
        Assert.Equal([(5, "x"), (5, "y")], Connection.Rows<(int, string)>("SELECT a, b FROM t ORDER BY b"));
    }

    [Fact]
    public void A_type_that_cannot_be_bound_is_named() =>
        Assert.Contains(nameof(Version), Assert.Throws<ArgumentException>(() => Value("SELECT $1", new Version(1, 0))).Message);
}
