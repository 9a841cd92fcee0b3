using System.Security.Cryptography;
using Habitue.Simulation;

namespace Habitue.Tests.Simulation;

public sealed class SimulatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("habitue-simulator-").FullName;

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_gives_others()
    {
        var plan = new ShopPlan { Customers = 120, Days = 60, HistoryDays = 20 };
        Simulator.Write(plan, In("a"));
        Simulator.Write(plan, In("b"));
        Simulator.Write(plan with { Seed = 8 }, In("c"));
        Assert.Equal(Hashes("a"), Hashes("b"));
        var (a, c) = (Hashes("a"), Hashes("c"));
        Assert.Equal(a.Keys, c.Keys);
        Assert.All(a.Keys.Where(k => !k.EndsWith(".habitue-ignore", StringComparison.Ordinal)), k => Assert.NotEqual(a[k], c[k]));
    }

    [Fact]
    public void Two_hundred_customers_are_enough_for_every_kind_of_file()
    {
        var summary = Simulator.Write(new ShopPlan { Customers = 200 }, In("small"));
        Assert.Equal(200, summary.Customers);
        Assert.All(summary.Files, f => Assert.True(f.Rows > 0, f.Path));
        Assert.All(summary.Files, f => Assert.Equal(f.Bytes, new FileInfo(Path.Combine(In("small"), f.Path)).Length));
        string[] expected =
        [
            "campaigns/emails.csv", "catalogue/products.xlsx", "crm/customers.csv", "crm/reviews.csv", "crm/tickets.jsonl", "history/orders-archive.parquet",
            "pos/store-sales-2.csv", "pos/store-sales.csv", .. Enumerable.Range(1, 12).Select(m => $"web/events-2025-{m:D2}.jsonl"),
        ];
        Assert.Equal(expected, summary.Files.Select(f => f.Path));
        Assert.True(File.Exists(Path.Combine(In("small"), "truth", ".habitue-ignore")));
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(150_000)]
    public void The_wanted_number_of_events_is_met_within_five_percent(long events)
    {
        var summary = Simulator.Write(new ShopPlan { Events = events }, In("sized"));
        Assert.InRange(summary.Events, events * .95, events * 1.05);
        long lines = 0;
        foreach (var file in summary.Files.Where(f => !f.Path.EndsWith(".xlsx", StringComparison.Ordinal)))
            lines += file.Path.EndsWith(".parquet", StringComparison.Ordinal) ? SimulatedShop.Archive(Path.Combine(In("sized"), file.Path)).Count
                : file.Path.EndsWith(".jsonl", StringComparison.Ordinal) ? File.ReadLines(Path.Combine(In("sized"), file.Path)).Count()
                : SimulatedShop.Csv(Path.Combine(In("sized"), file.Path), file.Path.Contains("-2") ? ';' : ',').Count;
        Assert.Equal(summary.Events, lines);
    }

    [Fact]
    public void Without_older_days_there_is_no_archive()
    {
        var summary = Simulator.Write(new ShopPlan { Customers = 50, Days = 60, HistoryDays = 0 }, In("young"));
        Assert.DoesNotContain(summary.Files, f => f.Path.StartsWith("history", StringComparison.Ordinal));
    }

    [Fact]
    public void More_products_than_a_sheet_takes_go_on_in_a_csv_file()
    {
        var summary = Simulator.Write(new ShopPlan { Customers = 20, Days = 30, HistoryDays = 0, Products = 50_010 }, In("wide"));
        Assert.Equal(50_000, summary.Files.Single(f => f.Path == "catalogue/products.xlsx").Rows);
        var rest = SimulatedShop.Csv(Path.Combine(In("wide"), "catalogue", "products.csv"));
        Assert.Equal(10, rest.Count);
        Assert.All(rest, row => Assert.StartsWith("700", row["sku"]));
    }

    [Fact]
    public void A_folder_with_other_things_in_it_is_not_touched()
    {
        Directory.CreateDirectory(In("mine"));
        File.WriteAllText(Path.Combine(In("mine"), "notes.txt"), "keep");
        var error = Assert.Throws<IOException>(() => Simulator.Write(new ShopPlan { Customers = 20, Days = 30 }, In("mine")));
        Assert.Contains("not empty", error.Message);
        Assert.Equal(["notes.txt"], Directory.GetFileSystemEntries(In("mine")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_shop_is_replaced_by_the_next_one()
    {
        Simulator.Write(new ShopPlan { Customers = 30, Days = 90 }, In("again"));
        Simulator.Write(new ShopPlan { Customers = 30, Days = 30 }, In("again"));
        Assert.Single(Directory.GetFiles(Path.Combine(In("again"), "web")));
    }

    [Fact]
    public void Stopping_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        var stopAtOnce = new Callback(step => { if (step.Stage == "writing") stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => Simulator.Write(new ShopPlan { Customers = 50, Days = 60 }, In("stopped"), stopAtOnce, stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private sealed class Callback(Action<ShopProgress> report) : IProgress<ShopProgress>
    {
        public void Report(ShopProgress value) => report(value);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private SortedDictionary<string, string> Hashes(string name) => new(
        Directory.GetFiles(In(name), "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(In(name), f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))),
        StringComparer.Ordinal);
}
