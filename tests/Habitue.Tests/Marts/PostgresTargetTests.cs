using Habitue.Duck;
using Habitue.Lake.Marts;
using Habitue.Lake.Sources;
using Habitue.Tests.Sources;
using Npgsql;

namespace Habitue.Tests.Marts;

/// <summary>Against a real server, which keeps Tokyo's time: what is read there is what the warehouse holds.</summary>
public sealed class PostgresTargetTests : IDisposable
{
    private static int schemas;

    private const string Typed = """
        CREATE TABLE typed AS SELECT * FROM (VALUES
            (1::BIGINT, 'Jürgen "JJ" Groß, 東京 🎁', true, 12.5::DECIMAL(18,4), 0.1::DOUBLE, TIMESTAMP '2011-12-09 12:50:00.123456', DATE '2011-12-09', 255::UTINYINT, 18446744073709551615::UBIGINT, ['a', 'b'], {'k': 1}, TIMESTAMPTZ '2011-12-09 12:50:00+00', '\x01\xFF'::BLOB, CAST('5c7a1b8e-0000-4000-8000-000000000001' AS UUID)),
            (2, '', false, -3, 'nan'::DOUBLE, NULL, NULL, 0, 0, [], NULL, NULL, NULL, NULL),
            (3, NULL, NULL, NULL, 'inf'::DOUBLE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (4, '\.', NULL, NULL, 1e-300, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (5, '\N', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (6, 'two
        lines' || chr(0) || '!', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
        ) t("Id of it", words, paid, price, share, seen, day, small, large, list, record, zoned, bytes, id)
        """;

    private readonly PostgresServer server;
    private readonly DuckDatabase database = DuckDatabase.InMemory();
    private readonly DuckConnection warehouse;
    private readonly string spool = Directory.CreateTempSubdirectory("habitue-publish-").FullName;
    private readonly string schema = $"of_test_{Interlocked.Increment(ref schemas)}";
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public PostgresTargetTests(PostgresServer server) => (this.server, warehouse) = (server, database.Connect());

    public void Dispose()
    {
        warehouse.Dispose();
        database.Dispose();
        Directory.Delete(spool, recursive: true);
    }

    private string Address => server.Address("").TrimEnd('?');

    private long Publish(params string[] tables)
    {
        using var target = PostgresTarget.Open(Address, schema, spool, cancel);
        var rows = Habitue.Lake.Marts.Marts.Choose(warehouse, tables, personal: true, "word").Sum(mart => target.Write(warehouse, mart, cancel));
        Assert.Empty(Directory.EnumerateFileSystemEntries(spool));
        return rows;
    }

