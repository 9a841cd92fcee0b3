using Habitue.Duck;
using Habitue.Lake.Sources;

namespace Habitue.Tests.Sources;

/// <summary>Against a real server; the expected texts are PostgreSQL's documented forms of the values.</summary>
public sealed class PostgresSourceTests(PostgresServer server) : IDisposable
{
    private readonly SpoolFixture spool = new();

    public void Dispose() => spool.Dispose();

    [Fact]
    public void Typed_values_unicode_nulls_and_empty_strings_arrive_as_csv()
    {
        server.Execute("""
            DROP SCHEMA IF EXISTS typed CASCADE; CREATE SCHEMA typed;
            CREATE TABLE typed."Order lines" (id bigint, name text, note text, price numeric(18,4), share float8, paid boolean, at timestamptz, day date, tags text[], extra jsonb);
            INSERT INTO typed."Order lines" VALUES
              (1, 'Jürgen "JJ" Groß, 東京 🎁', '', 12.5, 0.1, true, '2011-12-09 12:50:00+09', '2011-12-09', '{a,b}', '{"k": 1}'),
              (2, E'two\nlines', NULL, -3, NULL, false, '2011-12-09 12:50:00.123456+00', NULL, NULL, NULL);
            """);

        SourceFile file = Assert.Single(Fetch("table=typed.Order lines"));

        Assert.Equal(SourceFormat.Csv, file.Format);
        Assert.True(file.IsSpooled);
        Assert.False(file.Appends);
        Assert.Null(file.Cursor);
        Assert.Equal($"postgres://habitue@localhost:{server.Port}/postgres?table=typed.Order lines", file.Address);
        Assert.Equal(
            """
            id,name,note,price,share,paid,at,day,tags,extra
            1,"Jürgen ""JJ"" Groß, 東京 🎁","",12.5000,0.1,t,2011-12-09 03:50:00+00,2011-12-09,"{a,b}","{""k"": 1}"
            2,"two
            lines",,-3.0000,,f,2011-12-09 12:50:00.123456+00,,,

            """,
            File.ReadAllText(file.LocalPath));
    }

    [Fact]
    public void DuckDB_reads_back_what_the_server_wrote()
    {
        SourceFile file = Assert.Single(Fetch("query=SELECT * FROM (VALUES (1, 'a \"b\"', true), (2, '', false), (3, NULL, NULL), (4, E'x\ny', true)) AS v(id, name, paid)"));
        using DuckDatabase database = DuckDatabase.InMemory();
        using DuckConnection connection = database.Connect();
        Assert.Equal(
            [(1, "a \"b\"", true), (2, "", false), (3, null, null), (4, "x\ny", true)],
            connection.Rows<(int, string?, bool?)>(
                "SELECT id, name, paid FROM read_csv($1, allow_quoted_nulls = false, columns = {'id': 'INTEGER', 'name': 'VARCHAR', 'paid': 'BOOLEAN'})", file.LocalPath));
    }

    [Fact]
    public void A_query_may_end_with_a_semicolon_or_a_comment_and_use_any_sql()
    {
        SourceFile file = Assert.Single(Fetch("query=WITH n AS (SELECT generate_series(1, 3) AS i) SELECT i, i * 2 + 1 AS odd FROM n -- all of them"));
        Assert.Equal("i,odd\n1,3\n2,5\n3,7\n", File.ReadAllText(file.LocalPath));
        Assert.Equal("one\n1\n", File.ReadAllText(Fetch("query=SELECT 1 AS one;")[0].LocalPath));
    }

    [Fact]
    public void An_empty_result_is_a_file_with_a_header()
    {
        SourceFile file = Assert.Single(Fetch("query=SELECT 1 AS id, 'x' AS name WHERE false"));
        Assert.Equal("id,name\n", File.ReadAllText(file.LocalPath));
    }

    [Fact]
    public void A_hundred_thousand_rows_arrive_completely()
    {
        SourceFile file = Assert.Single(Fetch("query=SELECT i, md5(i::text) AS hash FROM generate_series(1, 100000) AS i"));
        string[] lines = File.ReadAllLines(file.LocalPath);
        Assert.Equal(100_001, lines.Length);
        Assert.Equal("100000,14ee22eaba297944c96afdbe5b16c65b", lines[^1]);
    }

    [Fact]
    public void A_cursor_asks_only_for_what_is_newer_than_the_last_commit()
    {
        server.Execute("""
            DROP TABLE IF EXISTS polled;
            CREATE TABLE polled (id int, updated_at timestamptz);
            INSERT INTO polled VALUES (1, '2024-05-01 10:00:00+00'), (2, '2024-05-01 10:00:00.5+02'), (3, NULL);
            """);
        const string Settings = "table=polled&cursor=updated_at";

        SourceFile first = Assert.Single(Fetch(Settings));
        Assert.True(first.Appends);
        Assert.Equal("2024-05-01 10:00:00+00", first.Cursor);
        Assert.Equal(4, File.ReadAllLines(first.LocalPath).Length);

        SourceFile uncommitted = Assert.Single(Fetch(Settings));
        Assert.Equal(File.ReadAllBytes(first.LocalPath), File.ReadAllBytes(uncommitted.LocalPath));

        spool.Commit([first]);
        SourceFile nothing = Assert.Single(Fetch(Settings));
        Assert.Equal("id,updated_at\n", File.ReadAllText(nothing.LocalPath));
        Assert.Equal("2024-05-01 10:00:00+00", nothing.Cursor);

        server.Execute("INSERT INTO polled VALUES (4, '2024-05-01 10:00:00.000001+00')");
        SourceFile grown = Assert.Single(Fetch(Settings));
        Assert.Equal("id,updated_at\n4,2024-05-01 10:00:00.000001+00\n", File.ReadAllText(grown.LocalPath));
        Assert.Equal("2024-05-01 10:00:00.000001+00", grown.Cursor);
    }

