using System.Text;
using Habitue.Lake.Loading;

namespace Habitue.Tests.Loading.Csv;

/// <summary>
/// Rows of CSV files that are held in memory come to the very same warehouse as rows that DuckDB reads into a table. Here the same
/// files are loaded both ways, step by step, and all that the warehouses hold is compared.
/// </summary>
public sealed class HeldCsvTests : IDisposable
{
    private const string Header = "order_id,sku,quantity,order_date,price,customer_id,shelf\n";
    private static readonly DateTime Today = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly TwoWays both = new(Today);

    public void Dispose() => both.Dispose();

    private static string Lines(int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(i => $"A{i / 3},P{i % 7},{1 + i % 4},2024-03-0{1 + i % 9} 10:{i % 60:00}:00,{i % 50}.5,C{i % 5},S{i % 3}\n"));

    [Fact]
    public void Files_of_a_shop()
    {
        for (int i = 0; i < 5; i++)
            both.Write($"{i}.csv", Header + Lines(i * 1000, i * 1000 + 1000));
        LoadReport report = both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal((5_000L, 5_000L, 5_000L), (report.Rows, report.Kept, both.Held.Count("events")));
        Assert.Contains(report.Layouts.Single().Columns, c => c is { Field: "unit_price", Filled: 5_000, Parsed: 5_000 });
        Assert.Equal("s3-1000", both.Held.One<string>("SELECT message_id FROM events WHERE source = 3 ORDER BY source_row DESC LIMIT 1"));
    }

    [Fact]
    public void Rows_of_one_file_in_more_than_one_stretch_and_of_many_files_in_one()
    {
        both.Write("large.csv", Header + Lines(0, 70_000));
        for (int i = 0; i < 40; i++)
            both.Write($"small-{i:00}.csv", Header + Lines(100_000 + i * 9, 100_000 + i * 9 + i % 4));
        both.Write("duplicates.csv", Header + Lines(30_000, 36_000));
        LoadReport report = both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal((70_060, 6_000L), (both.Held.Count("events"), report.Rejected));
    }

    [Fact]
    public void Duplicates_within_a_file_across_files_and_across_loads()
    {
        both.Write("a.csv", Header + Lines(0, 30) + Lines(10, 20));
        both.Write("b.csv", Header + Lines(25, 60));
        LoadReport first = both.Load();
        Assert.Equal((15L, 60L), (first.Rejected, first.Kept));
        both.Write("c.csv", Header + Lines(50, 70) + Lines(69, 70));
        LoadReport second = both.Load();
        Assert.Equal((11L, 10L), (second.Rejected, second.Kept));
        Assert.Equal(26, both.Held.Count("quarantine", "rule = 'exact-duplicate'"));
        Assert.True(both.WasHeld);
    }

    [Fact]
    public void Rows_that_rules_set_aside()
    {
        both.Write("a.csv", Header + Lines(0, 5) + """
            A90,P1,1,2024-03-01 10:00:00,-3.5,C1,"a ""quoted"" shelf"
            A91,P1,0,2024-03-01 10:01:00,3.5,C1,S1
            A92,P1,1,,3.5,C1,S1
            A93,P1,1,  ,3.5,C1,
            A94,P1,1,2044-03-01 10:00:00,3.5,C1,S1
            A95,P1,1,1850-03-01 10:00:00,3.5,C1,S1
            CA96,P1,-1,2024-03-01,3.5,,S1
            ,,,2024-03-01T10:05:06,,,
            A98,P1,,2024-03-02,,C1,S1
            A99,P1,99999999999,2024-03-02,99999999999999.9999,C1,S1

            """);
        LoadReport report = both.Load();
        Assert.True(both.WasHeld);
        Assert.InRange(report.Rejected, 4, 9);
        Assert.Equal("a \"quoted\" shelf", both.Held.One<string>("SELECT json_extract_string(original, '$.shelf') FROM quarantine WHERE order_id = 'A90'"));
        Assert.Equal(1, both.Held.Count("events", "is_cancellation AND NOT is_known"));
    }

