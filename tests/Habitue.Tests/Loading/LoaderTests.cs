using Habitue.Lake.Cleaning;
using Habitue.Lake.Loading;

namespace Habitue.Tests.Loading;

public sealed class LoaderTests
{
    private const string Header = "order_id,sku,quantity,order_date,price,customer_id,shelf\n";

    private static string Lines(int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(i => $"A{i},P{i % 7},1,2024-03-01 10:{i % 60:00}:00,2.50,C{i % 5},S{i % 3}\n"));

    [Fact]
    public void The_same_file_twice_adds_nothing_and_says_so()
    {
        using var home = new LoadedHome();
        home.Write("a.csv", Header + Lines(0, 10));
        home.Load();
        LoadReport again = home.Load();
        Assert.True(again.NothingNew);
        Assert.Equal((1, 10L), (again.FilesUnchanged, home.Count("events")));
    }

    [Fact]
    public void A_file_that_was_only_touched_adds_nothing()
    {
        using var home = new LoadedHome();
        string path = home.Write("a.csv", Header + Lines(0, 10));
        home.Load();
        File.SetLastWriteTimeUtc(path, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.True(home.Load().NothingNew);
    }

    [Fact]
    public void A_file_that_grew_adds_what_is_new_and_its_rows_keep_their_numbers()
    {
        using var home = new LoadedHome();
        string path = home.Write("a.csv", Header + Lines(0, 10));
        home.Load();
        File.AppendAllText(path, Lines(10, 14));
        LoadReport grown = home.Load();
        Assert.Equal((1, 4L, 14L), (grown.FilesGrown, grown.Rows, home.Count("events")));
        Assert.Equal("s1-14", home.One<string>("SELECT message_id FROM events WHERE order_id = 'A13'"));
        Assert.Equal(14, home.One<long>("SELECT rows FROM sources"));
    }

    [Fact]
    public void A_file_that_was_rewritten_replaces_the_rows_it_brought_and_no_others()
    {
        using var home = new LoadedHome();
        home.Write("a.csv", Header + Lines(0, 10));
        home.Write("b.csv", Header + Lines(20, 25));
        home.Load();
        home.Write("a.csv", Header + Lines(0, 3));
        LoadReport report = home.Load();
        Assert.Equal((1, 8L), (report.FilesReplaced, home.Count("events")));
    }

    [Fact]
    public void An_overlapping_export_under_another_name_adds_only_what_is_new()
    {
        using var home = new LoadedHome();
        home.Write("a.csv", Header + Lines(0, 10));
        home.Load();
        home.Write("b.csv", Header + Lines(5, 15));
        LoadReport report = home.Load();
        Assert.Equal((15L, 5L), (home.Count("events"), report.Rejected));
        Assert.Equal(5, home.Count("quarantine", "rule = 'exact-duplicate'"));
    }

    [Fact]
    public void Small_batches_bring_the_same_as_one_large_one()
    {
        using var large = new LoadedHome();
        using var small = new LoadedHome { BatchBytes = 1 };
        foreach (LoadedHome home in new[] { large, small })
        {
            for (int i = 0; i < 6; i++)
                home.Write($"{i}.csv", Header + Lines(i * 10, i * 10 + 15));
            home.Load();
        }

        const string all = "SELECT string_agg(order_id || product_id || occurred_at || source_row, ';' ORDER BY order_id, message_id) FROM events";
        Assert.Equal(6, small.One<long>("SELECT COUNT(*) FROM loads"));
        Assert.Equal(large.One<string>(all), small.One<string>(all));
        Assert.Equal(large.Count("quarantine"), small.Count("quarantine"));
    }

    [Fact]
    public void A_column_that_nobody_mapped_is_kept_in_properties()
    {
        using var home = new LoadedHome();
        home.Write("a.csv", Header + Lines(0, 1));
        home.Load();
        Assert.Equal("S0", home.One<string>("SELECT json_extract_string(properties, '$.shelf') FROM events"));
    }

    [Fact]
    public void A_key_that_only_a_late_line_of_a_json_file_has_is_kept_in_properties()
    {
        using var home = new LoadedHome();
        static string Event(int i, string more) => $"{{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"m{i}\",\"userId\":\"C1\",\"timestamp\":\"2024-03-01T10:00:00Z\"{more}}}\n";
        home.Write("events.jsonl", string.Concat(Enumerable.Range(0, 2000).Select(i => Event(i, $",\"properties\":{{\"product_id\":\"P{i}\"}}"))) + Event(2000, ",\"shelf\":\"S9\""));
        home.Load();
        Assert.Equal("S9", home.One<string>("SELECT json_extract_string(properties, '$.shelf') FROM events WHERE message_id = 'm2000'"));
    }

    [Fact]
    public void An_edited_mapping_wins_over_what_would_be_inferred()
    {
        using var home = new LoadedHome();
        home.Write("a.csv", Header + Lines(0, 2));
        home.Load();
        string mapping = Assert.Single(Directory.GetFiles(Path.Combine(home.Folder, "mappings")));
        File.WriteAllText(mapping, File.ReadAllText(mapping).Replace("\"shelf\",\n      \"field\": \"properties\"", "\"shelf\",\n      \"field\": \"region\""));
        home.Write("b.csv", Header + Lines(5, 6));
        home.Load();
        Assert.Equal("S2", home.One<string>("SELECT region FROM events WHERE order_id = 'A5'"));
    }

    [Fact]
    public void A_repaired_row_is_replayed_out_of_the_quarantine()
    {
        using var home = new LoadedHome();
        home.Write("a.csv", Header + Lines(0, 3) + "A9,P1,1,yesterday,2.5,C1,S1\n");
        home.Load();
        string export = Path.Combine(home.Folder, "rejected.jsonl");
        Assert.Equal(1, Replay.Export(home.Warehouse, export, null, default));
        File.WriteAllText(export, File.ReadAllText(export).Replace("yesterday", "2024-03-05 08:00:00"));
        LoadReport report = Replay.Run(home.Warehouse, export, home.Settings, null, default);
        Assert.Equal((1L, 0L, 4L), (report.Kept, home.Count("quarantine"), home.Count("events")));
        Assert.Equal("S1", home.One<string>("SELECT json_extract_string(properties, '$.shelf') FROM events WHERE order_id = 'A9'"));
    }

    [Fact]
    public void Cancelling_a_load_leaves_nothing_half_done()
    {
        using var home = new LoadedHome();
        home.Write("a.csv", Header + Lines(0, 10));
        Assert.Throws<OperationCanceledException>(() => home.Load(cancel: new CancellationToken(canceled: true)));
        Assert.Equal(10, home.Load().Rows);
    }

    [Fact]
    public void An_anonymous_visitor_who_signs_in_is_the_customer_before_and_after_unless_the_device_is_shared()
    {
        using var home = new LoadedHome();
        static string Event(string id, string? user, string anonymous, int minute) =>
            $"{{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"{id}\",{(user is null ? "" : $"\"userId\":\"{user}\",")}\"anonymousId\":\"{anonymous}\",\"timestamp\":\"2024-03-01T10:{minute:00}:00Z\"}}\n";
        home.Write("1.jsonl", Event("m1", null, "a1", 1) + Event("m2", null, "shared", 2) + Event("m3", "C7", "shared", 3) + Event("m4", "C8", "shared", 4));
        home.Load();
        home.Write("2.jsonl", Event("m5", "C1", "a1", 5));
        home.Load();
        Assert.Equal("C1 ~a:shared C7 C8 C1", home.One<string>("SELECT string_agg(customer_id, ' ' ORDER BY message_id) FROM events"));
    }

    [Fact]
    public void Online_retail_gives_the_published_facts()
    {
        using var home = new LoadedHome();
        LoadReport report = home.Load(SharedData.Require("data/online-retail/by-day"));
        Assert.Equal((305, 541_909L), (report.FilesRead, report.Rows));
        Dictionary<string, (long, long)> steps = Quality.Count(home.Warehouse, hasTables: false, read: null, default).ToDictionary(s => s.Rule, s => (s.Found, s.Touched));
        Assert.Equal((5_268L, 5_268L), steps["exact-duplicate"]);
        Assert.Equal((135_080L, 135_037L), steps["missing-customer"]);
        Assert.Equal((9_288L, 9_251L), steps["cancellation"]);
        Assert.Equal(2_517L, steps["no-price"].Item1);
        Assert.Equal((1_336L, 1_454L), (steps["stock-adjustment"].Item1, steps["missing-product-name"].Item1));
        Assert.Equal(new QualityFacts(541_909, 4_372, 25_900, 4_070, 38, 392_692, 4_338, 18_532), Quality.Facts(home.Warehouse));
        Assert.Contains(report.Layouts.Single().Columns, c => c is { Column: "InvoiceDate", Field: "occurred_at", Parsed: 541_909, Filled: 541_909 });
    }
}
