using Habitue.Lake.Loading;

namespace Habitue.Tests.Loading.Csv;

/// <summary>As <see cref="HeldCsvTests"/>: other columns, other entities, several batches, and loads that end early.</summary>
public sealed class HeldCsvMoreTests : IDisposable
{
    private const string Header = "order_id,sku,quantity,order_date,price,customer_id\n";
    private static readonly DateTime Today = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly TwoWays both = new(Today);

    public void Dispose() => both.Dispose();

    private static string Lines(int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(i => $"A{i},P{i % 7},1,2024-03-01 10:{i % 60:00}:00,2.50,C{i % 5}\n"));

    [Fact]
    public void Columns_that_nobody_mapped_and_names_in_any_letters()
    {
        both.Write("a.csv", "ORDER_ID,sku,Quantity,order_date,price,customer_id,note,\"it's\",Shelf No,c0\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"A{i},P1,1,2024-03-01,2.5,C1,{(i % 2 == 0 ? "" : "n" + i)},{(i % 3 == 0 ? "" : "\"a \"\"b\"\"\"")},,{i}\n")));
        both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal("a \"b\"", both.Held.One<string>("SELECT properties->>'it''s' FROM events WHERE source_row = 2"));
    }

    [Fact]
    public void Customers_named_by_their_e_mail_address()
    {
        both.Write("orders.csv", "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Currency\n" + string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"#{1000 + i},{(i % 4 == 0 ? "" : $" Some{i % 6}@Example.org ")},{(i % 9 == 0 ? "refunded" : "paid")},2024-03-01 10:{i:00}:00,1,Thing {i},{i}.25,{(i % 2 == 0 ? "" : "K" + i)},EUR\n")));
        both.Load();
        Assert.True(both.WasHeld);
        Assert.InRange(both.Held.Count("profiles", "email = lower(trim(email))"), 1, 6);
        both.Write("later.csv", "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Currency\n#2000,some1@example.org,paid,2024-03-02 10:00:00,1,Thing,2,K,EUR\n");
        both.Load();
        Assert.Equal(8, both.Held.Count("events", "customer_id = (SELECT customer_id FROM events WHERE order_id = '#2000')"));
    }

    [Fact]
    public void An_event_column_with_names_of_other_systems_visitors_sessions_and_bots()
    {
        string[] names = ["purchase", "View_Item", "ADDTOCART", "Own Name", "Email Opened", "\u212Alicked", "Order Refunded", " view "];
        both.Write("a.csv", "timestamp,visitorid,event,itemid,sessionid,user_agent,transactionid\n" +
            string.Concat(Enumerable.Range(0, 400).Select(i => $"2024-03-01 {10 + i / 60:00}:{i % 60:00}:00,v{i % 13},{names[i % 8]},{i % 50},s{i % 20},{(i % 13 == 5 ? "Googlebot/2.1" : "Mozilla/5.0 (X11)")},{(i % 8 == 0 ? i : "")}\n")) +
            // Faster than anybody clicks.
            string.Concat(Enumerable.Range(0, 40).Select(i => $"2024-03-02 12:00:{i:00},fast,view,{i},f,Mozilla,\n")) + "2024-03-03,,purchase,1,,,9\n2024-03-03,,purchase,1,only a session,,\n2024-03-03,,purchase,1,,,\n");
        both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal("fast v5", both.Held.One<string>("SELECT string_agg(visitor, ' ' ORDER BY visitor) FROM bots"));
        Assert.Equal(50, both.Held.Count("events", "event = 'Order Completed' AND anonymous_id IS NOT NULL"));
        Assert.InRange(both.Held.Count("events", "is_bot"), 70, 71);
    }

    [Fact]
    public void Visitors_who_sign_in_in_a_later_load()
    {
        const string header = "timestamp,visitorid,event,itemid,user_id\n";
        both.Write("1.csv", header + "2024-03-01,a1,view,1,\n2024-03-01,shared,view,1,\n2024-03-01,shared,view,1,C7\n2024-03-01,shared,view,1,C8\n2024-03-01,a2,view,2,\n");
        both.Load();
        both.Write("2.csv", header + "2024-03-02,a1,view,1,C1\n");
        both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal("C1 C1 C7 C8 ~a:a2 ~a:shared", both.Held.One<string>("SELECT string_agg(customer_id, ' ' ORDER BY customer_id) FROM events"));
    }

    [Fact]
    public void A_constant_beside_a_column_and_two_columns_for_one_field()
    {
        string mapping = both.WriteMapping("""
            {"layout":"own","entity":"events","constants":{"currency":"EUR","type":"track","event":"Order Completed","quantity":"2"},"columns":[{"column":"order","field":"order_id"},{"column":"at","field":"occurred_at"},
            {"column":"cur","field":"currency"},{"column":"n","field":"quantity"},{"column":"first","field":"customer_id"},{"column":"second","field":"customer_id"},{"column":"price","field":"unit_price"},{"column":"total","field":"amount"}]}
            """);
        both.Write("a.csv", "order,at,cur,n,first,second,price,total\n" + string.Concat(Enumerable.Range(0, 30).Select(i =>
            $"A{i},2024-03-01,{(i % 2 == 0 ? "" : "USD")},{(i % 3 == 0 ? "" : $"{i}")},{(i % 4 == 0 ? "" : "F" + i)},{(i % 5 == 0 ? " " : "S" + i)},{(i % 6 == 0 ? "" : "1.5")},{i}\n")));
        LoadReport report = both.Load(mapping);
        Assert.True(both.WasHeld);
        Assert.Equal((15, 10), (both.Held.Count("events", "currency = 'EUR'"), both.Held.Count("events", "quantity = 2 AND source_row % 3 = 1")));
        Assert.Contains(report.Layouts.Single().Columns, c => c is { Column: "cur", Filled: 30 });
    }

    [Fact]
    public void Equal_rows_that_are_no_duplicates()
    {
        both.Write("cdnow.csv", "master_id,date,cds,dollar_value\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 4},1997-01-0{1 + i % 2},1,{11.77 + i % 2}\n")));
        both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal((40, 40), (both.Held.Count("events"), both.Held.Count("events", "content_hash IS NULL")));
    }

    [Fact]
    public void Times_and_numbers_that_only_SQL_reads()
    {
        both.Write("a.csv", "order_id;sku;quantity;order_date;price;customer_id;received_at\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"A{i};P1;1;{1 + i % 28:00}/03/2024 10:00;{i},50;C1;{1_709_000_000 + i}\n")) + "A90;P1;1;40/03/2024;x;C1;1709000000\nA91;P1;1;14/03/2024;1;C1;1709000000000\n");
        both.Load();
        Assert.Equal((40, 2), (both.Held.Count("events", "unit_price IS NOT NULL AND received_at < TIMESTAMP '2025-01-01'"), both.Held.Count("quarantine")));
    }

    [Fact]
    public void A_value_too_large_to_compute_with_refuses_its_file_and_no_other()
    {
        const string header = "order_id,sku,quantity,order_date,price,customer_id\n";
        static string Rows(int from, string last) => string.Concat(Enumerable.Range(from, 20).Select(i => $"A{i},P1,1,{1_709_000_000 + i},2.5,C1\n")) + last;
        both.Write("a.csv", header + Rows(0, ""));
        both.Write("b.csv", header + Rows(20, "A90,P1,1,99999999999999999,2.5,C1\n"));
        both.Write("c.csv", header + Rows(40, ""));
        LoadReport report = both.Load();
        Assert.Equal(("b.csv", 40L), (Path.GetFileName(Assert.Single(report.Refused).Address), both.Held.Count("events")));
    }

    [Fact]
    public void Several_layouts_and_entities_in_one_load_keep_the_order_of_their_rows()
    {
        both.Write("orders.csv", Header + Lines(0, 500));
        // The last row of a product is the one that counts, whichever thread reads it.
        for (int file = 0; file < 30; file++)
            both.Write($"stock-{file:00}.csv", "product_id,product_name,category,brand\n" + string.Concat(Enumerable.Range(0, 4_000).Select(i => $"P{i % 900},name {file} {i},shoes,\"{new string((char)('a' + file % 26), i % 40)}\"\n")));
        both.Write("profiles.csv", "customer_id,email,city\nC1,c1@example.org,Bern\nC2,c2@example.org,Rom\nC1,c1@example.org,Oslo\n");
        both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal((900, 900), (both.Held.Count("catalogue"), both.Held.Count("catalogue", "starts_with(product_name, 'name 29 ') AND source_row > 3000")));
        both.Write("other.csv", "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n");
        both.Write("more.csv", Header + Lines(500, 520));
        Assert.Equal(21, both.Load().Rows);
        Assert.False(both.WasHeld);
    }

    [Fact]
    public void Very_small_batches()
    {
        using var small = new TwoWays(Today, batchBytes: 1);
        for (int i = 0; i < 8; i++)
            small.Write($"{i}.csv", Header + Lines(i * 10, i * 10 + 15) + (i == 4 ? "A900,P1,1,soon,2.5,C1\n" : ""));
        LoadReport report = small.Load();
        Assert.Equal((8, 36L), (report.Loads.Count, report.Rejected));
        Assert.False(small.WasHeld);
        small.Write("9.csv", Header + Lines(900, 910));
        small.Load();
        Assert.True(small.WasHeld);
    }

    [Theory]
    [InlineData("reading"), InlineData("cleaning")]
    public void A_load_that_is_cancelled_leaves_nothing(string step)
    {
        for (int i = 0; i < 3; i++)
            both.Write($"{i}.csv", Header + Lines(i * 100, i * 100 + 120));
        using var cancel = new CancellationTokenSource();
        both.AtStep = at =>
        {
            if (at.Doing == step)
                cancel.Cancel();
        };
        Assert.ThrowsAny<OperationCanceledException>(() => both.Held.Load(both.Input, cancel: cancel.Token));
        Assert.Equal((0, 0, 0, 0), (both.Held.Count("event_rows"), both.Held.Count("loads"), both.Held.Count("sources"), both.Held.Count("quarantine")));
        Assert.Equal("true", both.Held.One<string>("SELECT CAST(current_setting('preserve_insertion_order') AS VARCHAR)"));
        both.AtStep = null;
        Assert.Equal((360L, 320L), (both.Load().Rows, both.Held.Count("events")));
        Assert.True(both.WasHeld);
    }

    [Fact]
    public void A_file_that_goes_away_while_it_is_loaded_is_refused_and_named()
    {
        both.Write("a.csv", Header + Lines(0, 10));
        string gone = both.Write("b.csv", Header + Lines(10, 20));
        both.AtStep = at =>
        {
            if (at.Doing == "reading")
                File.Delete(gone);
        };
        LoadReport report = both.Held.Load(both.Input);
        Assert.Equal((gone, 10L), (Assert.Single(report.Refused).Address, both.Held.Count("events")));
    }

    [Fact]
    public void A_file_that_is_written_to_while_it_is_loaded_brings_no_broken_text()
    {
        string path = both.Write("a.csv", Header + Lines(0, 10));
        both.AtStep = at =>
        {
            if (at.Doing == "reading")
                using (FileStream more = File.Open(path, FileMode.Append))
                    more.Write([.. "A90,P1,1,2024-03-01,2.5,C"u8, 0xC3, 0x28, (byte)'\n']);
        };
        both.Held.Load(both.Input);
        Assert.False(both.WasHeld);
        Assert.Equal(10, both.Held.Count("events"));
    }

    [Fact]
    public void Files_of_any_kind_load_after_load()
    {
        int held = 0;
        const int loads = 16;
        for (int seed = 0; seed < loads; seed++)
        {
            var random = new Random(seed);
            // Half of the loads have nothing odd in them that splitting or reading would refuse.
            bool isOdd = seed % 2 == 1;
            for (int file = random.Next(1, 4); file > 0; file--)
                both.Write($"{seed}-{file}.csv", Any(random, isOdd));
            both.Load();
            held += both.WasHeld ? 1 : 0;
        }

        Assert.InRange(held, loads / 2, loads - 1);
        Assert.InRange(both.Held.Count("event_rows"), 100, 4_000);
        Assert.InRange(both.Held.Count("(SELECT DISTINCT rule FROM quarantine)"), 3, 20);
    }

    private static string Any(Random random, bool isOdd)
    {
        string[] ids = ["", "C1", "C2", "17850.0", ".0", " C3 ", "é1", "a customer with a long name", "\"C,4\"", "\"\"", "日本", "0", "C\u00A05"];
        string[] texts = ["", "plain", "\"quoted, with a comma\"", "\"doubled \"\"quotes\"\"\"", " blanks ", "\tTab", "'", "twelve bytes", "thirteen byte", "\"\"\"\"", "a;b|c", "Größe 日本語 😀", "\u0001", "x\u001Fy"];
        string[] times = ["2024-03-01", "2024-03-01 10:11:12", "2024-03-02T10:11:12", "", "2044-01-01", "1969-12-31 23:59:59", "2024-02-29", "  "];
        string[] numbers = ["1", "2.5", "-1", "0", "", "19.99", "100000", "-0", "0.1", "99999999999999.9999", " ", "3.0"];
        string[] oddTimes = ["yesterday", "2024-3-1", "2024-02-30", "2024-03-01 10:11", "2024-03-01 10:11:12.5", "2024-03-01T10:11:12Z"];
        string[] oddNumbers = ["one", "1e3", "+1", ".5", "5.", "007", "1,5", " 2", "0.30000000000000004", "1.23456", "123456789012345678", "nan", "inf"];
        string[] oddTexts = ["\u00A0x ", " \u00A0", "5\" disk", "\"open", "\"closed\" early", "\"two\nlines\"", "one,more"];
        string One(string[] usual, string[] odd) => isOdd && random.Next(150) == 0 ? odd[random.Next(odd.Length)] : usual[Math.Min(random.Next(usual.Length), random.Next(usual.Length))];
        string end = isOdd && random.Next(4) == 0 ? "\r\n" : "\n";
        string header = Header.TrimEnd() + ",product_name,shelf";
        return header + end + string.Join(end, Enumerable.Range(0, random.Next(1, 90)).Select(_ => string.Join(',',
            "A" + random.Next(40), One(ids, ids), One(numbers, oddNumbers), One(times, oddTimes), One(numbers, oddNumbers), One(ids, oddTexts), One(texts, oddTexts), One(texts, oddTexts)))) + (random.Next(2) == 0 ? end : "");
    }

    [Fact]
    public void The_first_days_of_online_retail()
    {
        foreach (string file in Directory.GetFiles(SharedData.Require("data/online-retail/by-day")).Order(StringComparer.Ordinal).Take(20))
            both.Write(Path.GetFileName(file), File.ReadAllBytes(file));
        LoadReport report = both.Load();
        Assert.True(both.WasHeld);
        Assert.Equal((20, report.Rows - report.Rejected), (report.FilesRead, both.Held.Count("events")));
        Assert.InRange(report.Rejected, 1, report.Rows / 10);
        Assert.Contains(report.Layouts.Single().Columns, c => c.Column == "CustomerID" && c.Filled < report.Rows && c.Filled == c.Parsed);
    }
}