    [Fact]
    public void A_value_that_is_not_written_in_the_usual_way_sends_the_set_through_the_table()
    {
        both.Write("a.csv", Header + Lines(0, 20));
        both.Write("b.csv", Header + Lines(20, 40) + "A90,P1,many,2024-03-01 10:00:00,3.5,C1,S1\nA91,P1,1,yesterday,3.5,C1,S1\nA92,P1, 1e0 ,2024-03-01 10:00:00.5,+3.50001,C1,S1\n");
        LoadReport report = both.Load();
        Assert.False(both.WasHeld);
        Assert.Equal((2L, 41L), (report.Rejected, report.Kept));
        Assert.Contains(report.Layouts.Single().Columns, c => c is { Field: "quantity", Filled: 43, Parsed: 42 });
    }

    [Theory]
    [InlineData("A1,P1,1,2024-03-01 10:00:00,3.5,C1\n"), InlineData("A1,P1,1,2024-03-01 10:00:00,3.5,C1,S1,more\n"), InlineData("\n"), InlineData("A1,P1,1,2024-03-01 10:00:00,3.5,C1,\"on two\nlines\"\n")]
    [InlineData("A1,P1,1,2024-03-01 10:00:00,3.5,C1,19\" rack\n"), InlineData("A1,P1,1,2024-03-01 10:00:00,3.5,C1,S1\r\n"), InlineData("A1,P1,1,2024-03-01 10:00:00,3.5,C1,\"open\n")]
    public void An_odd_line_sends_the_set_through_the_table(string line)
    {
        both.Write("a.csv", Header + Lines(0, 20) + line + Lines(20, 40));
        both.Write("b.csv", Header + Lines(40, 60));
        both.Load();
        Assert.False(both.WasHeld);
        Assert.InRange(both.Held.Count("events"), 20, 61);
    }

    [Theory]
    [InlineData(false, "\n", ','), InlineData(true, "\n", ','), InlineData(false, "\r\n", ';'), InlineData(true, "\r\n", '\t'), InlineData(false, "\n", '|')]
    public void Quotes_a_mark_at_the_start_line_ends_and_delimiters(bool hasMark, string end, char delimiter)
    {
        string[][] rows = [.. (Header + Lines(0, 50)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(','))];
        for (int i = 1; i < rows.Length; i++)
            rows[i][6] = (i % 5) switch { 0 => $"\"shelf{delimiter}{i}\"", 1 => "\"the \"\"upper\"\" one of all shelves\"", 2 => "\"\"", 3 => "", _ => "\"Größe 日本語\"" };
        string text = string.Join(end, rows.Select(r => string.Join(delimiter, r.Select((f, i) => i == 0 ? $"\"{f}\"" : f))));
        // The last line of the one ends, that of the other does not.
        both.Write("a.csv", text + end, new UTF8Encoding(hasMark));
        both.Write("b.csv", text.Replace("A1", "B1"), new UTF8Encoding(hasMark));
        both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal($"shelf{delimiter}5", both.Held.One<string>("SELECT DISTINCT json_extract_string(properties, '$.shelf') FROM events WHERE source_row = 5"));
        Assert.Equal(10, both.Held.Count("events", "json_extract_string(properties, '$.shelf') = 'the \"upper\" one of all shelves' AND source = 1"));
        Assert.Equal(20, both.Held.Count("events", "properties IS NULL AND source = 1"));
    }

    [Theory]
    [InlineData("\r\n", "\n"), InlineData("\n", "\r\n")]
    public void A_header_that_ends_otherwise_than_the_rows_is_left_to_DuckDB_which_refuses_the_file(string header, string row)
    {
        both.Write("a.csv", Header.Replace("\n", header) + Lines(0, 20).Replace("\n", row));
        both.Write("b.csv", Header.Replace("\n", row) + Lines(20, 40).Replace("\n", row));
        LoadReport report = both.Load();
        Assert.Contains("a.csv: cannot be read", Assert.Single(report.Refused).Reason);
        Assert.Equal(20, both.Held.Count("events"));
    }

