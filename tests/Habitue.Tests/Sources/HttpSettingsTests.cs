using Habitue.Lake.Sources;
using Habitue.Lake.Sources.Api;

namespace Habitue.Tests.Sources;

/// <summary>Tokens, cursors and files of settings.</summary>
public sealed class HttpSettingsTests : IDisposable
{
    private readonly HttpFixture http = new();
    private readonly string folder = Directory.CreateTempSubdirectory("habitue-api-").FullName;

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_token_is_sent_to_its_own_host_only_and_is_never_shown()
    {
        http.Variables["HABITUE_API_TOKEN"] = "hunter2\n";
        using var other = new TestApi("""{"data":[{"id":3}]}""");
        using var api = new TestApi(r => r.Target switch
        {
            "/o" => """{"data":[{"id":1}],"next":"/moved"}""",
            "/moved" => new TestReply("", 307) { Headers = new Dictionary<string, string> { ["Location"] = "/second" } },
            "/second" => $$"""{"data":[{"id":2}],"next":"http://{{other.Host.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}}/third"}""",
            _ => new TestReply("""{"error":"token hunter2 is worn out"}""", 401),
        });
        Assert.Equal(3, http.Lines(api.Url("/o")).Length);
        Assert.All(api.Requests, r => Assert.Equal("Bearer hunter2", r.Authorization));
        Assert.All(other.Requests, r => Assert.Null(r.Authorization));

        using var fresh = new HttpFixture();
        fresh.Variables["SHOP"] = "hunter2";
        Assert.EndsWith("""answers 401 Unauthorized ({"error":"token … is worn out"}); check the token and what it may read""", fresh.Refusal(api.Url("/x#token_env=SHOP")));
        Assert.Contains("the environment variable SHIP, which token_env names, is not set", fresh.Refusal(api.Url("/x#token_env=SHIP")));
    }

    [Theory]
    [InlineData("http://shop.example/o", true)]
    [InlineData("https://shop.example/o", false)]
    [InlineData("http://localhost:80/o", false)]
    public void A_token_that_others_can_read_on_its_way_is_noticed(string address, bool isExposed) =>
        Assert.Equal(isExposed, new ApiCredentials(ApiSettings.Of(address), _ => "hunter2").AreExposed);

    [Fact]
    public void Secrets_in_an_address_are_used_but_not_kept()
    {
        using var api = new TestApi("""[{"id":1}]""");
        SourceFile file = http.Fetch($"http://ann:hunter2@{api.Host}/o?api_key=hunter2&page_token=hunter2&monkey=3&Access-Key=hunter2");
        Assert.Equal($"http://{api.Host}/o?api_key=…&page_token=…&monkey=…&Access-Key=…", file.Address);
        TestRequest request = Assert.Single(api.Requests);
        Assert.Equal("hunter2", request.Parameter("api_key"));
        Assert.Equal("Basic " + Convert.ToBase64String("ann:hunter2"u8), request.Authorization);
        Assert.DoesNotContain("hunter2", file.LocalPath);
    }

