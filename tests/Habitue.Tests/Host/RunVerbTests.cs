using System.Text.Json;

namespace Habitue.Tests.Host;

public sealed class RunVerbTests : IDisposable
{
    /// <summary>Six lines of three customers: one line twice, one without a customer. What must come out is counted by hand.</summary>
    private const string Orders = """
        order_id,customer_id,order_date,product_id,product_name,quantity,unit_price,currency
        1001,ann,2024-03-01 10:00:00,P1,Blue cup,2,4.50,EUR
        1001,ann,2024-03-01 10:00:00,P2,Red cup,1,5.00,EUR
        1002,bob,2024-03-02 11:30:00,P1,Blue cup,10,4.00,EUR
        1002,bob,2024-03-02 11:30:00,P1,Blue cup,10,4.00,EUR
        1003,ann,2024-03-10 09:15:00,P3,Tea pot,1,30.00,EUR
        1004,,2024-03-11 16:45:00,P2,Red cup,3,5.00,EUR

        """;

    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    private Ran Run(params string[] words) => TheProgram.Run(home.Folder, ["run", .. words]);

    private string Ask(string sql) => string.Join('\n', TheProgram.Run(home.Folder, "sql", sql, "--format", "csv").Lines.Skip(1));

    [Fact]
    public void Files_become_customers_orders_segments_and_a_report()
    {
        var ran = Run(home.Write("orders.csv", Orders));
        Assert.Equal((0, ""), (ran.Code, ran.Code == 0 ? "" : ran.Error));
        Assert.Equal("1001,14,2\n1002,40,1\n1003,30,1\n1004,15,1", Ask("SELECT order_id, revenue, lines FROM orders ORDER BY order_id"));
        Assert.Equal("ann,2,44\nbob,1,40", Ask("SELECT customer_id, orders, revenue FROM customers WHERE is_known ORDER BY customer_id"));
        Assert.Equal("ann,2,44\nbob,1,40", Ask("SELECT customer_id, frequency, monetary FROM customer_features ORDER BY customer_id"));
        var report = Path.Combine(home.Folder, "reports", "report-2024-03-12.html");
        Assert.Contains(report, ran.Out);
        Assert.Contains("<!doctype html", File.ReadAllText(report), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A run does not close the warehouse but saves it: nothing is left beside its file, and the home is free.</summary>
    [Fact]
    public void All_is_in_the_file_of_the_warehouse_when_a_run_ends()
    {
        Assert.Equal(0, Run(home.Write("orders.csv", Orders)).Code);
        Assert.Empty(Directory.GetFiles(home.Folder, "warehouse.duckdb.wal"));
        Assert.Empty(Directory.GetFiles(home.Folder, "home.owner"));
        Assert.Equal(0, Run(home.Write("orders.csv", Orders)).Code);
        Assert.Equal("4", Ask("SELECT COUNT(*) FROM orders"));
    }

    [Fact]
    public void The_summary_fits_one_screen_of_80_by_24_and_has_no_colour_in_a_pipe()
    {
        var ran = Run(home.Write("orders.csv", Orders));
        Assert.DoesNotContain('\u001b', ran.Out + ran.Error);
        Assert.InRange(ran.Out.Split('\n').Length, 5, 24);
        Assert.All(ran.Lines.Where(line => !line.StartsWith("Report", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
        Assert.Matches(@"Read\s+6 rows of 1 file", ran.Out);
        Assert.Matches(@"1  set aside: Exact duplicate", ran.Out);
        Assert.Contains("99.00 EUR", ran.Out);
    }

    [Fact]
    public void A_second_run_with_nothing_new_says_so_and_changes_nothing()
    {
        var file = home.Write("orders.csv", Orders);
        Run(file);
        var report = Path.Combine(home.Folder, "reports", "report-2024-03-12.html");
        var written = File.GetLastWriteTimeUtc(report);
        var again = Run(file);
        Assert.Equal(0, again.Code);
        Assert.Contains("nothing new in 1 file", again.Out);
        Assert.Equal(Flow.Stages.Count - 1, again.Error.Split('\n').Count(line => line.Contains("nothing new", StringComparison.Ordinal)));
        Assert.Equal(written, File.GetLastWriteTimeUtc(report));
    }

    [Fact]
    public void What_is_added_later_is_all_that_is_read_later()
    {
        var file = home.Write("orders.csv", Orders);
        Run(file);
        File.AppendAllText(file, "1005,bob,2024-03-20 08:00:00,P3,Tea pot,1,30.00,EUR\n");
        Assert.Equal(0, Run(file).Code);
        Assert.Equal("bob,2,70", Ask("SELECT customer_id, orders, revenue FROM customers WHERE customer_id = 'bob'"));
        Assert.Equal("2024-03-21 00:00:00", Ask("SELECT DISTINCT as_of FROM customer_features"));
    }

    [Fact]
    public void The_answer_for_programs_parses_and_says_the_same()
    {
        var answer = JsonDocument.Parse(Run(home.Write("orders.csv", Orders), "--json", "--no-report").Out).RootElement;
        Assert.Equal(6, answer.GetProperty("read").GetProperty("rows").GetInt64());
        Assert.Equal(1, answer.GetProperty("read").GetProperty("rejected").GetInt64());
        Assert.Equal(99m, answer.GetProperty("revenue").GetDecimal());
        Assert.Equal(4, answer.GetProperty("orders").GetInt64());
        Assert.Equal("EUR", answer.GetProperty("currency").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("report").ValueKind);
        Assert.Equal("2024-03-12T00:00:00Z", answer.GetProperty("as_of").GetString());
        Assert.Equal(84m, answer.GetProperty("segments").EnumerateArray().Sum(segment => segment.GetProperty("revenue").GetDecimal()));
    }

    [Fact]
    public void Looking_back_from_an_earlier_day_leaves_out_what_came_later()
    {
        Run(home.Write("orders.csv", Orders), "--as-of", "2024-03-05");
        Assert.Equal("ann,1,14,3\nbob,1,40,2", Ask("SELECT customer_id, frequency, monetary, CAST(recency_days AS BIGINT) AS recency FROM customer_features ORDER BY customer_id"));
    }

    [Fact]
    public void A_report_goes_where_it_is_told()
    {
        var target = Path.Combine(home.Desk, "out", "shop.html");
        Assert.Equal(0, Run(home.Write("orders.csv", Orders), "--report", target).Code);
        Assert.True(File.Exists(target));
    }

    [Theory]
    [InlineData("no-such-file.csv", "no-such-file.csv")]
    [InlineData("ftp://somewhere/x", "ftp://somewhere/x")]
    public void An_address_that_leads_nowhere_is_one_sentence_and_exit_code_2(string address, string named)
    {
        var ran = Run(address);
        Assert.Equal(2, ran.Code);
        Assert.Contains(named, ran.Error);
        Assert.DoesNotContain("   at ", ran.Error);
    }

    [Theory]
    [InlineData("--as-of yesterday", "--as-of yesterday")]
    [InlineData("--mapping nowhere.json", "nowhere.json")]
    [InlineData("--no-report --open", "--no-report")]
    public void A_wrong_option_is_one_sentence_and_exit_code_2(string options, string named)
    {
        var ran = Run([home.Write("orders.csv", Orders), .. options.Split(' ')]);
        Assert.Equal(2, ran.Code);
        Assert.Contains(named, ran.Error);
        Assert.False(Directory.Exists(home.Folder), "a mistake in the options must not make a home");
    }

    [Fact]
    public void A_bad_workbook_in_a_folder_is_named_and_the_rest_is_loaded()
    {
        home.Write("orders.csv", Orders);
        var bad = home.Write("book.xlsx", "this is no workbook");
        var ran = Run(home.Desk, "--no-report");
        Assert.Equal(0, ran.Code);
        Assert.Contains("Left out   1 file that could not be read: book.xlsx", ran.Out);
        Assert.Contains(bad, ran.Error);
        Assert.Equal("4", Ask("SELECT COUNT(*) FROM orders"));
    }

    [Fact]
    public void Ingest_shows_how_the_columns_were_understood()
    {
        var ran = TheProgram.Run(home.Folder, "ingest", home.Write("orders.csv", Orders));
        Assert.Equal(0, ran.Code);
        Assert.Matches(@"order_date\s+→\s+occurred_at.*6 of 6 parse", ran.Out);
        Assert.Contains("6 rows of 1 file read, 5 kept, 1 set aside", ran.Out);
        var again = TheProgram.Run(home.Folder, "ingest", home.Write("orders.csv", Orders));
        Assert.Contains("Nothing new in 1 file", again.Out);
        Assert.Matches(@"order_date\s+→\s+occurred_at", again.Out);
    }

    [Fact]
    public void The_looking_verbs_answer_people_and_programs()
    {
        Run(home.Write("orders.csv", Orders), "--no-report");
        Assert.Contains("Exact duplicate", TheProgram.Run(home.Folder, "quality").Out);
        Assert.Equal(6, JsonDocument.Parse(TheProgram.Run(home.Folder, "quality", "--json").Out).RootElement.GetProperty("rows").GetInt64());
        Assert.Contains("orders.csv", TheProgram.Run(home.Folder, "quality", "rejected").Out);
        Assert.Equal("exact-duplicate", JsonDocument.Parse(TheProgram.Run(home.Folder, "quality", "rejected", "--json").Out).RootElement[0].GetProperty("rule").GetString());
        Assert.Equal(2, TheProgram.Run(home.Folder, "quality", "rejected", "--rule", "no-such-rule").Code);
        Assert.Matches(@"recency_days\s+2\s+Whole days since the last order\.\s+\(days;\s+from\s+orders\)", TheProgram.Run(home.Folder, "features").Out);
        Assert.Equal(2, JsonDocument.Parse(TheProgram.Run(home.Folder, "features", "--json").Out).RootElement.EnumerateArray().First(feature => feature.GetProperty("name").GetString() == "recency_days").GetProperty("filled").GetInt64());
        Assert.Contains(JsonDocument.Parse(TheProgram.Run(home.Folder, "lineage", "--json").Out).RootElement.EnumerateArray(), edge => edge.GetProperty("from").GetString() == "events");
        Assert.StartsWith("graph LR\n", TheProgram.Run(home.Folder, "lineage", "--format", "mermaid").Out);
        Assert.Contains("v1.", JsonDocument.Parse(TheProgram.Run(home.Folder, "doctor", "--json").Out).RootElement.EnumerateArray().First(finding => finding.GetProperty("subject").GetString() == "DuckDB library").GetProperty("found").GetString());
    }

    [Theory]
    [InlineData("quality")]
    [InlineData("quality rejected")]
    [InlineData("quality export x.jsonl")]
    [InlineData("features")]
    public void A_home_where_a_run_never_finished_says_what_is_missing(string line)
    {
        using var half = TemporaryHome.With("SELECT 1");
        var ran = TheProgram.Run(half.Folder, line.Split(' '));
        Assert.Equal(2, ran.Code);
        Assert.Contains("habitue run PATH", ran.Error);
    }

    [Fact]
    public void Features_as_of_a_date_are_those_of_that_date_and_leave_the_present_ones()
    {
        Run(home.Write("orders.csv", Orders));
        var past = TheProgram.Run(home.Folder, "features", "--as-of", "2024-03-05");
        Assert.Equal(0, past.Code);
        Assert.Contains("as of 2024-03-05 00:00 UTC, in the table customer_features_past", past.Out);
        Assert.Equal("ann,1,14\nbob,1,40", Ask("SELECT customer_id, frequency, monetary FROM customer_features_past ORDER BY customer_id"));
        Assert.Equal("ann,2,44\nbob,1,40", Ask("SELECT customer_id, frequency, monetary FROM customer_features ORDER BY customer_id"));
        Assert.Equal(2, TheProgram.Run(home.Folder, "features", "--as-of", "yesterday").Code);
    }

    [Fact]
    public void Too_little_memory_says_which_option_to_change()
    {
        var many = Path.Combine(home.Desk, "many.csv");
        using (var file = new StreamWriter(many))
        {
            file.WriteLine("order_id,customer_id,order_date,product_id,quantity,unit_price");
            for (var i = 0; i < 200_000; i++) file.WriteLine($"{i},c{i % 9973},2024-01-01 10:00:00,P{i % 997},1,2.50");
        }
        var ran = Run(many, "--memory", "10MB");
        Assert.Equal(1, ran.Code);
        Assert.Contains("--memory", ran.Error);
        Assert.DoesNotContain("   at ", ran.Error);
        Assert.Equal(0, Run(many, "--no-report").Code);
    }

    [Fact]
    public void A_rejected_row_is_exported_repaired_and_replayed()
    {
        Run(home.Write("orders.csv", Orders.Replace("1003,ann,2024-03-10 09:15:00", "1003,ann,not a time", StringComparison.Ordinal)), "--no-report");
        Assert.Equal("3", Ask("SELECT COUNT(*) FROM orders"));
        var file = Path.Combine(home.Desk, "broken.jsonl");
        Assert.Equal(0, TheProgram.Run(home.Folder, "quality", "export", file).Code);
        File.WriteAllText(file, File.ReadAllText(file).Replace("not a time", "2024-03-10 09:15:00", StringComparison.Ordinal));
        var ran = TheProgram.Run(home.Folder, "quality", "replay", file);
        Assert.Equal(0, ran.Code);
        Assert.Contains("1 accepted", ran.Out);
    }
}