    [Fact]
    public void Fields_so_short_that_their_places_would_take_much_more_than_the_text_go_through_the_table()
    {
        string more = string.Concat(Enumerable.Range(0, 30).Select(i => $",x{i}"));
        both.Write("few.csv", Header.TrimEnd() + more + "\n" + string.Concat(Lines(0, 500).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l + new string(',', 30) + "\n")));
        both.Load();
        Assert.True(both.WasHeld);
        both.Write("many.csv", Header.TrimEnd() + more + "\n" + string.Concat(Enumerable.Range(0, 8_000).Select(i => $"{i},,,2024-03-01,1,C1{new string(',', 31)}\n")));
        both.Load();
        Assert.False(both.WasHeld);
        Assert.Equal(8_500, both.Held.Count("events"));
    }

    [Fact]
    public void A_title_above_the_header()
    {
        both.Write("a.csv", "All orders,,,,,,\n,,,,,,\n" + Header + Lines(0, 20));
        both.Load();
        Assert.Equal(20, both.Held.Count("events"));
    }

    [Fact]
    public void Other_encodings_and_packed_files()
    {
        string text = Header + Lines(0, 20).Replace("S1", "Größe");
        both.Write("a.csv", text, Encoding.Latin1);
        both.Write("b.csv", text.Replace("A", "B"), Encoding.Unicode);
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text.Replace("A", "D")));
        both.Write("d.csv.gz", packed.ToArray());
        both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal(21, both.Held.Count("events", "json_extract_string(properties, '$.shelf') = 'Größe'"));
    }

    [Fact]
    public void A_file_that_grew_and_one_that_was_replaced()
    {
        both.Write("a.csv", Header + Lines(0, 30));
        both.Write("b.csv", Header + Lines(30, 60));
        both.Load();
        File.AppendAllText(Path.Combine(both.Input, "a.csv"), Lines(100, 110) + Lines(100, 101) + "A90,P1,1,2024-03-01,-3.5,C1,S1\n");
        both.Write("b.csv", Header + Lines(200, 205));
        LoadReport report = both.Load();
        Assert.Equal((1, 1, 15L), (report.FilesGrown, report.FilesReplaced, report.Kept));
        Assert.True(both.WasHeld);
        Assert.Equal("31 40", both.Held.One<string>("SELECT min(source_row) || ' ' || max(source_row) FROM events WHERE source = 1 AND source_row > 30"));
        Assert.Equal("41 42", both.Held.One<string>("SELECT string_agg(source_row, ' ' ORDER BY source_row) FROM quarantine"));
    }

    [Fact]
    public void Files_of_nothing_but_a_header_among_others()
    {
        both.Write("0.csv", Header);
        both.Write("1.csv", Header + Lines(0, 10));
        both.Write("2.csv", Header);
        both.Write("3.csv", Header.TrimEnd());
        both.Write("4.csv", Header + Lines(10, 20));
        both.Write("5.csv", Header);
        both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal(20, both.Held.Count("events"));
        both.Write("6.csv", Header);
        Assert.Equal(0, both.Load().Rows);
    }

    [Fact]
    public void Ids_of_spreadsheets_and_texts_with_blanks_around()
    {
        string[] ids = ["17850.0", ".0", " 123 ", " 17851.0", "17852.0 ", "0", "17853", "  ", "", "17854.00", "17850.0"];
        string[] names = ["plain", " blanks around ", "   ", "a", " a", "a ", "twelve bytes", " thirteen byte", "", "tab\t", "a  b"];
        both.Write("a.csv", "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n" + string.Concat(Enumerable.Range(0, 330).Select(i =>
            $"{536365 + i},{i % 3} ,{names[i % 11]},6,2011-12-01 08:{i % 60:00}:00,2.55,{(i < 220 ? "17850.0" : ids[i % 11])},United Kingdom\n")));
        both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal(30, both.Held.Count("events", "product_name = 'blanks around'"));
        both.Write("b.csv", "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n" + string.Concat(ids.Select((id, i) => $"{636365 + i},1,{names[i]},6,2011-12-02 08:00:00,2.55,{id},United Kingdom\n")));
        both.Load();
        Assert.Equal(2, both.Held.Count("events", "customer_id = '17850' AND order_id >= '636365'"));
    }

    [Theory]
    [InlineData("\u00A0x\u00A0"), InlineData(" \u00A0x"), InlineData("x\u00A0 "), InlineData("\tx\u00A0"), InlineData("\u2003"), InlineData("\u0001"), InlineData("a\u00A0b"), InlineData("\u001F"), InlineData("\u001E")]
    public void Texts_with_blanks_of_other_kinds_around(string name)
    {
        both.Write("a.csv", $"order_id,sku,product_name,quantity,order_date,price,customer_id\nA1,P1,{name},1,2024-03-01,2.5,{name}\nA2,P2,name,1,2024-03-01,2.5,C1\nA3,P2,{name},1,2024-03-01,-2.5,C1\n");
        both.Load();
        Assert.Equal(2, both.Held.Count("events"));
    }
}
