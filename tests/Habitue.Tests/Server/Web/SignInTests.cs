using System.Net;
using Habitue.Server.Web.Access;
using Habitue.Server.Web;
using Habitue.Server;
using Habitue.Tests.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Tests.Server.Web;

public sealed class SignInTests
{
    private static Task<RunningServer> Start(TimeProvider? clock = null, string? folder = null) => RunningServer.Start([new HealthModule(), new WebModule()], clock, folder);

    [Fact]
    public async Task The_first_start_makes_an_account_and_a_later_one_does_not()
    {
        var folder = Directory.CreateTempSubdirectory("habitue-accounts-").FullName;
        string password;
        await using (var server = await Start(folder: folder))
        {
            Assert.Equal("admin", server.Services.GetRequiredService<Accounts>().First?.Name);
            password = server.Services.GetRequiredService<Accounts>().First!.Value.Password;
            Assert.DoesNotContain(password, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(folder, "habitue.db"), TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        }
        await using (var server = await Start(folder: folder))
        {
            Assert.Null(server.Services.GetRequiredService<Accounts>().First);
            using var admin = new Visitor(server);
            using var answer = await admin.SignIn("admin", password, "/segments?period=7d");
            Assert.Equal("/segments?period=7d", answer.Headers.Location?.OriginalString);
            Assert.Contains("Accounts", await admin.Text("/"), StringComparison.Ordinal);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_page_and_the_stream_ask_who_is_there()
    {
        await using var server = await Start();
        using var nobody = new Visitor(server);
        Assert.InRange(NavPages.All.Count, 6, 40);
        foreach (var page in NavPages.All)
        {
            var address = System.Text.RegularExpressions.Regex.Replace(page.Nav.Address, @"\{[^}]+\}", part => part.Value.Contains(":int", StringComparison.Ordinal) || part.Value.Contains(":long", StringComparison.Ordinal) ? "1" : "x");
            using var answer = await nobody.Get(address);
            Assert.Equal((HttpStatusCode.Found, address == "/" ? "/sign-in" : "/sign-in?to=" + Uri.EscapeDataString(address)), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        }
    }

    [Fact]
    public async Task The_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites_forms()
    {
        await using var server = await Start();
        using var visitor = new Visitor(server);
        server.Services.GetRequiredService<Accounts>().Add("Ann", Role.Viewer, "a long password");
        using var answer = await visitor.SignIn("ANN", "a long password");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith(SignedIn.Cookie, StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
        using var proxied = new Visitor(server);
        var key = Visitor.KeyOf(await proxied.Text("/sign-in"));
        proxied.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var behind = await proxied.Post("/sign-in", ("name", "Ann"), ("password", "a long password"), (SignedIn.FormField, key));
        Assert.Contains("; secure", behind.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith(SignedIn.Cookie, StringComparison.Ordinal)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_lets_no_foreign_script_run_and_no_cache_keep_it()
    {
        await using var server = await Start();
        using var viewer = await Visitor.As(server, Role.Viewer);
        using var page = await viewer.Get("/");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers.CacheControl?.ToString());
        var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<script(?![^>]*(src=|application/json))", text);
        Assert.DoesNotMatch(@"\son\w+=", text);
    }

    [Fact]
    public async Task A_form_without_its_key_changes_nothing()
    {
        await using var server = await Start();
        var accounts = server.Services.GetRequiredService<Accounts>();
        using var admin = await Visitor.As(server, Role.Admin);
        using var forged = await admin.Post("/accounts/add", ("name", "Eve"), ("password", "a long password"), ("role", "admin"));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var signIn = await new Visitor(server).Post("/sign-in", ("name", "Admin"), ("password", "a long password"));
        Assert.Equal(HttpStatusCode.BadRequest, signIn.StatusCode);
        using var leave = await admin.Post("/sign-out");
        Assert.Equal(HttpStatusCode.BadRequest, leave.StatusCode);
        Assert.DoesNotContain(accounts.All(), account => account.Name == "Eve");

        var key = Visitor.KeyOf(await admin.Text("/accounts"));
        using var added = await admin.Post("/accounts/add", ("name", "Eve"), ("password", "a long password"), ("role", "viewer"), (SignedIn.FormField, key));
        Assert.StartsWith("/accounts?note=", added.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(Role.Viewer, accounts.All().Single(account => account.Name == "Eve").Role);
        using var left = await admin.Post("/sign-out", (SignedIn.FormField, key));
        using var after = await admin.Get("/");
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.Found), (left.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task Who_may_sign_in_is_written_down_and_told_to_nobody_but_whoever_changed_it()
    {
        await using var server = await Start();
        using var admin = await Visitor.As(server, Role.Admin);
        var key = Visitor.KeyOf(await admin.Text("/accounts"));
        async Task<string> Told(string form, params (string, string)[] fields)
        {
            using var answer = await admin.Post($"/accounts/{form}", [.. fields, (SignedIn.FormField, key)]);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            return answer.Headers.Location!.OriginalString;
        }

        var added = await Told("add", ("name", "Eve"), ("password", "a long password"), ("role", "viewer"));
        Assert.Contains("Eve may sign in as viewer.", await admin.Text(added), StringComparison.Ordinal);
        Assert.Contains("Choose a role", await admin.Text(await Told("add", ("name", "Ann"), ("password", "a long password"), ("role", "owner"))), StringComparison.Ordinal);
        Assert.Contains("Eve may not sign in any more.", await admin.Text(await Told("remove", ("name", "Eve"))), StringComparison.Ordinal);
        Assert.Equal(["Second admin: Eve may not sign in any more.", "Second admin: Eve may sign in as viewer."], server.Services.GetRequiredService<Deeds>().Latest(10).Select(deed => $"{deed.Who}: {deed.What}"));

        // Neither another admin nor words of somebody's own are shown by an address.
        server.Services.GetRequiredService<Accounts>().Add("Third", Role.Admin, "a long password");
        using var third = new Visitor(server);
        using var signedIn = await third.SignIn("Third", "a long password");
        Assert.DoesNotContain("role=\"status\"", await third.Text(added), StringComparison.Ordinal);
        Assert.DoesNotContain("Call us", await admin.Text("/accounts?problem=Call+us&note=Call+us"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_admins_manage_accounts_and_the_last_one_stays()
    {
        await using var server = await Start();
        foreach (var role in (Role[])[Role.Viewer, Role.Analyst, Role.Marketer])
        {
            using var visitor = await Visitor.As(server, role);
            using var page = await visitor.Get("/accounts");
            using var add = await visitor.Post("/accounts/add", ("name", "Eve"), ("password", "a long password"), ("role", "admin"), (SignedIn.FormField, Visitor.KeyOf(await visitor.Text("/"))));
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (page.StatusCode, add.StatusCode));
        }
        var accounts = server.Services.GetRequiredService<Accounts>();
        Assert.Equal("'admin' is the last who manages accounts; make another admin first.", Assert.Throws<Habitue.Host.UserMistakeException>(() => accounts.Remove("admin")).Message);
    }

    [Fact]
    public async Task An_account_that_is_taken_away_sees_nothing_more()
    {
        await using var server = await Start();
        using var viewer = await Visitor.As(server, Role.Viewer);
        await viewer.Text("/");
        server.Services.GetRequiredService<Accounts>().Remove("Viewer");
        using var after = await viewer.Get("/");
        Assert.Equal(HttpStatusCode.Found, after.StatusCode);
    }

    [Fact]
    public async Task Whoever_tries_passwords_is_held_back_for_five_minutes()
    {
        var clock = new ManualClock(new DateTime(2026, 1, 1));
        await using var server = await Start(clock);
        var guard = server.Services.GetRequiredService<SignInGuard>();
        using var visitor = new Visitor(server);
        using (var wrong = await visitor.SignIn("admin", "wrong"))
            Assert.Equal((HttpStatusCode.Unauthorized, true), (wrong.StatusCode, (await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("Name and password do not fit.", StringComparison.Ordinal)));
        for (var i = 1; i < SignInGuard.MostFailures; i++) guard.Failed("10.0.0." + i, "admin");
        var right = server.Services.GetRequiredService<Accounts>().First!.Value.Password;
        using (var held = await visitor.SignIn("admin", right)) Assert.Equal(HttpStatusCode.TooManyRequests, held.StatusCode);
        clock.MoveTo(new DateTime(2026, 1, 1, 0, 6, 0));
        using var let = await visitor.SignIn("admin", right);
        Assert.Equal(HttpStatusCode.Found, let.StatusCode);
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("elsewhere.example")]
    public async Task Signing_in_leads_to_no_other_site(string to)
    {
        await using var server = await Start();
        server.Services.GetRequiredService<Accounts>().Add("Ann", Role.Viewer, "a long password");
        using var answer = await new Visitor(server).SignIn("Ann", "a long password", to);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_pass_opens_the_dashboard_only_when_one_was_made_and_is_not_left_in_the_address()
    {
        await using var server = await Start();
        using var guest = new Visitor(server);
        Assert.Contains("Password", await guest.Text("/sign-in?pass="), StringComparison.Ordinal);
        var pass = server.Services.GetRequiredService<GuestPass>().Make();
        using var answer = await guest.Get("/sign-in?pass=" + pass);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        Assert.Contains(SignedIn.Guest, await guest.Text("/"), StringComparison.Ordinal);
        using var accounts = await guest.Get("/accounts");
        Assert.Equal(HttpStatusCode.Forbidden, accounts.StatusCode);
    }
}
