namespace Habitue.Tests.Sources;

/// <summary>Every way a server can misbehave that we know of.</summary>
public sealed class HttpFaultTests : IDisposable
{
    private const string Page = """[{"id":1}]""";

    private readonly HttpFixture http = new() { Patience = new() { Silence = TimeSpan.FromMilliseconds(300) } };

    public void Dispose() => http.Dispose();

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(429)]
    [InlineData(408)]
    public void A_fault_that_may_pass_is_asked_again_with_growing_waits(int status)
    {
        using var api = new TestApi(new TestReply("busy", status), new TestReply("busy", status), new TestReply("busy", status), Page);
        Assert.Single(http.Lines(api.Url("/o")));
        Assert.Equal(3, http.Clock.Waits.Count);
        Assert.True(http.Clock.Waits[2] > http.Clock.Waits[0], string.Join(", ", http.Clock.Waits));
        Assert.Equal(3, http.Spool.Said.Count);
        Assert.Contains($"answers {status} ", http.Spool.Said[0]);
        Assert.Contains("(busy); asking again in ", http.Spool.Said[0]);
    }

    [Fact]
    public void The_waits_are_the_same_for_the_same_seed()
    {
        TimeSpan[] Waits(int seed)
        {
            using var again = new HttpFixture { Patience = new() { Seed = seed } };
            using var api = new TestApi(new TestReply("", 500));
            again.Refusal(api.Url("/o"));
            return [.. again.Clock.Waits];
        }

        TimeSpan[] waits = Waits(7);
        Assert.Equal(4, waits.Length);
        Assert.All(waits, w => Assert.InRange(w.TotalSeconds, 0.05, 60));
        Assert.Equal(waits, Waits(7));
        Assert.NotEqual(waits, Waits(8));
    }

    [Fact]
    public void A_server_that_says_how_long_to_wait_is_waited_for()
    {
        using var seconds = new TestApi(Later("17"), Page);
        http.Fetch(seconds.Url("/o"));
        Assert.Equal([TimeSpan.FromSeconds(17)], http.Clock.Waits);

        using var date = new TestApi(Later((http.Clock.GetUtcNow() + TimeSpan.FromSeconds(90)).ToString("R"), 503), Page);
        http.Fetch(date.Url("/o"));
        Assert.Equal(TimeSpan.FromSeconds(90), http.Clock.Waits[1]);

        using var hours = new TestApi(Later("7200"), Page);
        http.Spool.Commit([]);
        using var fresh = new HttpFixture();
        Assert.Contains("asks to wait 120 minutes; run again after that", fresh.Refusal(hours.Url("/o")));
        Assert.Empty(fresh.Clock.Waits);
    }

    [Fact]
    public void It_gives_up_after_the_last_attempt()
    {
        using var api = new TestApi(new TestReply("", 503));
        Assert.Equal(
            $"{api.Url("/o")}: page 1 at {api.Url("/o")} answers 503 ServiceUnavailable, also at attempt 5 of 5; try again later",
            http.Refusal(api.Url("/o")));
        Assert.Equal(5, api.Requests.Count);
    }

    [Fact]
    public void A_connection_that_breaks_in_the_middle_is_made_again()
    {
        using var api = new TestApi(
            new TestReply(Page) { CutAfter = 5 },
            new TestReply("""[{"id":1},{"id":2}""") { HidesLength = true },
            Page);
        Assert.Equal(["""{"id":1}"""], http.Lines(api.Url("/o")));
        Assert.Collection(
            http.Spool.Said,
            s => Assert.Contains("cut the connection in the middle of its answer", s),
            s => Assert.Contains("sent JSON that ends too early", s));

        using var rude = new TestApi(new TestReply { HangsUp = true });
        using var fresh = new HttpFixture();
        Assert.Contains("cut the connection before it answered, also at attempt 5 of 5", fresh.Refusal(rude.Url("/o")));
    }

    [Fact]
    public void A_silent_server_is_not_waited_for_without_end()
    {
        using var api = new TestApi(new TestReply { GoesSilent = true, HangsUp = true }, new TestReply(Page) { CutAfter = 4, GoesSilent = true }, Page);
        Assert.Single(http.Lines(api.Url("/o")));
        Assert.All(http.Spool.Said, s => Assert.Contains("was silent for 0.3 seconds", s));
        Assert.Equal(2, http.Spool.Said.Count);
    }

    [Fact]
    public void Bad_json_names_the_page_and_its_address()
    {
        using var api = new TestApi(r => r.Parameter("page") == "3" ? "[{\"id\":3},\n{\"id\":oops}]" : $$"""[{"id":{{r.Parameter("page")}}}]""");
        Assert.Contains(
            $"page 3 at {api.Url("/o?page=3")} sent no valid JSON: it breaks at line 2, byte 7",
            http.Refusal(api.Url("/o?page=1")));
        Assert.Equal(3, api.Requests.Count);
    }

    [Fact]
    public void What_is_no_json_is_told_from_what_is_broken_json()
    {
        var html = new TestReply("<!DOCTYPE html><html><head><title>Sign in</title></head></html>") { ContentType = "text/html" };
        using var api = new TestApi(r => r.Target switch
        {
            "/html" => html,
            "/forbidden" => html with { Status = 403 },
            "/csv" => new TestReply("id,name\n1,x\n") { ContentType = "text/csv" },
            "/text" => new TestReply(Page) { ContentType = "text/plain" },
            "/scalars" => "[1,2]",
            "/latin" => new TestReply { Bytes = [.. "[{\"n\":\""u8, 0xE9, .. "\"}]"u8], ContentType = "application/json; charset=iso-8859-1" },
            _ => new TestReply("""{"error":"no such thing"}""", 404),
        });
        Assert.Contains("answers an HTML page ('Sign in'), not JSON; check", http.Refusal(api.Url("/html")));
        Assert.Contains("answers 403 Forbidden ('Sign in'); put the API's token into the environment variable HABITUE_API_TOKEN", http.Refusal(api.Url("/forbidden")));
        Assert.Contains("answers text/csv, not JSON; save it as a file", http.Refusal(api.Url("/csv")));
        Assert.Contains("holds a number as record 1, where an object", http.Refusal(api.Url("/scalars")));
        Assert.Contains("""answers 404 NotFound ({"error":"no such thing"}); check the address""", http.Refusal(api.Url("/none")));
        Assert.Single(http.Lines(api.Url("/text")));
        Assert.Equal(["""{"n":"é"}"""], http.Lines(api.Url("/latin")));
        Assert.Empty(http.Clock.Waits);
    }

    [Fact]
    public void A_compressed_page_is_unpacked_and_a_broken_one_asked_for_again()
    {
        TestReply whole = TestReply.Gzip(Page);
        using var api = new TestApi(whole with { Bytes = [.. whole.Bytes![..^8], 1, 2, 3, 4, 5, 6, 7, 8] }, whole);
        Assert.Equal(["""{"id":1}"""], http.Lines(api.Url("/o")));
        Assert.Contains("gzip", api.Requests.First().Headers["accept-encoding"]);
    }

    [Fact]
    public void Redirects_are_followed_but_not_in_circles()
    {
        using var api = new TestApi(r => r.Target switch
        {
            "/old" => new TestReply("", 301) { Headers = new Dictionary<string, string> { ["Location"] = "/new?x=1" } },
            "/new?x=1" => Page,
            _ => new TestReply("", 302) { Headers = new Dictionary<string, string> { ["Location"] = "/circle" } },
        });
        Assert.Single(http.Lines(api.Url("/old")));
        http.Spool.Said.Clear();
        using var fresh = new HttpFixture();
        Assert.Contains("redirects more than 10 times", fresh.Refusal(api.Url("/circle")));
    }

    [Fact]
    public void A_page_that_does_not_end_is_cut_off()
    {
        using var small = new HttpFixture { Patience = new() { LargestPage = 2 << 20 } };
        using var api = new TestApi(new TestReply($"[{{\"x\":\"{new string('x', 3 << 20)}\"}}]"));
        Assert.Contains("more than 2 MB; ask for smaller pages", small.Refusal(api.Url("/o")));
    }

    [Fact]
    public void A_host_or_port_where_nobody_is_is_named()
    {
        Assert.Contains("the host no-such-host.invalid is not known", http.Refusal("https://no-such-host.invalid/o"));
        int free = PostgresServer.FreePort();
        Assert.Contains($"127.0.0.1:{free} cannot be reached", http.Refusal($"http://127.0.0.1:{free}/o"));
        using var untrusted = new TestApi(Page) { Encrypts = true };
        Assert.Contains("no safe connection to 127.0.0.1:", http.Refusal($"https://{untrusted.Host}/o"));
        Assert.Empty(untrusted.Requests);
    }

    [Fact]
    public void Cancelling_stops_while_a_server_is_silent_and_leaves_no_file()
    {
        using var patient = new HttpFixture();
        using var api = new TestApi(new TestReply(Page) { CutAfter = 4, GoesSilent = true });
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.ThrowsAny<OperationCanceledException>(() => patient.Fetch(api.Url("/o"), cancel.Token));
        Assert.Empty(patient.Spool.Left);
    }

    private static TestReply Later(string retryAfter, int status = 429) =>
        new("", status) { Headers = new Dictionary<string, string> { ["Retry-After"] = retryAfter } };
}
