using Habitue.Lake.Sources;

namespace Habitue.Tests.Sources;

public sealed class HttpPagingTests : IDisposable
{
    private readonly HttpFixture http = new();

    public void Dispose() => http.Dispose();

    [Theory]
    [InlineData("""[{"id":1},{"id":2}]""")]
    [InlineData("""{"data":[{"id":1},{"id":2}],"total":2,"tags":[]}""")]
    [InlineData("""{"status":"ok","orders":[{"id":1},{"id":2}]}""")]
    [InlineData("""{"data":{"page":1,"items":[{"id":1},{"id":2}]}}""")]
    [InlineData("""{"bestellungen":[{"id":1},{"id":2}],"total":2}""")]
    [InlineData("""{"_embedded":{"orders":[{"id":1},{"id":2}]},"_links":{"self":{"href":"/"}}}""")]
    [InlineData("\uFEFF [ {\n \"id\" : 1 },\n {\"id\":2} ] \n")]
    public void The_records_are_found_wherever_the_api_puts_them(string body)
    {
        using var api = new TestApi(body);
        SourceFile file = http.Fetch(api.Url("/orders"));
        Assert.Equal("{\"id\":1}\n{\"id\":2}\n", File.ReadAllText(file.LocalPath));
        Assert.Equal((SourceFormat.JsonLines, true, false, null), (file.Format, file.IsSpooled, file.Appends, file.Cursor));
        Assert.Equal(api.Url("/orders"), file.Address);
    }

    [Fact]
    public void Records_keep_their_numbers_letters_and_nesting()
    {
        using var api = new TestApi("""[ { "n": 12345678901234567890.10, "s": "Grüße 東京 \u00e9 \"x\"\n", "o": { "a": [1, null] } } ]""");
        Assert.Equal(["""{"n":12345678901234567890.10,"s":"Grüße 東京 é \"x\"\n","o":{"a":[1,null]}}"""], http.Lines(api.Url("/")));
    }

    [Fact]
    public void Items_names_the_list_when_there_are_several()
    {
        using var api = new TestApi("""{"answer":{"lines":[{"id":1}],"notes":[{"id":9}]},"a":[],"b":[]}""");
        Assert.Contains("holds no list of records (its fields are: answer, a, b); name where it is with items", http.Refusal(api.Url("/")));
        Assert.Contains("holds nothing at 'answer.rows'", http.Refusal(api.Url("/#items=answer.rows")));
        Assert.Equal(["""{"id":1}"""], http.Lines(api.Url("/#items=answer.lines")));
    }

    [Theory]
    [InlineData("""<{0}/o?p=2>; rel="next", <{0}/o?p=9>; rel="last" """)]
    [InlineData("""<{0}/o?p=1>; rel="prev", </o?p=2>; title="x"; rel=next""")]
    [InlineData("""<?p=2>; rel="next last" """)]
    public void A_link_header_leads_to_the_next_page(string link)
    {
        TestApi? api = null;
        api = new TestApi(r => r.Parameter("p") == "2"
            ? """[{"id":2}]"""
            : new TestReply("""[{"id":1}]""") { Headers = new Dictionary<string, string> { ["Link"] = link.Replace("{0}", $"http://{api!.Host}", StringComparison.Ordinal) } });
        using (api)
            Assert.Equal(["""{"id":1}""", """{"id":2}"""], http.Lines(api.Url("/o")));
    }

    [Theory]
    [InlineData(""" "next": "{0}/o?p=2" """)]
    [InlineData(""" "next_url": "/o?p=2" """)]
    [InlineData(""" "links": {"next": "?p=2"} """)]
    [InlineData(""" "links": {"next": {"href": "/o?p=2"}} """)]
    [InlineData(""" "paging": {"next": "{0}/o?p=2"} """)]
    [InlineData(""" "@odata.nextLink": "{0}/o?p=2" """)]
    public void An_address_in_the_body_leads_to_the_next_page(string field)
    {
        TestApi? api = null;
        api = new TestApi(r => r.Parameter("p") == "2"
            ? """{"data":[{"id":2}],"next":null}"""
            : $$"""{"data":[{"id":1}],{{field.Replace("{0}", $"http://{api!.Host}", StringComparison.Ordinal)}}}""");
        using (api)
            Assert.Equal(["""{"id":1}""", """{"id":2}"""], http.Lines(api.Url("/o")));
    }