    private List<string> Read(string sql)
    {
        using var connection = new NpgsqlConnection($"Host=localhost;Port={server.Port};Username={PostgresServer.User};Password={PostgresServer.Password};Database=postgres;Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read()) found.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(i => rows.IsDBNull(i) ? "–" : rows.GetValue(i).ToString())));
        return found;
    }

    [Fact]
    public void Every_type_arrives_as_the_type_and_value_that_it_was()
    {
        warehouse.Execute(Typed);
        Assert.Equal(6, Publish("typed"));
        Assert.Equal(["Id of it bigint", "words text", "paid boolean", "price numeric(18,4)", "share double precision", "seen timestamp without time zone", "day date", "small smallint", "large numeric", "list jsonb", "record jsonb", "zoned timestamp with time zone", "bytes bytea", "id uuid"],
            Read($"SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '{schema}.typed'::regclass AND attnum > 0 ORDER BY attnum"));
        Assert.Equal(["1|Jürgen \"JJ\" Groß, 東京 🎁|true|12.5000|0.1|2011-12-09 12:50:00.123456|2011-12-09|255|18446744073709551615|[\"a\", \"b\"]|{\"k\": 1}|2011-12-09 12:50:00|\\x01ff|5c7a1b8e-0000-4000-8000-000000000001"],
            Read($"SELECT \"Id of it\", words, paid::text, price::text, share::text, seen::text, day::text, small, large::text, list::text, record::text, (zoned AT TIME ZONE 'UTC')::text, bytes::text, id::text FROM {schema}.typed WHERE \"Id of it\" = 1"));
        Assert.Equal(["2||NaN|[]", "3|–|Infinity|–", "4|\\.|1e-300|–", "5|\\N|–|–", "6|two\nlines!|–|–"], Read($"SELECT \"Id of it\", words, share::text, list::text FROM {schema}.typed WHERE \"Id of it\" > 1 ORDER BY 1"));
        Assert.Equal(["typed|6"], Read($"SELECT table_name, rows FROM {schema}.habitue_published WHERE now() - published_at < interval '1 hour'"));
    }

    [Fact]
    public void A_second_time_replaces_the_rows_and_keeps_what_others_put_on_the_table()
    {
        warehouse.Execute("CREATE TABLE sums AS SELECT range AS x FROM range(100000)");
        Assert.Equal(100_000, Publish());
        server.Execute($"CREATE VIEW {schema}.of_others AS SELECT SUM(x) AS total FROM {schema}.sums; GRANT SELECT ON {schema}.sums TO PUBLIC");
        warehouse.Execute("DELETE FROM sums WHERE x > 9");
        Assert.Equal(10, Publish());
        Assert.Equal(["45"], Read($"SELECT total FROM {schema}.of_others"));
        Assert.Equal(["t"], Read($"SELECT CASE WHEN has_table_privilege('public', '{schema}.sums', 'SELECT') THEN 't' END"));
        Assert.Equal(["habitue_published|BASE TABLE", "of_others|VIEW", "sums|BASE TABLE"], Read($"SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = '{schema}' ORDER BY 1"));
    }

    [Fact]
    public void A_table_whose_columns_changed_is_made_anew_unless_something_stands_on_it()
    {
        warehouse.Execute("CREATE TABLE t AS SELECT 1 AS a");
        Publish();
        warehouse.Execute("CREATE OR REPLACE TABLE t AS SELECT 'x' AS b, 2 AS a");
        Publish();
        Assert.Equal(["x|2"], Read($"SELECT * FROM {schema}.t"));
        server.Execute($"CREATE VIEW {schema}.of_others AS SELECT b FROM {schema}.t");
        warehouse.Execute("CREATE OR REPLACE TABLE t AS SELECT 3 AS c");
        var held = Assert.Throws<SourceException>(() => Publish());
        Assert.Contains("its columns are others now; drop what stands on it first", held.Message, StringComparison.Ordinal);
        Assert.Contains("of_others", held.Message, StringComparison.Ordinal);
        Assert.Equal(["x|2"], Read($"SELECT * FROM {schema}.t"));
    }

    [Fact]
    public void What_fails_half_way_leaves_the_table_that_was_there()
    {
        warehouse.Execute("CREATE TABLE t AS SELECT 1 AS a");
        Publish();
        using (var target = PostgresTarget.Open(Address, schema, spool, cancel))
        {
            // A value that is none of its column's type, after many that are.
            warehouse.Execute("CREATE OR REPLACE TABLE t AS SELECT CASE WHEN range < 50000 THEN '1' ELSE 'no number' END AS a FROM range(50001)");
            var failed = Assert.Throws<SourceException>(() => target.Write(warehouse, new Mart("t", [new MartColumn("a", new DuckType(DuckTypeId.Integer), "a")], []), cancel));
            Assert.Contains("no number", failed.Message, StringComparison.Ordinal);
        }
        Assert.Equal(["1"], Read($"SELECT * FROM {schema}.t"));
        Assert.Equal(["habitue_published", "t"], Read($"SELECT table_name FROM information_schema.tables WHERE table_schema = '{schema}' ORDER BY 1"));
    }

    [Fact]
    public void A_table_of_somebody_else_stays()
    {
        server.Execute($"CREATE SCHEMA {schema}; CREATE TABLE {schema}.orders AS SELECT 'theirs' AS whose");
        warehouse.Execute("CREATE TABLE orders AS SELECT 1 AS a");
        var refused = Assert.Throws<SourceException>(() => Publish());
        Assert.Contains($"there is a table {schema}.orders that Habitue did not write, and it stays; name another schema with --schema", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["theirs"], Read($"SELECT * FROM {schema}.orders"));
    }

    [Fact]
    public void An_account_that_may_make_nothing_is_told_what_to_ask_for()
    {
        server.Execute("DROP ROLE IF EXISTS onlooker; CREATE ROLE onlooker LOGIN PASSWORD 'looking on'");
        var refused = Assert.Throws<SourceException>(() => PostgresTarget.Open(server.Address("", "onlooker", "looking on").TrimEnd('?'), schema, spool, cancel));
        Assert.Contains($"ask for CREATE on the database or on the schema {schema} to be granted", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://habitue:wr0ng%2Fsecret@localhost:{port}/postgres", "the server refused the login")]
    [InlineData("postgres://habitue:s3cret%2Fp%40ss@localhost:{port}/nowhere", "the server has no database 'nowhere'")]
    [InlineData("postgres://habitue:s3cret%2Fp%40ss@localhost:{port}/postgres?table=orders", "table, query and cursor say what is read")]
    [InlineData("mysql://habitue:s3cret%2Fp%40ss@localhost/postgres", "tables are published to PostgreSQL")]
    [InlineData("postgres://habitue:s3cret%2Fp%40ss@localhost:1/postgres", "nothing listens at localhost:1")]
    public void What_is_wrong_with_an_address_is_said_without_its_password(string address, string words)
    {
        var wrong = Assert.Throws<SourceException>(() => PostgresTarget.Open(address.Replace("{port}", $"{server.Port}", StringComparison.Ordinal), schema, spool, cancel));
        Assert.Contains(words, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", wrong.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", wrong.ToString(), StringComparison.Ordinal);
    }
}
