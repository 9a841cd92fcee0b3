using System.Text.Json;

namespace Habitue.Tests.Host;

public sealed class SqlVerbTests : IDisposable
{
    private readonly TemporaryHome home = TemporaryHome.With("""
        CREATE TABLE people (id BIGINT, name VARCHAR, paid DECIMAL(18,4), seen TIMESTAMP, tags VARCHAR[]);
        INSERT INTO people VALUES (1, 'Ada, "the first"', 12.5, TIMESTAMP '2011-12-09 12:50:00', ['a', 'b']), (2, NULL, -0.25, NULL, []), (3, '', 0, NULL, NULL);
        """);

    public void Dispose() => home.Dispose();

    private Ran Ask(params string[] words) => TheProgram.Run(home.Folder, ["sql", .. words]);

    [Fact]
    public void A_table_has_titles_rows_and_a_count()
    {
        var ran = Ask("SELECT id, name, paid FROM people ORDER BY id");
        Assert.Equal(0, ran.Code);
        Assert.Equal(["id  name               paid", "──  ────────────────  ─────", " 1  Ada, \"the first\"   12.5", " 2                    -0.25", " 3                        0", "3 rows"], ran.Lines);
    }

    [Fact]
    public void Csv_quotes_what_it_must_and_tells_null_from_empty() =>
        Assert.Equal("id,name,seen\n1,\"Ada, \"\"the first\"\"\",2011-12-09 12:50:00\n2,,\n3,\"\",\n", Ask("SELECT id, name, seen FROM people ORDER BY id", "--format", "csv").Out);

    [Fact]
    public void Json_parses_and_keeps_types()
    {
        var rows = JsonDocument.Parse(Ask("SELECT * FROM people ORDER BY id", "--json").Out).RootElement;
        Assert.Equal(3, rows.GetArrayLength());
        Assert.Equal(12.5m, rows[0].GetProperty("paid").GetDecimal());
        Assert.Equal("2011-12-09T12:50:00Z", rows[0].GetProperty("seen").GetString());
        Assert.Equal("b", rows[0].GetProperty("tags")[1].GetString());
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("name").ValueKind);
    }

    [Fact]
    public void An_empty_answer_is_valid_json() => Assert.Equal(0, JsonDocument.Parse(Ask("SELECT 1 AS a WHERE false", "--json").Out).RootElement.GetArrayLength());

    [Fact]
    public void The_query_can_come_from_standard_input() =>
        Assert.Equal("n\n3\n", TheProgram.Run(home.Folder, new StringReader("SELECT COUNT(*) AS n\nFROM people"), "sql", "-", "--format", "csv").Out);

    [Theory]
    [InlineData("DELETE FROM people")]
    [InlineData("CREATE TABLE more (x INT)")]
    [InlineData("SELECT 1; DROP TABLE people")]
    public void Nothing_can_be_changed_without_write(string sql)
    {
        var ran = Ask(sql);
        Assert.Equal(2, ran.Code);
        Assert.Contains("--write", ran.Error);
        Assert.Equal("n\n3\n", Ask("SELECT COUNT(*) AS n FROM people", "--format", "csv").Out);
    }

    [Fact]
    public void With_write_the_warehouse_changes()
    {
        Assert.Equal(0, Ask("DELETE FROM people WHERE id = 3", "--write").Code);
        Assert.Equal("n\n2\n", Ask("SELECT COUNT(*) AS n FROM people", "--format", "csv").Out);
    }

    [Fact]
    public void A_wrong_query_is_the_users_mistake_and_shows_where()
    {
        var ran = Ask("SELECT nme FROM people");
        Assert.Equal(2, ran.Code);
        Assert.Contains("nme", ran.Error);
        Assert.Contains("name", ran.Error);
        Assert.DoesNotContain("   at ", ran.Error);
    }

    [Fact]
    public void A_reader_who_leaves_early_ends_it_quietly()
    {
        var ran = TheProgram.Shell(home.Folder, $"'{TheProgram.File}' sql 'SELECT * FROM range(50000000)' --format csv | head -2; echo ${{PIPESTATUS[0]}}");
        Assert.Equal(["range", "0", "0"], ran.Lines);
        Assert.Empty(ran.Error);
    }

    [Fact]
    public void Output_to_a_file_is_appended_where_the_shell_says()
    {
        var file = Path.Combine(home.Desk, "out.txt");
        TheProgram.Shell(home.Folder, $"{{ echo before; '{TheProgram.File}' sql 'SELECT 1 AS a' --format csv; echo after; }} > '{file}'");
        Assert.Equal("before\na\n1\nafter\n", File.ReadAllText(file));
    }

    [Fact]
    public void A_home_with_nothing_in_it_says_how_to_begin()
    {
        using var empty = new TemporaryHome();
        var ran = TheProgram.Run(empty.Folder, "sql", "SELECT 1");
        Assert.Equal(2, ran.Code);
        Assert.Contains("habitue run PATH", ran.Error);
        Assert.False(Directory.Exists(empty.Folder), "looking must not make a home");
    }
}
