using System.Net;
using System.Text.Json;
using Habitue.ModelShelf;
using Habitue.Server.Web.Access;
using Habitue.Tests.Server.Web;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

[Collection(WorkPages.Name)]
public sealed class ModelsTests(Chromium chromium, WorkHome shop)
{
    [Fact]
    public async Task The_shelf_shows_what_the_command_line_shows()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/models", Role.Viewer);
        using var told = JsonDocument.Parse(shop.CommandLine("models"));
        var models = told.RootElement.EnumerateArray().ToArray();
        Assert.True(models.Length >= 3);
        var names = await page.Cells("#models", 1);
        // Another test has segments learned anew.
        foreach (var model in models.Where(model => model.GetProperty("name").GetString() != "segments"))
        {
            var i = Array.IndexOf(names, model.GetProperty("name").GetString());
            var main = model.GetProperty("metrics").EnumerateArray().First(metric => metric.GetProperty("part").GetString() == "all");
            Assert.Equal(main.GetProperty("value").GetDouble(), double.Parse((await page.Cells("#models", 4))[i]), 12);
            Assert.Equal(model.GetProperty("promoted_since").ValueKind == JsonValueKind.Null ? "does not answer" : "answers", (await page.Cells("#models", 2))[i]);
        }
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM insights WHERE NOT ready")[0].ToString("N0"), await page.Figure("lacking"));
        Assert.Equal(shop.Rows<long>("SELECT COUNT(*) FROM insights WHERE NOT ready")[0], await page.Locator("#lacks dt").CountAsync());
    }

    [Fact]
    public async Task A_version_is_promoted_and_rolled_back_and_both_are_written_down()
    {
        Put("trial-a");
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/models/trial-a");
        Assert.Equal("Version 1 answers", await page.Locator("#answering .state").InnerTextAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Promote version 2" }).ClickAsync();
        await page.Locator("p.done", new() { HasText = "trial-a answers with version 2 now, and no longer with 1." }).WaitForAsync();
        Assert.Equal(2, shop.Rows<int>("SELECT version FROM promotions WHERE name = 'trial-a' AND until IS NULL")[0]);
        Assert.Equal("By hand, by An Analyst", (await page.Cells("#promotions", 4))[0]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Roll back to version 1" }).ClickAsync();
        await page.Locator("p.done", new() { HasText = "trial-a answers with version 1 now, and no longer with 2." }).WaitForAsync();
        Assert.Equal(1, shop.Rows<int>("SELECT version FROM promotions WHERE name = 'trial-a' AND until IS NULL")[0]);
        Assert.Equal(2, shop.Service<Deeds>().Latest(50).Count(deed => deed.Who == "An Analyst" && deed.What.StartsWith("trial-a answers with version", StringComparison.Ordinal)));
        Take("trial-a");
    }

    [Fact]
    public async Task The_course_of_a_figure_over_versions_has_its_intervals_and_stands_in_the_address()
    {
        Put("trial-b");
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/models/trial-b");
        var metrics = shop.Rows<string>("SELECT metric FROM model_metrics WHERE name = 'trial-b' AND version = 1 AND part = 'all' ORDER BY place");
        await page.Locator("select[name=metric]").SelectOptionAsync(metrics[1]);
        await page.Reaches("**metric=*");
        await page.WaitForFunctionAsync("name => document.querySelector('#course th:nth-child(2)').textContent.toLowerCase() === name", metrics[1].Replace('_', ' ').ToLowerInvariant());
        var expected = shop.Rows<(double, double, double)>($"SELECT value, low, high FROM model_metrics WHERE name = 'trial-b' AND part = 'all' AND metric = '{metrics[1]}' ORDER BY version");
        Assert.Equal(expected.Select(one => one.Item1), (await page.Cells("#course", 2)).Select(double.Parse));
        Assert.Equal(expected.Select(one => one.Item2), (await page.Cells("#course", 3)).Select(double.Parse));
        Assert.Equal(expected.Select(one => one.Item3), (await page.Cells("#course", 4)).Select(double.Parse));
        await page.GotoAsync(shop.Address + "/models/baskets");
        var card = shop.CommandLine("card", "baskets");
        var parts = await page.Locator("#card dd").AllTextContentsAsync();
        Assert.NotEmpty(parts);
        Assert.All(parts, part => Assert.Contains(part.Trim(), card, StringComparison.Ordinal));
        Assert.DoesNotContain("", parts.Select(part => part.Trim()));
        await page.GotoAsync(shop.Address + "/models/no-such-model");
        Assert.Contains("There is no model “no-such-model”.", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Take("trial-b");
    }

    [Fact]
    public async Task Only_analysts_and_admins_choose_which_version_answers()
    {
        using var marketer = await Visitor.As(shop.Server, Role.Marketer);
        var page = await marketer.Text("/models/segments");
        Assert.DoesNotContain("/models/promote", page, StringComparison.Ordinal);
        using (var refused = await marketer.Post("/models/promote", (SignedIn.FormField, Visitor.KeyOf(page)), ("name", "segments"), ("version", "1"))) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var analyst = await Visitor.As(shop.Server, Role.Analyst);
        using (var foreign = await analyst.Post("/models/promote", ("name", "segments"), ("version", "1"))) Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        using var missing = await analyst.Post("/models/promote", (SignedIn.FormField, Visitor.KeyOf(await analyst.Text("/models/segments"))), ("name", "segments"), ("version", "99"), ("back", "/models/segments"));
        Assert.Contains("segments has no version 99 on the shelf", await analyst.Text(missing.Headers.Location!.OriginalString), StringComparison.Ordinal);
    }

    /// <summary>A model with two versions that differ in their figures, of which the first answers.</summary>
    private void Put(string name) => shop.Change($"""
        INSERT INTO models SELECT '{name}', v, slice, made_at + to_days(CAST(v AS INTEGER)), as_of, data, recipe, settings, ready, verdict, card, 'other' FROM models, range(1, 3) t(v) WHERE name = 'segments' AND version = 1;
        INSERT INTO model_metrics SELECT '{name}', v, place, part, metric, value / v, low / v, high / v, baseline, higher_is_better FROM model_metrics, range(1, 3) t(v) WHERE name = 'segments' AND version = 1;
        INSERT INTO promotions VALUES ('{name}', 1, TIMESTAMP '2026-01-01', NULL, 'better than the baseline')
        """);

    private void Take(string name) => shop.Change($"DELETE FROM models WHERE name = '{name}'; DELETE FROM model_metrics WHERE name = '{name}'; DELETE FROM promotions WHERE name = '{name}'");

    [Fact]
    public void The_paragraphs_of_a_card_are_taken_apart_without_title_and_table()
    {
        var parts = CardPart.Of("# x, version 1\n\n**Purpose.** For this.\n\n**Recipe.** A; B 1.\n\n**Judged on data:**\n\n| on | figure |\n|---|---|\n| all | AUC |\n\n**Features (2).** a, b\n\n**Limits.** None **bold.** so\n");
        Assert.Equal([new CardPart("Purpose", "For this."), new CardPart("Recipe", "A; B 1."), new CardPart("Features (2)", "a, b"), new CardPart("Limits", "None"), new CardPart("bold", "so")], parts);
    }
}
