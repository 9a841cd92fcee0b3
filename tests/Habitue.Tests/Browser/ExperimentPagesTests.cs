using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Habitue.Experiments.Definitions;
using Habitue.Experiments.Serving;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Habitue.Tests.Host;
using Habitue.Tests.Server.Web;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

public sealed class ExperimentPagesTests(Chromium chromium, ExperimentHome shop) : IClassFixture<Chromium>, IClassFixture<ExperimentHome>
{
    private static readonly string[] Mine = ["/experiments", "/experiments/{key}", "/experiments/{key}/edit", "/experiments/new", "/experiments/power", "/decisions"], More = ["/experiments/lopsided", "/experiments/popup", "/experiments/badge", "/experiments/headline", "/experiments/nothing", "/experiments/free-shipping/edit", "/decisions?customer=c7&policy=bandit"];

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public static TheoryData<int, ColorScheme> Looks => new() { { 1440, ColorScheme.Light }, { 390, ColorScheme.Dark } };

    [Fact]
    public async Task Every_page_is_fit_for_everybody()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/experiments", Role.Admin);
        var checks = new PageChecks(page, shop.Address, "experiments");
        Assert.Empty(await checks.All(true, [.. NavPages.All.Select(one => one.Nav.Address).Except(Mine)]));
        Assert.Equal(Mine.Length, checks.Seen.Count);
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Pages_of_odd_addresses_are_shown_without_a_complaint_and_without_scrolling_sideways(int width, ColorScheme colours)
    {
        await using var context = await chromium.Online(width, colours);
        await PageLook.Check(await shop.Open(context, "/experiments"), shop.Address, More, width, colours);
    }