    [Fact]
    public void A_cursor_asks_for_what_is_new_and_leaves_out_what_is_known()
    {
        List<(string Id, string At)> all = [("a", "2024-05-01T10:00:00Z"), ("b", "2024-05-01T12:00:00+02:00"), ("c", "2024-05-01T09:00:00Z")];
        using var api = new TestApi(r =>
        {
            DateTimeOffset since = r.Parameter("updated_since") is { } s ? DateTimeOffset.Parse(s) : DateTimeOffset.MinValue;
            return $"[{string.Join(',', all.Where(o => DateTimeOffset.Parse(o.At) >= since).Select(o => $$"""{"id":"{{o.Id}}","updated_at":"{{o.At}}"}"""))}]";
        });
        string address = api.Url("/o#since=updated_since:updated_at");

        SourceFile first = http.Fetch(address);
        Assert.Equal(3, File.ReadAllLines(first.LocalPath).Length);
        Assert.True(first.Appends);
        Assert.StartsWith("2024-05-01T10:00:00Z#", first.Cursor);
        Assert.Equal(address, first.Address);
        Assert.Equal(3, http.Lines(address).Length);

        http.Spool.Commit([first]);
        SourceFile nothing = http.Fetch(address);
        Assert.Empty(File.ReadAllLines(nothing.LocalPath));
        Assert.Equal(first.Cursor, nothing.Cursor);

        all.Add(("d", "2024-05-01T10:00:00Z"));
        all.Add(("e", "2024-05-02T00:00:00Z"));
        SourceFile more = http.Fetch(address);
        Assert.Equal(["d", "e"], File.ReadAllLines(more.LocalPath).Select(l => l.Substring(7, 1)));
        Assert.StartsWith("2024-05-02T00:00:00Z#", more.Cursor);
        Assert.Equal("2024-05-01T10:00:00Z", api.Requests.Last().Parameter("updated_since"));
    }

    [Fact]
    public void A_cursor_of_numbers_counts_and_one_that_is_in_no_record_is_an_error()
    {
        using var api = new TestApi("""[{"id":9},{"id":10},{"id":null}]""");
        SourceFile file = http.Fetch(api.Url("/o#since=after_id:id"));
        Assert.StartsWith("10#", file.Cursor);
        http.Spool.Commit([file]);
        Assert.Equal(["""{"id":9}""", """{"id":null}"""], http.Lines(api.Url("/o#since=after_id:id")));
        Assert.Contains(http.Spool.Said, s => s.Contains("1 of 3 records are older than the last fetch; does the API know the parameter 'after_id'?", StringComparison.Ordinal));

        using var fresh = new HttpFixture();
        Assert.Contains("none of the 3 records has a field 'changed'", fresh.Refusal(api.Url("/o#since=changed")));
    }

    [Theory]
    [InlineData("9", "10")]
    [InlineData("2024-05-01T23:00:00-05:00", "2024-05-02T05:00:00Z")]
    [InlineData("2024-05-01", "2024-05-01 00:00:01")]
    [InlineData("12-3", "5-1")]
    public void The_larger_of_two_values_is_the_cursor(string smaller, string larger)
    {
        using var api = new TestApi($$"""[{"at":"{{larger}}"},{"at":"{{smaller}}"}]""");
        Assert.StartsWith($"{larger}#", http.Fetch(api.Url("/o#since=at")).Cursor);
    }

    [Fact]
    public void A_file_of_settings_is_a_source()
    {
        http.Variables["SHOP_KEY"] = "hunter2";
        using var api = new TestApi(r => r.Parameter("seite") == "1" ? """{"a":{"b":[{"id":1,"t":5}]},"c":[]}""" : """{"a":{"b":[]}}""");
        string path = Settings($$"""
            {
              // comments are welcome
              "url": "{{api.Url("/o")}}", "items": "a.b",
              "since": { "parameter": "nach", "field": "t" },
              "page": { "style": "number", "parameter": "seite", "size": 50, "size_parameter": "menge" },
              "headers": { "X-Key": "v1 ${SHOP_KEY}" },
            }
            """);
        Assert.True(http.Source.Accepts(path));
        SourceFile file = http.Fetch(path);
        Assert.Equal("{\"id\":1,\"t\":5}\n", File.ReadAllText(file.LocalPath));
        Assert.Equal(path, file.Address);
        Assert.StartsWith("5#", file.Cursor);
        Assert.Equal(["/o?menge=50&seite=1", "/o?menge=50&seite=2"], api.Requests.Select(r => r.Target));
        Assert.All(api.Requests, r => Assert.Equal("v1 hunter2", r.Headers["X-Key"]));
    }

    [Theory]
    [InlineData("""{ "url": "https://h/o", "pgae": {} }""", "unknown field 'pgae'; known are url, since, page, items, headers, token_env")]
    [InlineData("""{ "url": "https://h/o", "page": { "syle": "next" } }""", "unknown field 'page.syle'; known are page.style, page.parameter")]
    [InlineData("""{ "url": "https://h/o", "page": { "style": "never" } }""", "page.style is 'never'; it must be one of auto, next, cursor")]
    [InlineData("""{ "url": "https://h/o", "page": { "size": "ten" } }""", "the field 'page.size' must be a whole number above 0")]
    [InlineData("""{ "url": "https://h/o", "since": "updated_at" }""", "the field 'since' must be an object {…}")]
    [InlineData("""{ "url": "https://h/o", "since": {} }""", "the field 'since.field' is missing")]
    [InlineData("""{ "url": "https://h/o", "headers": { "X": 1 } }""", "the field 'headers.X' must be a text in quotes")]
    [InlineData("""{ "url": "https://h/o", "headers": { "X": "${HABITUE_NO_SUCH}" } }""", "the environment variable HABITUE_NO_SUCH, which the header X names, is not set")]
    [InlineData("""{ "url": "/o" }""", "the field 'url' is not a plain https:// address")]
    [InlineData("""{ "items": "o" }""", "the field 'url' is missing")]
    [InlineData("""[]""", "must hold one object {…}")]
    [InlineData("{ \"url\": \"https://h/o\",\n  \"items\": oops }", "is not valid JSON at line 2")]
    public void A_wrong_file_of_settings_names_the_field(string json, string expected)
    {
        string path = Settings(json);
        Assert.StartsWith($"{path}: {expected}", http.Refusal(path));
    }

    [Theory]
    [InlineData("https://h/o#itmes=a", "unknown setting 'itmes' after #; known are items, since, page, size, token_env")]
    [InlineData("https://h/o#page=sometimes", "page=sometimes is none of auto, next, cursor, number, offset, none")]
    [InlineData("https://h/o#size=many", "size=many is not a number above 0")]
    [InlineData("https://h/o#since=", "the setting 'since' after # has no value")]
    [InlineData("https://ann:hunter2@:x/o", "is not a web address")]
    public void A_wrong_address_names_the_setting(string address, string expected) =>
        Assert.Contains(expected, http.Refusal(address));

    [Fact]
    public void A_file_of_settings_that_is_missing_is_named()
    {
        string path = Path.Combine(folder, "none.api.json");
        Assert.Equal($"{path}: there is no such file; check the path", http.Refusal(path));
    }

    private string Settings(string json)
    {
        string path = Path.Combine(folder, "shop.api.json");
        File.WriteAllText(path, json);
        return path;
    }
}
