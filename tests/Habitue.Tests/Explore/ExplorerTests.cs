using Habitue.Lake.Storage;
using Habitue.Server.Web.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Explore;

/// <summary>What a question can do, and what it cannot.</summary>
public sealed class ExplorerTests(ExploreShop shop) : IClassFixture<ExploreShop>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT SUM(revenue) FROM orders", "55")]
    [InlineData("FROM orders SELECT COUNT(*);", "10")]
    [InlineData("WITH best AS (SELECT MAX(revenue) AS most FROM orders) SELECT most FROM best -- the best", "10")]
    [InlineData("SELECT COUNT(*) FROM orders o JOIN profiles p USING (customer_id)", "10")]
    [InlineData("SELECT \"a b\" FROM \"Odd Name\"", "1")]
    [InlineData("SELECT SUM(x) FROM (VALUES (1), (2)) t(x)", "3")]
    [InlineData("SELECT COUNT(*) FROM generate_series(1, 7)", "7")]
    [InlineData("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT SUM(i) FROM n", "15")]
    [InlineData("SELECT list_sum([x * 2 FOR x IN [1, 2, 3]])", "12")]
    [InlineData("SELECT column_name FROM (DESCRIBE models)", "name|version")]
    [InlineData("DESCRIBE models", "name|version")]
    [InlineData("SELECT COUNT(*) FROM information_schema.columns WHERE table_name = 'models'", "2")]
    [InlineData("SELECT gender FROM filled WHERE country = 'France' AND FALSE", "")]
    [InlineData("FROM models PIVOT (SUM(version) FOR name IN ('churn'))", "3")]
    public async Task A_question_is_answered(string sql, string answer) => Assert.Equal(answer, await shop.Ask(ExploreShop.Analyst, sql));

    /// <summary>Each of these would read or change something that is none of a question's business.</summary>
    [Theory]
    [InlineData("SELECT * FROM read_csv('{outside}')", "read_csv")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')", "read_text")]
    [InlineData("SELECT * FROM read_blob('{outside}')", "read_blob")]
    [InlineData("FROM '{outside}'", "There is no table")]
    [InlineData("SELECT (SELECT word FROM '{outside}')", "There is no table")]
    [InlineData("SELECT * FROM orders WHERE order_id IN (SELECT word FROM \"{outside}\")", "There is no table")]
    [InlineData("SELECT * FROM (WITH \"{outside}\" AS (SELECT 1 AS word) SELECT 1), \"{outside}\"", "choose another name")]
    [InlineData("SELECT * FROM (WITH duckdb_views AS (SELECT 1 AS word) SELECT 1), duckdb_views", "choose another name")]
    [InlineData("SELECT * FROM query('SELECT * FROM ''{outside}''')", "query")]
    [InlineData("SELECT * FROM query_table('{outside}')", "query_table")]
    [InlineData("SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", "json_execute_serialized_sql")]
    [InlineData("SELECT * FROM glob('/etc/*')", "glob")]
    [InlineData("SELECT * FROM sniff_csv('{outside}')", "sniff_csv")]
    [InlineData("SELECT * FROM histogram('{outside}', word)", "histogram")]
    [InlineData("SELECT * FROM duckdb_settings()", "duckdb_settings")]
    [InlineData("SELECT * FROM duckdb_secrets()", "duckdb_secrets")]
    [InlineData("SELECT * FROM duckdb_views()", "duckdb_views")]
    [InlineData("FROM duckdb_views", "There is no table")]
    [InlineData("FROM sqlite_master", "There is no table")]
    [InlineData("FROM pg_catalog.pg_views", "alone")]
    [InlineData("FROM information_schema.views", "alone")]
    [InlineData("FROM warehouse.main.profiles", "alone")]
    [InlineData("FROM main.profiles", "alone")]
    [InlineData("FROM temp.main.profiles", "alone")]
    [InlineData("SELECT nextval('counter')", "nextval")]
    [InlineData("SELECT current_setting('temp_directory')", "current_setting")]
    [InlineData("SELECT pg_catalog.current_setting('temp_directory')", "current_setting")]
    [InlineData("SELECT write_log('x')", "write_log")]
    [InlineData("SELECT sleep_ms(100000)", "sleep_ms")]
    [InlineData("COPY orders TO '{written}'", "Only questions")]
    [InlineData("COPY (SELECT 1) TO '{written}'", "Only questions")]
    [InlineData("SELECT 1) TO '{written}' --", "cannot be read")]
    [InlineData("ATTACH '{written}' AS other", "Only questions")]
    [InlineData("INSTALL httpfs", "Only questions")]
    [InlineData("LOAD httpfs", "Only questions")]
    [InlineData("SET threads = 1", "Only questions")]
    [InlineData("RESET threads", "Only questions")]
    [InlineData("PRAGMA database_list", "Only questions")]
    [InlineData("PRAGMA enable_profiling", "Only questions")]
    [InlineData("CALL force_checkpoint()", "Only questions")]
    [InlineData("CHECKPOINT", "Only questions")]
    [InlineData("EXPORT DATABASE '{written}'", "Only questions")]
    [InlineData("CREATE TABLE mine AS SELECT 1", "Only questions")]
    [InlineData("CREATE TEMP TABLE orders AS SELECT 1", "Only questions")]
    [InlineData("INSERT INTO orders SELECT * FROM orders", "Only questions")]
    [InlineData("UPDATE orders SET revenue = 0", "Only questions")]
    [InlineData("DELETE FROM orders", "Only questions")]
    [InlineData("DROP TABLE orders", "Only questions")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM orders", "Only questions")]
    [InlineData("PREPARE p AS DELETE FROM orders", "Only questions")]
    [InlineData("BEGIN", "Only questions")]
    [InlineData("COMMIT", "Only questions")]
    [InlineData("SELECT 1; DELETE FROM orders", "Only questions")]
    [InlineData("SELECT 1; SELECT 2", "these are 2 statements")]
    [InlineData("SELECT * FROM orders WHERE revenue > $1", "Write values")]
    [InlineData("SHOW DATABASES", "SHOW tells the tables")]
    [InlineData("SELECT * FROM nowhere", "There is no table nowhere")]
    [InlineData("SELECT nothing FROM orders", "nothing")]
    [InlineData("SELEC 1", "cannot be read")]
    [InlineData("   ", "Ask something")]
    public async Task What_reaches_beyond_the_tables_is_refused_in_a_sentence(string sql, string words)
    {
        foreach (var who in (Person[])[ExploreShop.Analyst, ExploreShop.Marketer])
        {
            var refused = await Assert.ThrowsAsync<QueryException>(() => shop.Ask(who, sql.Replace("{outside}", shop.Outside, StringComparison.Ordinal).Replace("{written}", shop.Written, StringComparison.Ordinal)));
            Assert.Contains(words, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(ExploreShop.Secret, refused.Message, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(shop.Written));
        Assert.Equal("10", await shop.Ask(ExploreShop.Analyst, "SELECT COUNT(*) FROM orders"));
    }

    [Theory]
    [InlineData("SELECT email FROM profiles ORDER BY country")]
    [InlineData("SELECT COLUMNS('e.*l') FROM profiles")]
    [InlineData("SELECT \"Surname\" || \"Account\" FROM churn_telco_rows")]
    [InlineData("SELECT p.email FROM profiles p JOIN orders USING (customer_id)")]
    [InlineData("SELECT CAST(p AS VARCHAR) FROM profiles p")]
    [InlineData("SELECT to_json(profiles) FROM profiles")]
    [InlineData("SELECT MAX(email) FROM profiles")]
    [InlineData("SELECT string_agg(name || city || gender || properties) FROM profiles")]
    [InlineData("SELECT (SELECT CAST(list(p) AS VARCHAR) FROM profiles p)")]
    [InlineData("SELECT min || max FROM (SUMMARIZE profiles)")]
    [InlineData("SELECT gender FROM filled")]
    [InlineData("WITH x AS (FROM profiles) SELECT CAST(x AS VARCHAR) FROM x")]
    [InlineData("SELECT order_id FROM orders WHERE (SELECT COUNT(*) FROM profiles WHERE email LIKE 'ann%') > 0")]
    [InlineData("SELECT customer_id FROM profiles")]
    [InlineData("SELECT customer_id FROM orders")]
    public async Task Whoever_may_not_see_persons_reads_masks(string sql)
    {
        var masked = await shop.Ask(ExploreShop.Analyst, sql);
        Assert.DoesNotMatch("ann@|bob@|Ann|Bob|Leeds|Lyon|^[fm]$|\\bf\\b|\"k\"|O\\d", masked);
        var open = await shop.Ask(ExploreShop.Marketer, sql);
        Assert.NotEqual(open, masked);
    }

    [Fact]
    public async Task A_masked_id_still_joins_and_nobody_is_mixed_up_with_another() =>
        Assert.Equal("5|5", await shop.Ask(ExploreShop.Analyst, "SELECT COUNT(*) FROM orders JOIN profiles USING (customer_id) GROUP BY customer_id, email"));

    [Fact]
    public async Task A_look_at_what_is_personal_is_written_down_and_others_are_not()
    {
        var looks = shop.Server.Services.GetRequiredService<Looks>();
        var somebody = ExploreShop.Marketer with { Name = "Looker" };
        await shop.Ask(somebody, "SELECT country, COUNT(*) FROM profiles GROUP BY ALL");
        await shop.Ask(somebody, "SELECT p.country FROM profiles p JOIN orders USING (customer_id)");
        await shop.Ask(somebody, "SELECT name FROM models");
        Assert.DoesNotContain(looks.Latest(1000), look => look.Who == "Looker");
        await shop.Ask(somebody, "SELECT email FROM profiles");
        await shop.Ask(somebody, "SELECT p FROM profiles p");
        await shop.Ask(somebody, "SELECT * FROM profiles");
        Assert.Equal(["profiles.email: SELECT email FROM profiles", "profiles.email, profiles.name, profiles.gender, profiles.city, profiles.properties: SELECT p FROM profiles p", "profiles.email, profiles.name, profiles.gender, profiles.city, profiles.properties: SELECT * FROM profiles"],
            looks.Latest(1000).Where(look => look.Who == "Looker").Select(look => look.What).Reverse());
    }

    [Theory]
    [InlineData("WITH profiles AS (SELECT * FROM profiles) SELECT email FROM profiles")]
    [InlineData("SELECT email FROM profiles WHERE (WITH profiles AS (SELECT 1 AS one) SELECT one FROM profiles) = 1")]
    [InlineData("SELECT b FROM profiles AS p(a, b)")]
    [InlineData("SELECT #2 FROM profiles")]
    [InlineData("SELECT main.profiles FROM profiles")]
    [InlineData("SELECT COUNT(*) FROM profiles JOIN (SELECT 'ann@shop.example' AS email) USING (email)")]
    [InlineData("SELECT COUNT(*) FROM profiles NATURAL JOIN (SELECT 'ann@shop.example' AS email)")]
    [InlineData("SELECT b FROM (FROM profiles PIVOT (COUNT(*) FOR country IN ('France'))) AS p(a, b)")]
    [InlineData("WITH x(a) AS (SELECT email FROM profiles) SELECT a FROM x")]
    [InlineData("WITH profiles AS (SELECT email FROM profiles) SELECT * FROM profiles")]
    [InlineData("WITH profiles AS (FROM profiles) SELECT x.email AS e FROM profiles AS x")]
    [InlineData("SELECT b FROM profiles AS p(a, b, c, d)")]
    [InlineData("SELECT country FROM profiles ORDER BY #1")]
    public async Task However_what_is_personal_is_asked_for_the_look_is_written_down(string sql)
    {
        var somebody = ExploreShop.Marketer with { Name = $"Looker {Guid.CreateVersion7()}" };
        await shop.Ask(somebody, sql);
        Assert.StartsWith("profiles.email", Assert.Single(shop.Server.Services.GetRequiredService<Looks>().Latest(1000), look => look.Who == somebody.Name).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_end_at_the_limit_and_the_answer_says_so()
    {
        var many = await shop.Explorer.Ask(ExploreShop.Analyst, "SELECT range FROM range(10000000000) t", cancel);
        Assert.Equal((20, true, 19L), (many.Rows.Count, many.HasMore, (long)many.Rows[^1][0]!));
        var few = await shop.Explorer.Ask(ExploreShop.Analyst, "SELECT range FROM range(20) t", cancel);
        Assert.Equal((20, false), (few.Rows.Count, few.HasMore));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task A_file_holds_what_the_page_shows_masks_and_limit_included(string form)
    {
        var file = Path.Combine(shop.Server.Folder, "answer-of-test." + form);
        Assert.False(await shop.Explorer.Save(ExploreShop.Analyst, "SELECT email, customer_id FROM profiles ORDER BY country DESC; -- with a note", file, form, cancel));
        using (var reader = shop.Server.Warehouse())
        {
            var rows = reader.Rows<(string Email, string Id)>($"SELECT * FROM read_{form}('{file}')");
            Assert.Equal(["••••", "••••"], rows.Select(row => row.Email));
            Assert.Equal("C1", rows[0].Id);
            Assert.StartsWith("#", rows[1].Id, StringComparison.Ordinal);
            Assert.True(await shop.Explorer.Save(ExploreShop.Analyst, "SELECT range FROM range(51)", file, form, cancel));
            Assert.Equal(50, reader.Scalar<long>($"SELECT COUNT(*) FROM read_{form}('{file}')"));
            Assert.False(await shop.Explorer.Save(ExploreShop.Analyst, "SELECT range FROM range(50)", file, form, cancel));
        }
        File.Delete(file);
    }

    [Fact]
    public async Task A_question_that_runs_for_ever_ends_when_it_is_cancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var asked = shop.Explorer.Ask(ExploreShop.Analyst, "SELECT SUM(a.range * b.range) FROM range(1000000) a, range(1000000) b", stop.Token);
        Assert.Equal(1, shop.Explorer.Running);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(0, shop.Explorer.Running);
    }

    [Fact]
    public async Task A_question_that_takes_too_much_memory_is_stopped_and_the_server_goes_on()
    {
        var stopped = await Assert.ThrowsAsync<QueryException>(() => shop.Ask(ExploreShop.Analyst, "SELECT COUNT(*) FROM (SELECT range AS a, SUM(range) FROM range(300000000) GROUP BY ALL)"));
        Assert.StartsWith("It was stopped: while it ran, the warehouse took 200 MB of memory more than before.", stopped.Message, StringComparison.Ordinal);
        Assert.Equal("10", await shop.Ask(ExploreShop.Analyst, "SELECT COUNT(*) FROM orders"));
    }
}
