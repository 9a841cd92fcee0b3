using System.IO.Compression;
using System.Text;
using Habitue.Lake.Loading;
using Habitue.Lake.Sources;
using Habitue.Tests.Host;

namespace Habitue.Tests.Loading;

public sealed class BadInputTests
{
    private const string Header = "order_id,sku,quantity,order_date,price,customer_id\n";
    private const string Good = Header + "A1,P1,2,2024-03-01 10:00:00,3.50,C1\nA2,P2,1,2024-03-02 11:30:00,10,C2\n";

    [Fact]
    public void An_empty_file_is_told_and_good_files_are_kept()
    {
        using var home = new LoadedHome();
        home.Write("empty.csv", "");
        home.Write("good.csv", Good);
        LoadReport report = home.Load();
        Assert.Equal(2, home.Count("events"));
        Assert.Contains(report.Notes, n => n.Contains("empty.csv") && n.Contains("is empty"));
    }

    [Theory]
    [InlineData("\uFEFF", "utf-8")]
    [InlineData("\uFEFF", "utf-16")]
    [InlineData(" \r\n\n", "utf-8")]
    public void A_file_of_nothing_but_a_mark_or_blanks_is_empty_too(string text, string encoding)
    {
        using var home = new LoadedHome();
        File.WriteAllBytes(home.Write("blank.csv", ""), Encoding.GetEncoding(encoding).GetBytes(text));
        LoadReport report = home.Load();
        Assert.Contains("blank.csv: is empty; nothing to load", Assert.Single(report.Notes));
        Assert.Equal((0, 0), (report.Rows, report.Refused.Count));
    }

    [Fact]
    public void A_header_without_rows_loads_nothing_and_is_no_error()
    {
        using var home = new LoadedHome();
        home.Write("header.csv", Header);
        LoadReport report = home.Load();
        Assert.Equal((0, 0), (report.Rows, report.Refused.Count));
    }

    [Fact]
    public void A_file_without_a_column_for_the_time_is_refused_by_name_and_the_others_are_kept()
    {
        using var home = new LoadedHome();
        home.Write("good.csv", Good);
        home.Write("no-time.csv", "order_id,sku,quantity,price,customer_id\nA1,P1,2,3.5,C1\n");
        RefusedFile refused = Assert.Single(home.Load().Refused);
        Assert.Contains("no-time.csv", refused.Reason);
        Assert.Contains("no column could be the time", refused.Reason);
        Assert.Contains("order_id, sku, quantity, price, customer_id", refused.Reason);
        Assert.Equal(2, home.Count("events"));
    }

