using System.Text.Json;
using Habitue.Duck;
using Habitue.Tests.Host;
using Habitue.Tests.Sources;
using Npgsql;

namespace Habitue.Tests.Marts;

/// <summary><c>habitue export</c> and <c>habitue publish</c> as people call them.</summary>
public sealed class MartVerbsTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryHome home = TemporaryHome.With("""
        CREATE TABLE customers AS SELECT * FROM (VALUES ('C1', 'f', 'Leeds', 'United Kingdom', 3), ('ann@shop.example', 'm', 'Lyon', 'France', 4)) t(customer_id, gender, city, country, orders);
        CREATE TABLE orders AS SELECT 'O1' AS order_id, 'ann@shop.example' AS customer_id, 12.5::DECIMAL(18,4) AS revenue;
        CREATE TABLE event_rows AS SELECT 'C1' AS customer_id, 7 AS source;
        CREATE VIEW best AS SELECT order_id, revenue FROM orders
        """);

    public void Dispose() => home.Dispose();

    private string Out => Path.Combine(home.Desk, "tables");

    private string[] Files => [.. Directory.EnumerateFiles(Out).Select(file => Path.GetFileName(file)).Order()];

    private static IReadOnlyList<T> Read<T>(string sql)
    {
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        return connection.Rows<T>(sql);
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("csv")]
    public void Tables_become_files_without_what_tells_who_somebody_is(string format)
    {
        var ran = TheProgram.Run(home.Folder, "export", Out, "--format", format);
        Assert.Equal((0, 3), (ran.Code, ran.Lines.Length));
        Assert.StartsWith("Written    3 tables, 4 rows, to ", ran.Lines[0], StringComparison.Ordinal);
        Assert.Equal("Left out   customers.gender, customers.city: they tell who somebody is; --personal writes them too.", string.Join(' ', ran.Lines[1..]));
        Assert.Equal([$"best.{format}", $"customers.{format}", $"orders.{format}"], Files);
        Assert.Equal(["customer_id", "country", "orders"], Read<string>($"SELECT column_name FROM (DESCRIBE FROM '{Out}/customers.{format}')"));
        // An id that is an e-mail address has the same other name in all tables.
        Assert.Equal([("France", 12.5)], Read<(string, double)>($"SELECT country, CAST(revenue AS DOUBLE) FROM '{Out}/customers.{format}' JOIN '{Out}/orders.{format}' USING (customer_id)"));
        Assert.DoesNotContain("@", string.Join(' ', Read<string>($"SELECT customer_id FROM '{Out}/customers.{format}'")), StringComparison.Ordinal);
        var again = TheProgram.Run(home.Folder, "export", Out, "--format", format, "--tables", "customers", "--personal", "--json");
        Assert.Equal(2, JsonElement.Parse(again.Out).GetProperty("tables")[0].GetProperty("rows").GetInt64());
        Assert.Equal([("ann@shop.example", "Lyon")], Read<(string, string)>($"SELECT customer_id, city FROM '{Out}/customers.{format}' WHERE country = 'France'"));
        Assert.Equal(3, Files.Length);
    }

    [Fact]
    public void Files_of_the_users_own_and_ids_under_other_names_tell_nobody_who_somebody_is()
    {
        using var learned = TemporaryHome.With("""
            CREATE TABLE churn_telco_rows AS SELECT 1::BIGINT AS row_in_file, 'Smith' AS "Surname", 'ann@shop.example' AS "Account", 12 AS tenure;
            CREATE TABLE churn_file_scores AS SELECT 'churn-telco' AS model, 1::BIGINT AS row_in_file, 'ann@shop.example' AS id, 0.5 AS probability;
            CREATE TABLE model_judgements AS SELECT 'purchase-30d' AS model, 'ann@shop.example' AS subject, 0.5 AS probability;
            CREATE TABLE tickets AS SELECT 'T1' AS ticket_id, 'C1' AS customer_id, 'Where is it?' AS subject;
            CREATE TABLE recommendations AS SELECT 'C1' AS customer_id, 'P1' AS product_id, 'often bought together' AS source;
            CREATE TABLE returns AS SELECT 'R1' AS return_id, 1 AS of_source, 7::BIGINT AS of_source_row;
            CREATE TABLE lake_loads AS SELECT 3::BIGINT AS load
            """);
        Assert.Equal(0, TheProgram.Run(learned.Folder, "export", Out).Code);
        Assert.Equal(["model_judgements.parquet", "recommendations.parquet", "returns.parquet", "tickets.parquet"], Files);
        Assert.Equal(["#"], Read<string>($"SELECT left(subject, 1) FROM '{Out}/model_judgements.parquet'"));
        Assert.Equal(["often bought together"], Read<string>($"SELECT source FROM '{Out}/recommendations.parquet'"));
        Assert.Equal(["return_id"], Read<string>($"SELECT column_name FROM (DESCRIBE FROM '{Out}/returns.parquet')"));
        Assert.Equal(["ticket_id", "customer_id"], Read<string>($"SELECT column_name FROM (DESCRIBE FROM '{Out}/tickets.parquet')"));

        // Whoever names a table gets it, with where its rows came from when that is what it is about; persons only with --personal.
        Assert.Equal(0, TheProgram.Run(learned.Folder, "export", Out, "--tables", "churn_telco_rows,churn_file_scores,lake_loads").Code);
        Assert.Equal([3L], Read<long>($"SELECT load FROM '{Out}/lake_loads.parquet'"));
        Assert.Equal(["row_in_file", "Account", "tenure"], Read<string>($"SELECT column_name FROM (DESCRIBE FROM '{Out}/churn_telco_rows.parquet')"));
        Assert.Equal([("#", "#")], Read<(string, string)>($"SELECT left(\"Account\", 1), left(id, 1) FROM '{Out}/churn_telco_rows.parquet' JOIN '{Out}/churn_file_scores.parquet' USING (row_in_file)"));
    }

    [Fact]
    public void Any_table_can_be_named_and_one_that_is_not_there_is_said()
    {
        Assert.Equal(0, TheProgram.Run(home.Folder, "export", Out, "--tables", "event_rows, best").Code);
        Assert.Equal(["best.parquet", "event_rows.parquet"], Files);
        var wrong = TheProgram.Run(home.Folder, "export", Out, "--tables", "order");
        Assert.Equal((2, "habitue: order: there is no such table; `habitue sql \"SHOW TABLES\"` lists all.\n"), (wrong.Code, wrong.Error));
        var file = home.Write("a file", "");
        Assert.Equal((2, $"habitue: {file}: this is a file; name a folder.\n"), (TheProgram.Run(home.Folder, "export", file).Code, TheProgram.Run(home.Folder, "export", file).Error));
    }

    [Fact]
    public void Tables_reach_PostgreSQL_and_the_password_is_told_nowhere()
    {
        const string Schema = "of_the_verb";
        server.Execute($"DROP SCHEMA IF EXISTS {Schema} CASCADE");
        var address = server.Address("").TrimEnd('?');
        for (var time = 0; time < 2; time++)   // the second time replaces what the first one wrote
        {
            var ran = TheProgram.Run(home.Folder, "publish", address, "--schema", Schema);
            Assert.True(ran.Code == 0, ran.Error);
            Assert.StartsWith("Written    3 tables, 4 rows, to postgres://habitue@localhost", ran.Lines[0], StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", ran.Out + ran.Error, StringComparison.Ordinal);
            using var connection = new NpgsqlConnection($"Host=localhost;Port={server.Port};Username={PostgresServer.User};Password={PostgresServer.Password};Database=postgres;Pooling=false");
            connection.Open();
            using var joined = new NpgsqlCommand($"SELECT country, revenue FROM {Schema}.customers JOIN {Schema}.orders USING (customer_id)", connection);
            using var found = joined.ExecuteReader();
            Assert.True(found.Read());
            Assert.Equal(("France", 12.5m), (found.GetString(0), found.GetDecimal(1)));
            Assert.False(found.Read());
        }
        var wrong = TheProgram.Run(home.Folder, "publish", server.Address("", password: "s3cret/wr0ng").TrimEnd('?'));
        Assert.Equal(2, wrong.Code);
        Assert.Contains("refused the login", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", wrong.Out + wrong.Error, StringComparison.Ordinal);
    }
}