    [Theory]
    [InlineData("next_cursor", "cursor")]
    [InlineData("next_page_token", "page_token")]
    [InlineData("nextPageToken", "pageToken")]
    [InlineData("cursor", "cursor")]
    public void A_token_is_sent_back_for_the_next_page(string field, string parameter)
    {
        using var api = new TestApi(r => r.Parameter(parameter) switch
        {
            null => $$"""{"data":[{"id":1}],"{{field}}":"a b&c="}""",
            "a b&c=" => $$"""{"data":[{"id":2}],"{{field}}":"z"}""",
            "z" => $$"""{"data":[{"id":3}],"{{field}}":""}""",
            _ => new TestReply("wrong token", 400),
        });
        Assert.Equal(3, http.Lines(api.Url("/o?limit=1")).Length);
        Assert.All(api.Requests, r => Assert.Equal("1", r.Parameter("limit")));
    }

    [Fact]
    public void Pages_are_counted_until_an_empty_one()
    {
        using var api = new TestApi(r => int.Parse(r.Parameter("page")!) < 4 ? $$"""[{"id":{{r.Parameter("page")}}}]""" : "[]");
        Assert.Equal(["""{"id":1}""", """{"id":2}""", """{"id":3}"""], http.Lines(api.Url("/o?page=1&x=y")));
        Assert.Equal(["/o?page=1&x=y", "/o?page=2&x=y", "/o?page=3&x=y", "/o?page=4&x=y"], api.Requests.Select(r => r.Target));
        Assert.Equal(3, http.Lines(api.Url("/o#page=number")).Length);
    }

    [Fact]
    public void Offsets_grow_by_what_came_and_a_missing_page_is_past_the_last()
    {
        using var api = new TestApi(r => r.Parameter("offset") switch
        {
            "0" => """[{"id":1},{"id":2}]""",
            "2" => """[{"id":3}]""",
            _ => new TestReply("no such page", 404),
        });
        Assert.Equal(3, http.Lines(api.Url("/o#page=offset&size=per_page:2")).Length);
        Assert.Equal(["/o?per_page=2&offset=0", "/o?per_page=2&offset=2", "/o?per_page=2&offset=3"], api.Requests.Select(r => r.Target));
    }

    [Fact]
    public void No_records_are_an_empty_file()
    {
        using var api = new TestApi("[]", """{"data":null}""", new TestReply("", 204));
        Assert.Empty(http.Lines(api.Url("/a")));
        Assert.Empty(http.Lines(api.Url("/b")));
        Assert.Empty(http.Lines(api.Url("/c")));
    }

    [Fact]
    public void Paging_in_a_circle_or_without_an_end_is_an_error()
    {
        using var circle = new TestApi(r => $$"""{"data":[{"id":{{r.Parameter("p") ?? "0"}}}],"next":"/o?p={{(r.Parameter("p") == "1" ? 2 : 1)}}"}""");
        Assert.Contains($"page 4 at {circle.Url("/o?p=1")} was already read: the API pages in a circle", http.Refusal(circle.Url("/o")));

        using var deaf = new TestApi("""[{"id":1}]""");
        Assert.Contains($"page 2 at {deaf.Url("/o?page=2")} holds the same records as the page before", http.Refusal(deaf.Url("/o?page=1")));

        int n = 0;
        using var endless = new TestApi(_ => $$"""{"data":[{"id":{{++n}}}],"next":"/o?p={{n}}"}""");
        string file = Path.Combine(http.Spool.Folder, "..", $"endless-{Environment.ProcessId}.api.json");
        File.WriteAllText(file, $$"""{ "url": "{{endless.Url("/o")}}", "page": { "limit": 5 } }""");
        Assert.Contains("goes on after 5 pages", http.Refusal(file));
        File.Delete(file);
    }
}
