using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Habitue.Explore;
using Habitue.Server;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Explore;

/// <summary>Questions that are kept, and what other programs read of them.</summary>
public sealed partial class SavedQueriesTests(ExploreShop shop) : IClassFixture<ExploreShop>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    private SavedQueries Saved => shop.Server.Services.GetRequiredService<SavedQueries>();

    private static async Task<string> Problem(Visitor visitor, Task<HttpResponseMessage> posted)
    {
        using var answer = await posted;
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var address = answer.Headers.Location!.OriginalString;
        var told = Told().Match(await visitor.Text(address));
        return told.Groups["kind"].Value == "problem" ? WebUtility.HtmlDecode(told.Groups["words"].Value) : "kept: " + System.Web.HttpUtility.ParseQueryString(address.Split('?')[^1])["saved"];
    }

    [GeneratedRegex("<p class=\"(?<kind>done|problem)\" role=\"\\w+\">(?<words>.*?)</p>")]
    private static partial Regex Told();

    private static async Task<string> Save(Visitor visitor, string name, string sql, string was = "", int version = 0, bool anew = false)
    {
        (string, string)[] fields = [("name", name), ("sql", sql), ("was", was), ("version", $"{version}"), (SignedIn.FormField, Visitor.KeyOf(await visitor.Text("/explore")))];
        return await Problem(visitor, visitor.Post("/explore/save", anew ? [.. fields, ("anew", "yes")] : fields));
    }

    private async Task<HttpResponseMessage> Read(string address, Action<HttpRequestMessage> with)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        with(message);
        return await shop.Server.Client.SendAsync(message, cancel);
    }

    [Fact]
    public async Task A_kept_question_has_an_address_that_a_read_key_opens_with_masks_on()
    {
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        Assert.Equal("kept: Who and where", await Save(analyst, " Who and where ", "SELECT email, country FROM profiles ORDER BY country"));
        Assert.Contains("/v1/queries/Who%20and%20where.csv", await analyst.Text("/explore?saved=Who%20and%20where"), StringComparison.Ordinal);

        var keys = shop.Server.Services.GetRequiredService<AccessKeys>();
        string read = keys.Make(KeyKind.Read, "test"), write = keys.Make(KeyKind.Write, "test");
        const string Address = "/v1/queries/who%20AND%20where.csv";   // names are the same in large and small letters
        Action<HttpRequestMessage>[] ways =
        [
            message => message.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(read + ":"))),
            message => message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", read),
            message => message.Headers.Add("X-API-Key", read),
        ];
        foreach (var way in ways)
        {
            using var answer = await Read(Address, way);
            Assert.Equal("email,country\n••••,France\n••••,United Kingdom\n", await answer.Content.ReadAsStringAsync(cancel));
            Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        }
        foreach (var way in (Action<HttpRequestMessage>[])[_ => { }, message => message.Headers.Add("X-API-Key", write), message => message.Headers.Add("X-API-Key", "rk_00000000000000000000000000000000")])
        {
            using var refused = await Read(Address, way);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
        using var parquet = await Read("/v1/queries/Who%20and%20where.parquet", ways[2]);
        Assert.Equal("PAR1"u8.ToArray(), (await parquet.Content.ReadAsByteArrayAsync(cancel))[..4]);
        using var none = await Read("/v1/queries/nothing.csv", ways[2]);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        using var list = await Read("/v1/queries", ways[2]);
        Assert.Contains("\"/v1/queries/Who%20and%20where.csv\"", await list.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        // Nothing is left behind of the files that were sent.
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(shop.Server.Folder, "spool")));
    }

    [Fact]
    public async Task A_kept_question_whose_table_went_says_so()
    {
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        using (var warehouse = shop.Server.Warehouse()) warehouse.Execute("CREATE TABLE passing AS SELECT 1 AS x");
        Assert.Equal("kept: passing", await Save(analyst, "passing", "FROM passing"));
        using (var warehouse = shop.Server.Warehouse()) warehouse.Execute("DROP TABLE passing");
        var read = shop.Server.Services.GetRequiredService<AccessKeys>().Make(KeyKind.Read, "test");
        using var answer = await Read("/v1/queries/passing.csv", message => message.Headers.Add("X-API-Key", read));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("There is no table passing.", await answer.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        Assert.Contains("There is no table passing.", await analyst.Text("/explore?saved=passing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_owner_and_admins_change_it_and_who_comes_second_is_told()
    {
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        using var marketer = await Visitor.As(shop.Server, Role.Marketer);
        using var admin = await Visitor.As(shop.Server, Role.Admin);
        Assert.Equal("kept: sums", await Save(analyst, "sums", "SELECT 1"));
        Assert.Equal("There is a query 'SUMS' already; choose another name, or open it and change it.", await Save(marketer, "SUMS", "SELECT 2"));
        Assert.Equal("'sums' is kept by Analyst; save yours under another name.", await Save(marketer, "sums", "SELECT 2", was: "sums", version: 1));
        Assert.Equal("kept: sums of mine", await Save(marketer, "sums of mine", "SELECT 2", was: "sums", version: 1, anew: true));
        Assert.Equal("kept: sums", await Save(admin, "sums", "SELECT 3", was: "sums", version: 1));
        Assert.Matches("^Second admin changed 'sums' at \\d\\d:\\d\\d:\\d\\d UTC, after you opened it\\.", await Save(analyst, "sums", "SELECT 4", was: "sums", version: 1));
        Assert.Equal("kept: total", await Save(analyst, "total", "SELECT 5", was: "sums", version: 2));
        Assert.Equal(("SELECT 5", 3, "Analyst"), (Saved.Find("total")!.Sql, Saved.Find("total")!.Version, Saved.Find("total")!.Owner));
        Assert.Equal("There is a query 'sums of mine' already; choose another name.", await Save(analyst, "sums of mine", "SELECT 6", was: "total", version: 3));

        var key = Visitor.KeyOf(await marketer.Text("/explore"));
        Assert.Equal("'total' is kept by Analyst; save yours under another name.", await Problem(marketer, marketer.Post("/explore/remove", ("was", "total"), (SignedIn.FormField, key))));
        using var removed = await analyst.Post("/explore/remove", ("was", "total"), (SignedIn.FormField, Visitor.KeyOf(await analyst.Text("/explore"))));
        Assert.Equal(("/explore", null), (removed.Headers.Location?.OriginalString.Split('?')[0], Saved.Find("total")));
        Assert.Equal("Analyst: The question “total” was taken away.", $"{shop.Server.Services.GetRequiredService<Deeds>().Latest(1)[0].Who}: {shop.Server.Services.GetRequiredService<Deeds>().Latest(1)[0].What}");
    }

    [Theory]
    [InlineData("", "SELECT 1", "A name has 1 to 60 letters, digits, blanks, - and _, because it stands in an address.")]
    [InlineData("../keys", "SELECT 1", "A name has 1 to 60 letters, digits, blanks, - and _, because it stands in an address.")]
    [InlineData("<b>bold</b>", "SELECT 1", "A name has 1 to 60 letters, digits, blanks, - and _, because it stands in an address.")]
    [InlineData("bad", "DROP TABLE orders", "Only questions are answered here: one statement that begins with SELECT, FROM, WITH, VALUES, DESCRIBE or SUMMARIZE.")]
    [InlineData("bad", "SELECT * FROM read_csv('/etc/passwd')", "read_csv(…): this function cannot be used here; only tables of the home are read, and no files.")]
    public async Task What_cannot_be_kept_is_said(string name, string sql, string sentence)
    {
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        Assert.Equal(sentence, await Save(analyst, name, sql));
        Assert.Null(Saved.Find(name));
    }

    [Fact]
    public async Task An_answer_is_written_as_the_reader_s_browser_asks_for()
    {
        using var viewer = await Visitor.As(shop.Server, Role.Viewer);
        viewer.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "de");
        using var answer = await viewer.Post("/explore/answer", ("sql", "SELECT range FROM range(10000)"), (SignedIn.FormField, Visitor.KeyOf(await viewer.Text("/explore"))));
        Assert.Matches(@"there are more, and a file holds up to 50, in \d+,\d\d s\.", await answer.Content.ReadAsStringAsync(cancel));
    }

    [Fact]
    public async Task A_viewer_asks_and_keeps_nothing_and_no_form_works_without_its_key()
    {
        using var viewer = await Visitor.As(shop.Server, Role.Viewer);
        var page = await viewer.Text("/explore?sql=" + Uri.EscapeDataString("SELECT COUNT(*) AS orders FROM orders"));
        Assert.Contains("<td class=\"n\" data-v=\"10\">10</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"keep\"", page, StringComparison.Ordinal);
        using var kept = await viewer.Post("/explore/save", ("name", "mine"), ("sql", "SELECT 1"), (SignedIn.FormField, Visitor.KeyOf(page)));
        Assert.Equal((HttpStatusCode.Forbidden, null), (kept.StatusCode, Saved.Find("mine")));
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        using var nobody = new Visitor(shop.Server);
        foreach (var address in (string[])["/explore/answer", "/explore/file.csv", "/explore/save", "/explore/remove"])
        {
            using var forged = await analyst.Post(address, ("sql", "SELECT 1"), ("name", "forged"), ("was", ""));
            using var asked = await nobody.Post(address, ("sql", "SELECT 1"));
            Assert.Equal((address, HttpStatusCode.BadRequest, "/sign-in"), (address, forged.StatusCode, asked.Headers.Location?.OriginalString.Split('?')[0]));
        }
    }
}
