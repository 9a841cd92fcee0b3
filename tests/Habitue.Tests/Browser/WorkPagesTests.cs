using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>What all pages of those who work on data keep to: no complaint, no word to another server, no sideways scrolling, an empty home that teaches.</summary>
[Collection(WorkPages.Name)]
public sealed class WorkPagesTests(Chromium chromium, WorkHome shop)
{
    public static TheoryData<int, ColorScheme> Looks => new() { { 1440, ColorScheme.Light }, { 390, ColorScheme.Dark } };

    private static readonly string[] Mine = ["/quality", "/models", "/models/{name}", "/runs", "/runs/{run}"], More = ["/quality?rule=exact-duplicate&column1=event&do1=shorten&with1=3", "/quality?days=all", "/models/nothing", "/runs/999"];

    [Fact]
    public async Task Every_page_is_fit_for_everybody()
    {
        await using var context = await chromium.Online();
        var page = await shop.Open(context, "/quality", Role.Admin);
        var checks = new PageChecks(page, shop.Address, "work");
        Assert.Empty(await checks.All(true, [.. NavPages.All.Select(one => one.Nav.Address).Except(Mine)]));
        Assert.Equal(Mine.Length, checks.Seen.Count);
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Pages_of_odd_addresses_are_shown_without_a_complaint_and_without_scrolling_sideways(int width, ColorScheme colours)
    {
        await using var context = await chromium.Online(width, colours);
        var page = await shop.Open(context, "/quality", Role.Admin);
        await PageLook.Check(page, shop.Address, More, width, colours);
    }
}
