using DocumentFormat.OpenXml.Spreadsheet;
using Habitue.Lake.Sources;

namespace Habitue.Tests.Sources;

public sealed class ExcelSheetsTests : IDisposable
{
    private readonly SpoolFixture spool = new();
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-excel-").FullName;

    public void Dispose()
    {
        spool.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Values_are_written_in_one_form_whatever_the_country()
    {
        string csv = Only(
            ["id", "name", "day", "at", "time", "price", "paid", "zip", "sum", "bad"],
            [1, "Grüße, \"東京\"", Workbook.Date("2011-12-09"), Workbook.DateTime("2011-12-09 12:50:00"), new Workbook.Special("0.5", Style: Workbook.TimeFormat),
                2.55, true, new Workbook.Special("1234", Style: Workbook.ZipFormat), new Workbook.Special("3.5", Formula: "1+2.5"), new Workbook.Special("#N/A", CellValues.Error)],
            [1234567890123456, "two\nlines", Workbook.Date("1999-01-01"), Workbook.DateTime("2020-02-29 00:00:00"), null,
                -1e-7, false, new Workbook.Special("99999", Style: Workbook.ZipFormat), new Workbook.Special("ab", CellValues.String, Formula: "\"a\"&\"b\""), 1]);

        Assert.Equal(
            """"
            id,name,day,at,time,price,paid,zip,sum,bad
            1,"Grüße, ""東京""",2011-12-09,2011-12-09 12:50:00,12:00:00,2.55,true,01234,3.5,
            1234567890123456,"two
            lines",1999-01-01,2020-02-29 00:00:00,,-1E-07,false,99999,ab,1

            """",
            csv);
    }

    [Fact]
    public void Titles_and_notes_above_the_table_are_skipped()
    {
        string csv = Only(
            ["Orders of the shop"],
            ["Written by:", "Ann"],
            [],
            [null, "Order", "Customer", "Amount", "Country"],
            [null, "A1", "C1", 10, "DE"],
            [null, "A2", "C2", 20, "FR"],
            [],
            [null, "A3", null, 30, null],
            []);
        Assert.Equal("Order,Customer,Amount,Country\nA1,C1,10,DE\nA2,C2,20,FR\nA3,,30,\n", csv);
    }

    [Fact]
    public void A_merged_title_and_a_merged_group_line_are_no_header_and_merged_rows_share_their_value()
    {
        string csv = Write(b => b.Sheet(
            "Sheet1",
            [
                ["Sales", null, null],
                ["Buyer", null, "Sale"],
                ["Country", "Customer", "Amount"],
                ["DE", "C1", 1],
                [null, "C2", 2],
                [null, "C3", 3],
                ["FR", "C4", 4],
            ],
            merged: ["A1:C1", "A2:B2", "A4:A6"])).Single().Csv;
        Assert.Equal("Country,Customer,Amount\nDE,C1,1\nDE,C2,2\nDE,C3,3\nFR,C4,4\n", csv);
    }

    [Fact]
    public void A_row_number_without_a_name_belongs_to_the_table()
    {
        string csv = Only([null, "customer", "city", "country"], [0, "C1", "Ulm", "DE"], [1, "C2", "Lyon", "FR"]);
        Assert.Equal("column_A,customer,city,country\n0,C1,Ulm,DE\n1,C2,Lyon,FR\n", csv);
    }

    [Fact]
    public void Names_are_made_different_and_nameless_columns_are_called_by_their_letter()
    {
        string csv = Only(["Price", " price ", "Unit\nPrice", null, "Price_2"], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]);
        Assert.StartsWith("Price,price_2,Unit Price,column_D,Price_2_2\n", csv);
    }

    [Fact]
    public void A_value_far_below_in_a_column_nobody_named_is_not_lost()
    {
        IEnumerable<object?[]> rows = Enumerable.Range(1, 400).Select(i => i == 399 ? new object?[] { $"A{i}", i, null, "note" } : [$"A{i}", i]);
        string[] lines = Only([["order", "amount"], .. rows]).Split('\n');
        Assert.Equal("order,amount,column_C,column_D", lines[0]);
        Assert.Equal("A1,1,,", lines[1]);
        Assert.Equal("A399,399,,note", lines[399]);
        Assert.Equal(402, lines.Length);
    }

    [Fact]
    public void Each_visible_sheet_with_a_table_is_a_file_and_the_others_are_told()
    {
        var sheets = Write(b => b
            .Sheet("May", [["order", "customer"], ["A1", "C1"]])
            .Sheet("Empty", [])
            .Sheet("Notes", [["Call Ann"], ["before June"]])
            .Sheet("Old", [["order", "customer"], ["A0", "C0"]], state: SheetStateValues.Hidden)
            .Sheet("June", [["order", "customer"]]));

        Assert.Equal(["May", "June"], sheets.Select(s => s.File.Address.Split('#')[1]));
        Assert.Equal("order,customer\nA1,C1\n", sheets[0].Csv);
        Assert.Equal("order,customer\n", sheets[1].Csv);
        Assert.Equal(
            ["#Notes: the sheet holds no table under a row of column names and was skipped", "#Old: the sheet is hidden and was skipped"],
            spool.Said.Select(s => s[s.IndexOf('#', StringComparison.Ordinal)..]));
    }

    [Fact]
    public void An_old_xls_with_letters_of_its_code_page_is_read()
    {
        string path = Path.Combine(folder, "old.xls");
        File.WriteAllBytes(path, OldWorkbook.Biff2([["name", "amount"], ["Café", 2.5], ["Müller", -7.0]]));
        SourceFile file = Assert.Single(ExcelSheets.Spool(path, spool.Context, CancellationToken.None));
        Assert.Equal("name,amount\nCafé,2.5\nMüller,-7\n", File.ReadAllText(file.LocalPath));
    }

    [Fact]
    public void A_large_sheet_arrives_completely()
    {
        const int Rows = 50_000;
        IEnumerable<object?[]> rows = Enumerable.Range(0, Rows).Select(i => new object?[] { i, $"customer {i % 1000}", i * 0.25, "DE" });
        string[] lines = Only([["id", "customer", "amount", "country"], .. rows]).Split('\n');
        Assert.Equal(Rows + 2, lines.Length);
        Assert.Equal($"{Rows - 1},customer {(Rows - 1) % 1000},{(Rows - 1) * 0.25},DE", lines[Rows]);
    }

    [Fact]
    public void Only_workbooks_are_accepted_and_not_the_note_that_one_is_open()
    {
        Assert.All(["a.xlsx", "/x/A.XLS", "b.xlsm", "b.xlsb"], p => Assert.True(ExcelSheets.Accepts(p)));
        Assert.All(["a.csv", "~$a.xlsx", "/x/~$a.xlsx", "xlsx"], p => Assert.False(ExcelSheets.Accepts(p)));
    }

    [Fact]
    public void Cancelling_stops_and_leaves_no_file()
    {
        string path = Save(b => b.Sheet("Sheet1", Enumerable.Repeat(new object?[] { "a", "b" }, 1000)));
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ExcelSheets.Spool(path, spool.Context, cancel.Token));
        Assert.Empty(spool.Left);
    }

    [Fact]
    public void A_missing_protected_broken_or_disguised_workbook_is_a_sentence()
    {
        Assert.Contains("there is no such file", Refusal(Path.Combine(folder, "none.xlsx")));
        Assert.Contains("is not an Excel workbook", Refusal(Bytes("export.xls", "<html><table><tr><td>order</td></tr></table></html>"u8)));
        Assert.Contains("is not an Excel workbook", Refusal(Bytes("empty.xlsx", [])));
        Assert.Contains("protected by a password", Refusal(Bytes("secret.xlsx", OldWorkbook.Encrypted())));
        Assert.Contains("no visible sheet holds a table", Refusal(Save(b => b.Sheet("Sheet1", []))));

        byte[] whole = File.ReadAllBytes(Save(b => b.Sheet("Sheet1", [["a", "b"], ["c", "d"]])));
        Assert.Contains("broken or cut short", Refusal(Bytes("cut.xlsx", whole.AsSpan(0, whole.Length / 2))));
        Assert.Empty(spool.Left);
    }

    private string Only(params object?[][] rows) => Write(b => b.Sheet("Sheet1", rows)).Single().Csv;

    private List<(SourceFile File, string Csv)> Write(Action<Workbook> fill) =>
        [.. ExcelSheets.Spool(Save(fill), spool.Context, CancellationToken.None).Select(f => (f, File.ReadAllText(f.LocalPath)))];

    private string Save(Action<Workbook> fill)
    {
        string path = Path.Combine(folder, "book.xlsx");
        using (var book = new Workbook(path))
            fill(book);
        return path;
    }

    private string Bytes(string name, ReadOnlySpan<byte> bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Refusal(string path)
    {
        var error = Assert.Throws<SourceException>(() => ExcelSheets.Spool(path, spool.Context, CancellationToken.None));
        Assert.StartsWith(path, error.Message);
        return error.Message;
    }
}