    [Fact]
    public async Task The_log_of_an_arm_and_a_day_holds_the_decisions_of_both()
    {
        using var visitor = await Visitor.As(shop.Server, Role.Viewer);
        var expected = shop.Rows<long>("SELECT COUNT(*) FROM decisions WHERE policy = 'bandit' AND action = 'welcome' AND CAST(decided_at AS DATE) = DATE '2026-11-05'")[0];
        var text = WebUtility.HtmlDecode(await visitor.Text("/decisions?placement=home&policy=bandit&action=welcome&begins=2026-11-05T00:00&ends=2026-11-06T00:00"));
        Assert.True(expected > 1);
        Assert.Contains($"<h2 id=\"log-title\">{expected} decisions</h2>", text, StringComparison.Ordinal);
        Assert.Contains("title=\"Take this away\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_what_the_command_line_says()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/experiments", Role.Viewer);
        using var told = JsonDocument.Parse(shop.Listed);
        foreach (var one in told.RootElement.EnumerateArray())
        {
            var row = page.Locator("#experiments tbody tr", new() { Has = page.Locator($"a[href='/experiments/{one.GetProperty("experiment").GetString()}']") });
            Assert.Equal($"{one.GetProperty("customers").GetInt64()}", await row.Locator("td").Nth(1).GetAttributeAsync("data-v"));
            Assert.Equal(one.GetProperty("verdict").GetString(), (await row.Locator("td").Nth(2).InnerTextAsync()).Trim());
            Assert.Equal(one.GetProperty("sentence").GetString(), await row.Locator("td").Nth(3).InnerTextAsync());
        }
        Assert.Equal(5, told.RootElement.GetArrayLength());
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "New experiment" }).CountAsync());
    }

    [Fact]
    public async Task Results_are_those_of_SQL_and_of_the_published_tables()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/experiments/free-shipping");
        var arms = shop.Rows<(string, long, long)>("""
            SELECT x.variant, COUNT(*), COUNT(*) FILTER (WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = x.customer_id AND o.ordered_at >= x.exposed_at AND o.ordered_at < x.exposed_at + INTERVAL 14 DAY))
            FROM experiment_exposures x WHERE experiment = 'free-shipping' AND exposed_at < TIMESTAMP '2026-10-15' GROUP BY 1 ORDER BY 1
            """);
        Assert.Equal(arms.Select(arm => $"{arm.Item2}"), await page.Cells("#variants", 4));
        var goal = await page.Cells("#figures", 5);
        Assert.Equal((double)arms[1].Item3 / arms[1].Item2, double.Parse(goal[0]), 12);
        var published = shop.Rows<(string, double, double, double, double, double)>("SELECT metric, value, control_value, lift, p_value, p_adjusted FROM experiment_results WHERE experiment = 'free-shipping' ORDER BY CASE role WHEN 'goal' THEN 0 WHEN 'other' THEN 1 ELSE 2 END, CASE metric WHEN 'revenue' THEN 0 ELSE 1 END");
        Assert.Equal(published.Select(row => row.Item1), await page.Cells("#figures", 1));
        foreach (var (column, of) in ((int, Func<(string, double, double, double, double, double), double>)[])[(4, row => row.Item3), (5, row => row.Item2), (6, row => row.Item4), (8, row => row.Item5), (9, row => row.Item6)])
            Assert.Equal(published.Select(of), (await page.Cells("#figures", column)).Select(double.Parse), (a, b) => Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(a)));
        var (best, loss) = shop.Rows<(double, double)>("SELECT probability_best, expected_loss FROM experiment_results WHERE experiment = 'free-shipping' AND role = 'goal'")[0];
        Assert.Equal(best, double.Parse((await page.Cells("#bayes", 2))[0]), 9);
        Assert.Equal(loss, double.Parse((await page.Cells("#bayes", 4))[0]), 9);
        Assert.Equal(shop.Rows<string>("SELECT sentence FROM experiment_verdicts WHERE experiment = 'free-shipping'")[0], await page.Locator("#sentence").InnerTextAsync());
        Assert.Equal(arms.Sum(arm => arm.Item2), (await page.Cells("#exposed", 2)).Concat(await page.Cells("#exposed", 3)).Sum(long.Parse));
    }

    [Fact]
    public async Task A_wrong_division_withholds_the_verdict_and_every_figure()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/experiments/lopsided");
        Assert.StartsWith("WITHHELD: customers arrived 1,500 : 1,000 where 0.5 : 0.5 was meant", await page.Locator("#sentence").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True(await page.Locator("#ratio-warning").IsVisibleAsync());
        Assert.Equal(0, await page.Locator("#effects, #figures, #bayes").CountAsync());
    }

    [Fact]
    public async Task A_guardrail_stops_a_test_and_somebody_lets_it_run_again()
    {
        shop.Service<ExperimentWatch>().Judge(cancel);
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/experiments/popup", Role.Marketer);
        Assert.Equal("stopped: it did harm", await page.Locator("#state").InnerTextAsync());
        Assert.StartsWith("STOPPED: popup makes conversion worse", await page.Locator("#sentence").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("guardrail broken", (await page.Locator("#figures tbody tr", new() { HasText = "conversion" }).Locator("td").First.InnerTextAsync()).Trim());
        await page.GetByRole(AriaRole.Button, new() { Name = "Let it run again" }).ClickAsync();
        await page.Locator("p.done", new() { HasText = "Experiment popup runs again as it was set up." }).WaitForAsync();
        Assert.Equal("running", await page.Locator("#state").InnerTextAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_test_is_set_up_corrected_started_answers_and_stopped(bool scripts)
    {
        var key = scripts ? "new-button" : "new-button-2";
        await using var context = await chromium.Online(scripts: scripts);
        var page = await shop.Open(context, "/experiments/new");
        await page.GetByLabel("Key, which sites ask by").FillAsync(key);
        await page.Locator("input[name=name]").FillAsync("Blue \"button\"");
        await page.Locator("textarea[name=hypothesis]").FillAsync("More clicks.\nAnd: orders");
        foreach (var (i, name, weight, value) in ((int, string, string, string)[])[(1, "red", "0.5", "red"), (2, "blue", "0.4", "{\"colour\": \"blue\"}")])
        {
            await page.Locator($"input[name=variant{i}]").FillAsync(name);
            await page.Locator($"input[name=weight{i}]").FillAsync(weight);
            await page.Locator($"input[name=value{i}]").FillAsync(value);
        }
        await page.Locator("textarea[name=condition]").FillAsync("country: { $in: [FR, DE] }");
        await page.Locator("select[name=goal]").SelectOptionAsync("conversion");
        await page.GetByLabel("Also look at complaints").CheckAsync();
        await page.GetByLabel("retention is a guardrail").CheckAsync();
        await page.GetByLabel("Margin of retention").FillAsync("0.02");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        // The sentence of the file's own reader, and nothing of what was filled in is lost.
        await page.Locator("p.problem", new() { HasText = "variants has weights that add up to 0.9; they must add up to 1." }).WaitForAsync();
        Assert.Equal("Blue \"button\"", await page.Locator("input[name=name]").InputValueAsync());
        Assert.True(await page.GetByLabel("Also look at complaints").IsCheckedAsync());
        await page.Locator("input[name=weight2]").FillAsync("0.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await page.Locator("p.problem", new() { HasText = "variants has values of different kinds" }).WaitForAsync();
        await page.Locator("input[name=value2]").FillAsync("blue");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as a draft" }).ClickAsync();
        await page.Locator("p.done", new() { HasText = $"Experiment {key} was set up as a draft" }).WaitForAsync();

        var kept = ExperimentFile.Read(shop.FilePath).Experiments[key];
        Assert.Equal(("Blue \"button\"", "More clicks.\nAnd: orders", false), (kept.Name, kept.Hypothesis.ReplaceLineEndings("\n"), kept.Running));
        Assert.Equal(["red", "blue"], kept.Variants.Select(variant => variant.Name));
        Assert.Equal("""{"country":{"$in":["FR","DE"]}}""", kept.Division.Condition.GetRawText());
        Assert.Equal(("complaints", "retention", 0.02), (kept.Others.Single().Name, kept.Guardrails.Single().Metric.Name, kept.Guardrails.Single().Margin));

        await page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await page.Locator("p.done", new() { HasText = $"Experiment {key} was started." }).WaitForAsync();
        Assert.Equal("SPLIT", await Asked(key, "u1"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await page.Locator("p.done", new() { HasText = $"Experiment {key} was stopped." }).WaitForAsync();
        Assert.NotEqual("SPLIT", await Asked(key, "u2"));
        Assert.Equal(3, shop.Service<Deeds>().Latest(100).Count(deed => deed.What.StartsWith($"Experiment {key} was", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_two_who_change_one_test_the_second_is_told_and_decides()
    {
        await using var one = await chromium.Online();
        await using var other = await chromium.Online();
        var before = await File.ReadAllTextAsync(shop.FilePath, cancel);
        var ann = await shop.Open(one, "/experiments/headline/edit", name: "Ann");
        var ben = await shop.Open(other, "/experiments/headline/edit", name: "Ben");
        await ann.Locator("textarea[name=hypothesis]").FillAsync("Ann thinks short is better.");
        await ann.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await ann.Locator("p.done", new() { HasText = "Experiment headline was changed." }).WaitForAsync();
        await ben.Locator("textarea[name=hypothesis]").FillAsync("Ben thinks long is better.");
        await ben.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await ben.Locator("p.problem", new() { HasText = "Ann changed this experiment since you opened it" }).WaitForAsync();
        Assert.Contains("Ann thinks short is better.", await ben.Locator("main pre").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("Ben thinks long is better.", await ben.Locator("textarea[name=hypothesis]").InputValueAsync());
        Assert.Equal("Ann thinks short is better.", ExperimentFile.Read(shop.FilePath).Experiments["headline"].Hypothesis);
        await ben.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await ben.Locator("p.done", new() { HasText = "Experiment headline was changed." }).WaitForAsync();
        Assert.Equal("Ben thinks long is better.", ExperimentFile.Read(shop.FilePath).Experiments["headline"].Hypothesis);
        var text = await File.ReadAllTextAsync(shop.FilePath, cancel);
        Assert.Equal(Others(before), Others(text));
        Assert.Contains("\n    variants: [ { name: control }, { name: short }, { name: long } ]\n", text, StringComparison.Ordinal);

        // All but the experiment that was changed.
        static string Others(string text)
        {
            var begin = text.IndexOf("\n  headline:", StringComparison.Ordinal);
            var end = text.IndexOf("\n  new-button", begin, StringComparison.Ordinal);
            return text[..begin] + (end < 0 ? "" : text[end..]);
        }
    }

    [Fact]
    public async Task Nobody_is_blamed_for_what_was_changed_in_the_file()
    {
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        var page = await analyst.Text("/experiments/lopsided");
        using (var stopped = await analyst.Post("/experiments/status", (SignedIn.FormField, Visitor.KeyOf(page)), ("key", "lopsided"), ("status", "running"), ("version", VersionOn(page)), ("back", "/"))) Assert.Equal(HttpStatusCode.SeeOther, stopped.StatusCode);
        Assert.StartsWith("Experiment lopsided was started.", shop.Service<Deeds>().Latest(1)[0].What, StringComparison.Ordinal);
        page = await analyst.Text("/experiments/lopsided/edit");
        var before = await File.ReadAllTextAsync(shop.FilePath, cancel);
        await File.WriteAllTextAsync(shop.FilePath, ExperimentText.With(before, "lopsided", [("hypothesis", "\"By hand.\"")]), cancel);
        using var late = await analyst.Post("/experiments/save", (SignedIn.FormField, Visitor.KeyOf(page)), ("existing", "lopsided"), ("version", VersionOn(page)), ("goal", "conversion"), ("variant1", "control"), ("variant2", "treated"));
        Assert.Contains("This experiment was changed in the file since you opened it. Nothing of yours was saved yet.", await late.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        await File.WriteAllTextAsync(shop.FilePath, before, cancel);
    }

    [Theory]
    [InlineData("""{"experiments": {"badge": {"variants": [{"name": "control"}, {"name": "badge"}], "goal": "revenue"}}}""")]
    [InlineData("this is no file of experiments")]
    public async Task A_file_that_pages_cannot_change_is_shown_and_refused_in_a_sentence(string text)
    {
        var before = await File.ReadAllTextAsync(shop.FilePath, cancel);
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        await analyst.Text("/experiments/badge");
        await File.WriteAllTextAsync(shop.FilePath, text, cancel);
        try
        {
            var page = await analyst.Text("/experiments/badge");
            Assert.Equal("none", VersionOn(page));
            await analyst.Text("/experiments/badge/edit");
            using (var saved = await analyst.Post("/experiments/save", (SignedIn.FormField, Visitor.KeyOf(page)), ("existing", "badge"), ("version", "none"), ("goal", "revenue"), ("variant1", "control"), ("variant2", "badge")))
                Assert.Equal(HttpStatusCode.UnprocessableEntity, saved.StatusCode);
            using var started = await analyst.Post("/experiments/status", (SignedIn.FormField, Visitor.KeyOf(page)), ("key", "badge"), ("status", "running"), ("version", "none"), ("back", "/experiments/badge"));
            Assert.Contains("experiments.yaml", WebUtility.HtmlDecode(await analyst.Text(started.Headers.Location!.OriginalString)), StringComparison.Ordinal);
            Assert.Equal(text, await File.ReadAllTextAsync(shop.FilePath, cancel));
        }
        finally
        {
            await File.WriteAllTextAsync(shop.FilePath, before, cancel);
        }
    }

    private static string VersionOn(string page) => System.Text.RegularExpressions.Regex.Match(page, "name=\"version\" value=\"([^\"]*)\"").Groups[1].Value;

    [Fact]
    public async Task A_connection_that_is_lost_in_the_middle_of_a_form_loses_nothing()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/experiments/badge/edit");
        await page.Locator("textarea[name=hypothesis]").FillAsync("Written on a train.");
        await context.SetOfflineAsync(true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.Locator("p.problem", new() { HasText = "The server does not answer." }).WaitForAsync();
        Assert.Equal("Written on a train.", await page.Locator("textarea[name=hypothesis]").InputValueAsync());
        await context.SetOfflineAsync(false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.Locator("p.done", new() { HasText = "Experiment badge was changed." }).WaitForAsync();
        var badge = ExperimentFile.Read(shop.FilePath).Experiments["badge"];
        Assert.Equal(("Written on a train.", "revenue", false), (badge.Hypothesis, badge.Goal.Name, badge.Running));
    }

    [Fact]
    public async Task A_new_exposure_appears_by_itself()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/experiments/free-shipping");
        var before = long.Parse((await page.Cells("#variants", 4))[0]) + long.Parse((await page.Cells("#variants", 4))[1]);
        Assert.Equal("SPLIT", await Asked("free-shipping", "a-new-visitor"));
        const string counted = "sum => [...document.querySelectorAll('#variants tbody td:nth-child(4)')].reduce((all, cell) => all + Number(cell.dataset.v), 0) === sum";
        await page.WaitForFunctionAsync(counted, before + 1);
        using var connection = shop.Server.Warehouse();
        shop.Service<ExposureBook>().Flush();
        connection.Execute("DELETE FROM experiment_exposures WHERE customer_id = 'a-new-visitor'");
        await page.WaitForFunctionAsync(counted, before); // figures are kept for some seconds, and others of this class count too
    }

    [Fact]
    public async Task The_power_calculator_counts_as_the_command_line()
    {
        using var home = new TemporaryHome();
        var told = TheProgram.Run(home.Folder, "experiments", "power", "--share", "0.03", "--lift", "0.1", "--variants", "3", "--daily", "4000").Out;
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/experiments/power");
        foreach (var (name, value) in ((string, string)[])[("share", "0.03"), ("lift", "0.1"), ("variants", "3"), ("daily", "4000")]) await page.Locator($"input[name={name}]").FillAsync(value);
        await page.WaitForFunctionAsync("() => document.querySelector('[data-figure=power-days]') && document.querySelector('#power-result').textContent.includes('0.033')");
        foreach (var (name, line) in ((string, string)[])[("power-once", "One look   {0} customers in each of 3 variants"), ("power-any", "Any look   {0} in each at most"), ("power-tuned", "set tuned_for: {0}"), ("power-days", "Days       {0} for one look"), ("power-any-days", "for one look, {0} at most")])
            Assert.Contains(string.Format(line, await page.Figure(name)), told, StringComparison.Ordinal);
        await page.Locator("input[name=lift]").FillAsync("99");
        await page.Locator("#power-result .problem", new() { HasText = "it must stay above 0 and below 1" }).WaitForAsync();
    }

    [Fact]
    public async Task Arms_of_a_bandit_and_the_decision_log_are_those_of_SQL()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/experiments");
        var arms = shop.Rows<(string, long, long, double)>("SELECT action, COUNT(*), COUNT(r.decision_id), SUM(COALESCE(r.reward, 0)) / COUNT(*) FROM decisions d LEFT JOIN decision_rewards r USING (decision_id) WHERE policy = 'bandit' GROUP BY action ORDER BY COUNT(*) DESC, action");
        Assert.Equal(arms.Select(arm => arm.Item1), await page.Cells("#arms", 1));
        Assert.Equal(arms.Select(arm => $"{arm.Item2}"), await page.Cells("#arms", 2));
        Assert.Equal(arms.Select(arm => $"{arm.Item3}"), await page.Cells("#arms", 4));
        Assert.Equal(arms.Select(arm => arm.Item4), (await page.Cells("#arms", 5)).Select(double.Parse), (a, b) => Math.Abs(a - b) < 1e-9);
        var first = shop.Rows<double>("SELECT AVG(CASE WHEN action = 'free_shipping' THEN 1.0 ELSE 0 END) FROM decisions WHERE policy = 'bandit' AND decided_at < TIMESTAMP '2026-11-01 12:00:00'")[0];
        Assert.Equal(first, double.Parse((await page.Cells("#arms-over-time", 2))[0]), 3);

        await page.GotoAsync(shop.Address + "/decisions");
        Assert.Equal("1,205 decisions, the newest 100 of them", await page.Locator("#log-title").InnerTextAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Older" }).ClickAsync();
        var hundredth = shop.Rows<DateTime>("SELECT decided_at FROM decisions ORDER BY decided_at DESC, decision_id LIMIT 1 OFFSET 100")[0];
        Assert.Equal(hundredth.ToString("d MMM yyyy, HH:mm:ss"), (await page.Cells("#decisions", 1))[0]);
        await page.GotoAsync(shop.Address + "/decisions");
        await page.Locator("input[name=customer]").FillAsync("c7");
        await page.Locator("input[name=customer]").PressAsync("Enter");
        await page.Reaches("**/decisions?customer=c7*");
        await page.Locator("#log-title", new() { HasText = $"{shop.Rows<long>("SELECT COUNT(*) FROM decisions WHERE customer_id = 'c7'")[0]} decisions" }).WaitForAsync();
        Assert.Equal("/customers/c7", await page.Locator("#decisions tbody a").First.GetAttributeAsync("href"));
        Assert.Contains("Brings most here; one of 3 that could be shown", await page.Locator("#decisions tbody tr").First.InnerTextAsync(), StringComparison.Ordinal);
        await page.GotoAsync(shop.Address + "/decisions?customer=ann%40example.com");
        Assert.DoesNotContain("ann@example.com", await page.Locator("#decisions").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_changes_nothing()
    {
        var before = await File.ReadAllTextAsync(shop.FilePath, cancel);
        using var viewer = await Visitor.As(shop.Server, Role.Viewer);
        Assert.Contains("Your account may not change experiments.", await viewer.Text("/experiments/badge/edit"), StringComparison.Ordinal);
        var key = Visitor.KeyOf(await viewer.Text("/experiments/badge"));
        foreach (var address in (string[])["/experiments/save", "/experiments/status", "/experiments/lift"])
        {
            using var refused = await viewer.Post(address, (SignedIn.FormField, key), ("key", "badge"), ("status", "running"));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        using var foreign = await analyst.Post("/experiments/status", ("key", "badge"), ("status", "running"));
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        using var old = await analyst.Post("/experiments/status", (SignedIn.FormField, Visitor.KeyOf(await analyst.Text("/experiments/badge"))), ("key", "badge"), ("status", "running"), ("version", "0123456789abcdef"), ("back", "/experiments/badge"));
        Assert.Contains("Somebody else has changed badge since you opened it.", await analyst.Text(old.Headers.Location!.OriginalString), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(shop.FilePath, cancel));
    }

    /// <summary>What the evaluation protocol answers: why somebody gets what they get.</summary>
    private async Task<string?> Asked(string key, string customer)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/ofrep/v1/evaluate/flags/{key}") { Content = JsonContent.Create(new { context = new { targetingKey = customer, country = "FR" } }) };
        message.Headers.Add("Authorization", "Bearer " + shop.Service<AccessKeys>().Make(KeyKind.Read, "test"));
        using var answer = await shop.Server.Client.SendAsync(message, cancel);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancel)).GetProperty("reason").GetString();
    }
}