    [Fact]
    public void Of_two_columns_that_could_be_the_time_one_is_taken_and_the_other_is_named()
    {
        using var home = new LoadedHome();
        home.Write("two.csv", "order_id,sku,quantity,order_date,created_at,price,customer_id\nA1,P1,2,2024-03-01,2024-03-05,3.5,C1\n");
        LoadReport report = home.Load();
        Assert.Contains(report.Layouts.Single().Notes, n => n.Contains("created_at") && n.Contains("order_date"));
        Assert.Equal(new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc), home.One<DateTime>("SELECT occurred_at FROM events"));
        Assert.Contains("created_at", home.One<string>("SELECT properties FROM events"));
    }

    [Fact]
    public void Dates_in_another_format_than_their_column_go_to_the_quarantine_with_column_and_text()
    {
        using var home = new LoadedHome();
        home.Write("mixed.csv", Header + "A1,P1,2,13/03/2024 10:00,3.5,C1\nA2,P1,1,14/03/2024 10:00,3.5,C1\nA3,P1,1,2024-03-15 10:00:00,3.5,C1\nA4,P1,1,March 16th,3.5,C1\n");
        LoadReport report = home.Load();
        Assert.Equal((3L, 1L), (home.Count("events"), report.Rejected));
        Assert.Equal("order_date 'March 16th' is no time", home.One<string>("SELECT reason FROM quarantine"));
        Assert.Equal(4, home.One<long>("SELECT source_row FROM quarantine"));
        Assert.Contains("March 16th", home.One<string>("SELECT original FROM quarantine"));
    }

    [Fact]
    public void Where_no_format_of_dates_prevails_the_rows_of_one_are_read_and_good_files_with_the_same_columns_are_kept()
    {
        using var home = new LoadedHome();
        home.Write("good.csv", Good);
        home.Write("mixed.csv", Header + "B1,P1,1,25.12.2023,2,C1\nB2,P1,1,May 16th,2,C1\nB3,P1,1,13/05/2024,2,C1\nB4,P1,1,2024-04-05,2,C1\nB5,P1,1,soon,2,C1\n");
        LoadReport report = home.Load();
        Assert.Equal((0, 3L), (report.Refused.Count, report.Rejected));
        Assert.Equal("A1 2024-03-01,A2 2024-03-02,B3 2024-05-13,B4 2024-04-05", home.One<string>("SELECT string_agg(order_id || ' ' || CAST(occurred_at AS DATE), ',' ORDER BY order_id) FROM events"));
        Assert.Equal("order_date '25.12.2023' is no time,order_date 'May 16th' is no time,order_date 'soon' is no time", home.One<string>("SELECT string_agg(reason, ',' ORDER BY source_row) FROM quarantine"));
    }

    [Fact]
    public void A_file_whose_times_are_mostly_unreadable_gives_the_rows_that_can_be_read()
    {
        using var home = new LoadedHome();
        home.Write("mixed.csv", Header + "B1,P1,1,monday,2,C1\nB2,P1,1,tuesday,2,C1\nB3,P1,1,13/05/2024,2,C1\nB4,P1,1,soon,2,C1\n");
        LoadReport report = home.Load();
        Assert.Equal((1L, 3L), (report.Kept, report.Rejected));
        Assert.Equal(new DateTime(2024, 5, 13, 0, 0, 0, DateTimeKind.Utc), home.One<DateTime>("SELECT occurred_at FROM events"));
    }

    [Fact]
    public void A_column_that_is_called_like_the_time_and_holds_none_is_named_with_what_it_holds()
    {
        using var home = new LoadedHome();
        home.Write("words.csv", Header + "B1,P1,1,monday,2,C1\nB2,P1,1,tuesday,2,C1\n");
        var e = Assert.Throws<SourceException>(() => home.Load());
        Assert.EndsWith("words.csv: the column 'order_date' is called like the time, but none of its values is one ('monday'); say how it is read, or which column is the time, in a mapping file (--mapping FILE)", e.Message);
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void Text_in_any_usual_encoding_arrives_whole(string name)
    {
        using var home = new LoadedHome();
        home.Write("names.csv", "order_id,sku,product_name,quantity,order_date,price,customer_id\nA1,P1,Glühwein-Tasse à la carte,2,2024-03-01,3.5,C1\n", Encoding.GetEncoding(name));
        home.Load();
        Assert.Equal("Glühwein-Tasse à la carte", home.One<string>("SELECT product_name FROM events"));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_column()
    {
        using var home = new LoadedHome();
        home.Write("bom.csv", Good, new UTF8Encoding(true));
        home.Load();
        Assert.Equal("A1,A2", home.One<string>("SELECT string_agg(order_id, ',' ORDER BY order_id) FROM events"));
    }

    [Fact]
    public void Quotes_separators_and_line_ends_inside_a_field_stay_inside_it()
    {
        using var home = new LoadedHome();
        home.Write("quoted.csv", "order_id,sku,product_name,quantity,order_date,price,customer_id\nA1,P1,\"A \"\"big\"\", red\nbox\",2,2024-03-01,3.5,C1\nA2,P2,plain,1,2024-03-02,1,C1\n");
        home.Load();
        Assert.Equal(2, home.Count("events"));
        Assert.Equal("A \"big\", red\nbox", home.One<string>("SELECT product_name FROM events WHERE order_id = 'A1'"));
    }

    [Fact]
    public void Lines_with_too_few_or_too_many_fields_go_to_the_quarantine_with_their_line()
    {
        using var home = new LoadedHome();
        home.Write("ragged.csv", Good + "A3,P1,1\nA4,P1,1,2024-03-03,2,C1,extra\n");
        LoadReport report = home.Load();
        Assert.Equal((2L, 2L, 4L), (home.Count("events"), report.Rejected, report.Rows));
        Assert.Equal("4,5", home.One<string>("SELECT string_agg(source_row, ',' ORDER BY source_row) FROM quarantine WHERE rule = 'unreadable-line'"));
        Assert.Equal("A3,P1,1", home.One<string>("SELECT trim(original) FROM quarantine WHERE source_row = 4"));
    }

    [Fact]
    public void A_truncated_gzip_is_refused_and_a_whole_one_is_read()
    {
        using var home = new LoadedHome();
        byte[] zipped = Zip(Good);
        home.Write("whole.csv.gz", zipped);
        home.Write("cut.csv.gz", zipped[..^12]);
        RefusedFile refused = Assert.Single(home.Load().Refused);
        Assert.Contains("cut.csv.gz", refused.Reason);
        Assert.Contains("cut short", refused.Reason);
        Assert.Equal(2, home.Count("events"));
    }

    [Fact]
    public void Parquet_files_of_two_schemas_are_both_read_and_a_broken_one_is_refused()
    {
        using var home = new LoadedHome();
        home.Warehouse.Execute($"COPY (SELECT 'A1' AS order_id, 'P1' AS sku, 2 AS quantity, TIMESTAMP '2024-03-01 10:00:00' AS order_date, CAST(3.5 AS DOUBLE) AS price, 17850 AS customer_id) TO '{home.Input}/one.parquet'");
        home.Warehouse.Execute($"COPY (SELECT 'A2' AS invoice, 'P1' AS stock_code, CAST(1 AS BIGINT) AS qty, '2024-03-02' AS invoice_date, 4 AS unit_price, 'C2' AS customer) TO '{home.Input}/two.parquet'");
        home.Write("three.parquet", "PAR1 and then nothing");
        LoadReport report = home.Load();
        Assert.Equal("A1 17850 3.5000,A2 C2 4.0000", home.One<string>("SELECT string_agg(order_id || ' ' || customer_id || ' ' || unit_price, ',' ORDER BY order_id) FROM events"));
        Assert.Contains("three.parquet", Assert.Single(report.Refused).Reason);
    }

    [Fact]
    public void One_bad_file_among_three_hundred_is_refused_alone()
    {
        using var home = new LoadedHome();
        for (int i = 0; i < 300; i++)
            home.Write($"day-{i:000}.csv", i == 150 ? "\0\0\0binary" : Header + $"A{i},P1,1,2024-03-01 10:00:00,3.5,C{i}\n");
        RefusedFile refused = Assert.Single(home.Load().Refused);
        Assert.Contains("day-150.csv", refused.Reason);
        Assert.Equal(299, home.Count("events"));
    }

    [Fact]
    public void A_line_of_a_hundred_megabytes_is_set_aside_and_the_others_are_read()
    {
        using var home = new LoadedHome();
        home.Write("long.csv", Good + "A3," + new string('x', 100_000_000) + ",1,2024-03-03,2,C1\nA4,P1,1,2024-03-04,2,C1\n");
        home.Load();
        Assert.Equal(3, home.Count("events"));
        Assert.Contains("more than 2,000,000", home.One<string>("SELECT reason FROM quarantine"));
        Assert.Equal(4, home.One<long>("SELECT source_row FROM quarantine"));
    }

    [Fact]
    public void A_negative_price_and_the_year_2999_are_set_aside_with_their_reason()
    {
        using var home = new LoadedHome();
        home.Write("odd.csv", Good + "A3,P1,1,2024-03-03,-2,C1\nA4,P1,1,2999-03-04,2,C1\nA5,P1,0,2024-03-04,2,C1\n");
        home.Load();
        Assert.Equal("impossible-time,negative-price,quantity-zero", home.One<string>("SELECT string_agg(rule, ',' ORDER BY rule) FROM quarantine"));
        Assert.Equal(2, home.Count("events"));
    }

    [Fact]
    public void A_path_that_does_not_exist_is_named()
    {
        using var home = new LoadedHome();
        var e = Assert.Throws<SourceException>(() => home.Load(Path.Combine(home.Folder, "nowhere")));
        Assert.Contains("nowhere", e.Message);
        Assert.Contains("does not exist", e.Message);
    }

    [Fact]
    public void A_mapping_that_names_an_unknown_column_or_field_says_which()
    {
        using var home = new LoadedHome();
        string file = home.Write("good.csv", Good);
        string mapping = home.Write("m.json", """{"layout":"mine","entity":"events","columns":[{"column":"OrderNo","field":"order_id"}]}""");
        var column = Assert.Throws<SourceException>(() => home.Load(file, mapping));
        Assert.Contains("'OrderNo'", column.Message);
        Assert.Contains("order_id, sku, quantity", column.Message);
        File.WriteAllText(mapping, """{"layout":"mine","entity":"events","columns":[{"column":"order_id","field":"order_number"}]}""");
        Assert.Contains("'order_number'", Assert.Throws<SourceException>(() => home.Load(file, mapping)).Message);
        Assert.Equal(0, home.Count("events"));
    }

    [Fact]
    public void Files_and_folders_without_permission_are_refused_by_name_and_the_others_are_kept()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows keeps permissions in another way.");
        using var home = new TemporaryHome();
        home.Write("good.csv", Good);
        home.Write("secret.csv", Good.Replace("A1", "B1", StringComparison.Ordinal));
        // The super-user may read everything, so the program then runs as nobody.
        string somebody = Environment.IsPrivilegedProcess ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : "";
        Ran ran = TheProgram.Shell(home.Folder, $"""
            chmod 777 '{Path.GetDirectoryName(home.Folder)}' && chmod 755 '{home.Desk}' && chmod 000 '{home.Desk}/secret.csv'
            mkdir '{home.Desk}/closed' && cp '{home.Desk}/good.csv' '{home.Desk}/closed/' && chmod 000 '{home.Desk}/closed'
            {somebody} '{TheProgram.File}' ingest '{home.Desk}'
            code=$?
            {somebody} '{TheProgram.File}' sql 'SELECT order_id FROM events ORDER BY order_id' --format csv
            {somebody} '{TheProgram.File}' ingest '{home.Desk}/secret.csv'
            echo $code $?
            chmod 700 '{home.Desk}/closed'
            """);
        Assert.Contains($"{home.Desk}/secret.csv: may not be read by this user; give it read permission (chmod +r)", ran.Error);
        Assert.Contains($"{home.Desk}/closed: may not be read by this user; give it read permission (chmod +rx)", ran.Error);
        Assert.EndsWith("order_id\nA1\nA2\n0 2\n", ran.Out);
    }

    [Fact]
    public void A_line_that_is_no_json_is_set_aside_as_it_is()
    {
        using var home = new LoadedHome();
        home.Write("events.jsonl", "{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"m1\",\"userId\":\"C1\",\"timestamp\":\"2024-03-01T10:00:00Z\"}\n{\"type\":\"track\",\n{\"type\":\"page\",\"name\":\"Home\",\"messageId\":\"m2\",\"userId\":\"C1\",\"timestamp\":\"2024-03-01T10:00:01Z\"}\n");
        home.Load();
        Assert.Equal(2, home.Count("events"));
        Assert.Equal("{\"type\":\"track\",", home.One<string>("SELECT original FROM quarantine WHERE rule = 'unreadable-line'"));
    }

    [Fact]
    public void What_was_accepted_before_a_bad_load_is_untouched()
    {
        using var home = new LoadedHome();
        home.Write("good.csv", Good);
        home.Load();
        string before = home.One<string>("SELECT string_agg(CAST(e AS VARCHAR), ';' ORDER BY message_id) FROM events AS e");
        home.Write("bad.csv", "a,b,c\n1,2,3\n");
        Assert.Single(home.Load().Refused);
        Assert.Equal(before, home.One<string>("SELECT string_agg(CAST(e AS VARCHAR), ';' ORDER BY message_id) FROM events AS e"));
    }

    private static byte[] Zip(string text)
    {
        using var memory = new MemoryStream();
        using (var zip = new GZipStream(memory, CompressionLevel.Optimal))
            zip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }
}
