using System.Net;
using Habitue.Runs;
using Habitue.Stages;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server.Web;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(WorkPages.Name)]
public sealed class RunsTests(Chromium chromium, WorkHome shop)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_of_the_command_line_is_in_the_history_with_its_stages()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/runs", Role.Viewer);
        var row = page.Locator("#runs tbody tr").Last;
        var text = await row.InnerTextAsync();
        var (read, aside) = shop.Rows<(long, long)>("SELECT rows, rejected FROM loads WHERE load = 1")[0];
        foreach (var part in (string[])["#1", "done", "command line", "shop", $"{read:N0} rows read", $"{aside:N0} set aside"]) Assert.Contains(part, text, StringComparison.Ordinal);
        await row.GetByRole(AriaRole.Link).ClickAsync();
        Assert.Equal(Flow.Stages.Select(stage => stage.Name), await page.Locator("#stage-list b").AllTextContentsAsync());
        Assert.Contains($"{shop.Rows<long>("SELECT COUNT(*) FROM segments WHERE cluster IS NOT NULL")[0]} segments", await page.Locator("#stage-list li", new() { HasText = "Segments" }).First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Understood as", await page.Locator("ul.log").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).CountAsync());
    }

    [Fact]
    public async Task A_run_from_the_page_is_watched_live_brings_collected_events_into_the_tables_and_is_recorded()
    {
        await shop.Send(new { type = "track", userId = "run-now", @event = "Order Completed", messageId = "run-now-1", timestamp = "2026-01-01T10:00:00Z", properties = new { order_id = "run-now-1", total = 42, products = new[] { new { product_id = "P1", price = 42, quantity = 1 } } } });
        await shop.Holds("SELECT COUNT(*) FROM events WHERE order_id = 'run-now-1'", 1);
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/runs");
        var watched = new Watched(page);
        foreach (var box in await page.Locator("input[name=again]").AllAsync()) await box.UncheckAsync();
        await page.GetByText("What shall learn").ClickAsync();
        foreach (var box in await page.Locator("input[name=slices]:not([value=segments])").AllAsync()) await box.UncheckAsync();
        // The turn is held until the page has shown the run: a quick one would be over between two looks.
        using (await shop.Service<Habitue.Live.Warehousing.WarehouseTurn>().Take(cancel))
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Run now" }).ClickAsync();
            await page.Locator("p.done", new() { HasText = "A run has begun on what the collector has brought." }).WaitForAsync();
            await page.Locator("#current-run li.waits[data-stage=Tables]").WaitForAsync();
        }
        // Nothing is loaded anew here: the stream brings the rest.
        await page.Locator("#current-run", new() { HasText = "No run works now" }).WaitForAsync(new() { Timeout = 240_000 });
        // The list is asked for anew by itself, a moment after the run has ended.
        await page.Locator("#runs tbody tr", new() { HasText = "An Analyst" }).First.Locator(".state", new() { HasText = "done" }).WaitForAsync();
        var book = shop.Service<RunBook>();
        Assert.Contains(book.Stages(book.Latest(1)[0].Number, book.Latest(1)[0].Number), stage => stage is { Name: Flow.TablesStageName, Seconds: > 0 });
        Assert.Equal(1, shop.Rows<long>("SELECT COUNT(*) FROM orders WHERE order_id = 'run-now-1'")[0]);
        Assert.Empty(watched.Complaints);

        // What comes after it is entered as a load of its own, so that the next run sees that something is new.
        var before = shop.Rows<long>("SELECT MAX(load) FROM loads")[0];
        await shop.Send(new { type = "track", userId = "run-now", @event = "Product Viewed", messageId = "run-now-2", properties = new { product_id = "P1" } });
        await shop.Holds("SELECT COUNT(*) FROM events WHERE message_id = 'run-now-2'", 1);
        Assert.Equal(before + 1, shop.Rows<long>("SELECT MAX(load) FROM loads")[0]);
    }

    [Fact]
    public async Task A_run_is_stopped_from_the_page_and_no_other_begins_meanwhile()
    {
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        var key = Visitor.KeyOf(await analyst.Text("/runs"));
        // The turn is held here, so the run waits until it is asked to stop.
        using (await shop.Service<Habitue.Live.Warehousing.WarehouseTurn>().Take(cancel))
        {
            using (await analyst.Post("/runs/start", (SignedIn.FormField, key))) Assert.NotNull(shop.Service<RunService>().Current);
            using (var second = await analyst.Post("/runs/start", (SignedIn.FormField, key), ("back", "/runs")))
                Assert.Contains("A run works already", await analyst.Text(second.Headers.Location!.OriginalString), StringComparison.Ordinal);
            Assert.Contains("Find sources", await analyst.Text("/runs/current"), StringComparison.Ordinal);
            using var stopped = await analyst.Post("/runs/stop", (SignedIn.FormField, key));
            Assert.Contains("The run was asked to stop.", await analyst.Text(stopped.Headers.Location!.OriginalString), StringComparison.Ordinal);
            await Until.True(() => shop.Service<RunService>().Current is null, "the run has stopped");
        }
        Assert.Equal(RunState.Stopped, shop.Service<RunBook>().Latest(1)[0].State);
    }

    [Fact]
    public async Task Only_an_admin_names_something_new_to_load_and_a_marketer_starts_nothing()
    {
        using var marketer = await Visitor.As(shop.Server, Role.Marketer);
        using (var refused = await marketer.Post("/runs/start", (SignedIn.FormField, Visitor.KeyOf(await marketer.Text("/runs"))))) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        var key = Visitor.KeyOf(await analyst.Text("/runs"));
        using (var fresh = await analyst.Post("/runs/start", (SignedIn.FormField, key), ("addresses", "/etc/hostname"), ("back", "/runs")))
            Assert.Contains("Only an admin may name something new to load", await analyst.Text(fresh.Headers.Location!.OriginalString), StringComparison.Ordinal);
        using (var strange = await analyst.Post("/runs/start", (SignedIn.FormField, key), ("again", "/etc/hostname"), ("back", "/runs")))
            Assert.Contains("/etc/hostname: this was not loaded before.", WebUtility.HtmlDecode(await analyst.Text(strange.Headers.Location!.OriginalString)), StringComparison.Ordinal);
        Assert.Null(shop.Service<RunService>().Current);
    }

    [Theory]
    [InlineData("postgres://ann:secret@db/shop", "postgres://ann:•••@db/shop", false)]
    [InlineData("postgres://ann@db/shop", "postgres://ann@db/shop", true)]
    [InlineData("postgres://ann:p/ss@db/shop?table=orders&sslmode=require", "postgres://ann:•••@db/shop?table=orders", false)]
    [InlineData("postgres://:secret@db/shop", "postgres://:•••@db/shop", false)]
    [InlineData("postgres://ann:p?ss@db/shop", "postgres://•••", false)]
    [InlineData("postgres://ann@db/shop?table=orders&sslmode=require", "postgres://ann@db/shop?table=orders&sslmode=require", true)]
    [InlineData("postgres://db/shop?password=secret", "postgres://•••", false)]
    [InlineData("https://api.example/orders?key=secret&page=2", "https://api.example/orders?key=•••&page=2", false)]
    [InlineData("https://TOKEN@api.example/orders", "https://•••@api.example/orders", false)]
    [InlineData("https://ann:secret@api.example/orders?page=2#items=data", "https://•••@api.example/orders?page=2#items=data", false)]
    [InlineData("https://ann:12/secret@api.example/orders", "https://•••", false)]
    [InlineData("https://ann:12?secret@api.example/orders", "https://•••", false)]
    [InlineData("https://api.example/orders?page=2", "https://api.example/orders?page=2", true)]
    [InlineData("odd://ann:secret@elsewhere", "odd://•••@elsewhere", false)]
    [InlineData("https://api.example/orders", "https://api.example/orders", true)]
    [InlineData("/data/orders.csv", "/data/orders.csv", true)]
    public void Passwords_in_addresses_are_not_kept(string address, string kept, bool usable) => Assert.Equal((kept, usable), (RunAddress.Kept(address), RunAddress.CanBeUsed(RunAddress.Kept(address))));

    [Fact]
    public void A_stage_that_fetches_shows_no_password()
    {
        using var home = new Habitue.Tests.Host.TemporaryHome();
        using var database = Habitue.Duck.DuckDatabase.InMemory();
        using var connection = database.Connect();
        var told = new List<string>();
        var state = new FlowState(new FlowRequest { Addresses = ["odd://ann:secret@db/shop"] }, Habitue.Lake.Storage.Home.OfOwner(home.Folder), connection, TimeProvider.System);
        var refused = Assert.Throws<Habitue.Lake.Sources.SourceException>(() => FetchStage.Do(state, new StageRun(progress => told.Add(progress.Words), told.Add, cancel)));
        Assert.Equal(["odd://•••@db/shop"], told);
        Assert.StartsWith("odd://•••@db/shop: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_process_left_is_told_as_broken_off()
    {
        var folder = Directory.CreateTempSubdirectory("habitue-runs-").FullName;
        var book = new RunBook(new Habitue.Lake.Storage.HomeDatabase(folder));
        var run = book.Begin("run", RunAsked.CommandLine, ["/a.csv"], "Shop", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        book.StageBegins(run, 1, "Find sources", new DateTime(2026, 1, 1, 0, 0, 1, DateTimeKind.Utc));
        book.CloseBroken();
        Assert.Equal(RunState.BrokenOff, book.Find(run)!.State);
        Assert.Null(Assert.Single(book.Stages(run, run)).Seconds);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