    [Fact]
    public void A_cursor_can_be_a_number_or_a_text_with_a_quote()
    {
        const string Numbers = "query=SELECT i AS id FROM generate_series(8, 11) AS i&cursor=id";
        spool.Commit(Fetch(Numbers));
        Assert.Equal("11", Assert.Single(spool.Cursors.Values));
        Assert.Equal("id\n", File.ReadAllText(Fetch(Numbers)[0].LocalPath));

        const string Texts = "query=SELECT * FROM (VALUES ('a'), ('o''b')) AS v(name)&cursor=name";
        spool.Commit(Fetch(Texts));
        Assert.Equal("o'b", Fetch(Texts)[0].Cursor);
    }

    [Fact]
    public void A_wrong_password_a_missing_password_and_an_unknown_user_say_what_to_check()
    {
        Assert.Contains("check user and password", Refusal(server.Address("table=t", password: "wrong")));
        Assert.Contains("check user and password", Refusal(server.Address("table=t", user: "nobody")));
        Assert.Contains("set PGPASSWORD", Refusal($"postgres://habitue@localhost:{server.Port}/postgres?table=t"));
    }

    [Fact]
    public void An_unknown_database_host_or_port_is_named()
    {
        Assert.Contains("no database 'nowhere'", Refusal(server.Address("table=t", database: "nowhere")));
        Assert.Contains("the host no-such-host.invalid is not known", Refusal("postgres://no-such-host.invalid/shop?table=t"));
        int free = PostgresServer.FreePort();
        Assert.Contains($"nothing listens at localhost:{free}", Refusal($"postgres://localhost:{free}/shop?table=t"));
    }

    [Theory]
    [InlineData("query=SELEC 1", "syntax error at or near \"SELEC\" at character 1 of the query; correct the query")]
    [InlineData("query=SELECT 1,\n       nope\nFROM generate_series(1, 2)", "column \"nope\" does not exist at line 2, character 8 of the query")]
    [InlineData("query=SELECT nope&cursor=id", "column \"nope\" does not exist at character 8 of the query")]
    [InlineData("table=missing", "relation \"missing\" does not exist")]
    [InlineData("query=SELECT 1 AS id&cursor=updated_at", "the cursor column 'updated_at' is not among the columns")]
    [InlineData("query=SELECT 1 / (i - 2) AS q FROM generate_series(1, 3) AS i", "division by zero (SQLSTATE 22012)")]
    [InlineData("query=CREATE TABLE t2 (i int)", "syntax error")]
    [InlineData("query=SELECT nextval('counted')", "cannot execute nextval() in a read-only transaction; a source may only read")]
    [InlineData("query=SELECT true AS b&cursor=b", "function max(boolean) does not exist")]
    public void Bad_sql_is_told_with_its_position(string settings, string expected)
    {
        server.Execute("CREATE SEQUENCE IF NOT EXISTS counted");
        Assert.Contains(expected, Refusal(server.Address(settings)));
    }

    [Fact]
    public void A_table_that_may_not_be_read_is_named()
    {
        server.Execute("""
            DROP TABLE IF EXISTS private_orders; CREATE TABLE private_orders (id int);
            DO $$ BEGIN CREATE ROLE reader LOGIN PASSWORD 'reader'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            """);
        Assert.Contains(
            "permission denied for table private_orders; ask for SELECT",
            Refusal(server.Address("table=private_orders", user: "reader", password: "reader")));
    }

    [Fact]
    public void Cancelling_stops_a_query_on_the_server()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new PostgresSource().Fetch(server.Address("query=SELECT pg_sleep(60)"), spool.Context, cancel.Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
        Assert.Empty(spool.Left);
    }

    [Fact]
    public void A_server_that_dies_half_way_leaves_no_file()
    {
        string message = Refusal(server.Address(
            "query=SELECT CASE WHEN i = 200000 THEN pg_terminate_backend(pg_backend_pid()) END, repeat('x', 50) FROM generate_series(1, 300000) AS i"));
        Assert.Contains("terminating connection", message);
        Assert.Empty(spool.Left);
    }

    private IReadOnlyList<SourceFile> Fetch(string settings) =>
        new PostgresSource().Fetch(server.Address(settings), spool.Context, CancellationToken.None);

    private string Refusal(string address)
    {
        var error = Assert.Throws<SourceException>(() => new PostgresSource().Fetch(address, spool.Context, CancellationToken.None));
        Assert.StartsWith(error.Address, error.Message);
        Assert.DoesNotContain("s3cret", error.Message);
        Assert.DoesNotContain("wrong@", error.Message);
        return error.Message;
    }
}
