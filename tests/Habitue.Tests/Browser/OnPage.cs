using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>What tests of pages read from one, and what every page must keep.</summary>
internal static class OnPage
{
    public static async Task<IPage> Open(this DashboardHome shop, IBrowserContext context, string address)
    {
        var page = await shop.SignedIn(context);
        await page.GotoAsync(shop.Address + address);
        return page;
    }

    /// <summary>Waits until the page is at an address that is written as a glob with <c>**</c> and <c>*</c>, and loaded; asked again and again, so that an address that is already there is seen too.</summary>
    public static async Task Reaches(this IPage page, string glob)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"^{Regex.Escape(glob).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$"), new() { Timeout = 120_000 });
        await page.WaitForLoadStateAsync();
    }

    /// <summary>Waits until every chart is drawn, also those that are not on the screen yet.</summary>
    public static Task Drawn(this IPage page) => page.WaitForFunctionAsync("() => { document.querySelectorAll('habitue-chart').forEach(chart => chart.chart || chart.draw()); return [...document.querySelectorAll('habitue-chart')].every(chart => 'drawn' in chart.dataset); }");

    public static Task<string> Figure(this IPage page, string name) => page.Locator($"[data-figure={name}]").InnerTextAsync();

    /// <summary>The values behind the cells of a column (1 the first) of a table.</summary>
    public static Task<double[]> Column(this IPage page, string table, int column) =>
        page.Locator($"{table} tbody td:nth-child({column})").EvaluateAllAsync<double[]>("cells => cells.map(cell => Number(cell.dataset.v))");

    /// <summary>A column of a table, its heads among the rows counted as cells: what is behind each, else its words.</summary>
    public static Task<string[]> Cells(this IPage page, string table, int column) =>
        page.Locator($"{table} tbody tr > :nth-child({column})").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.dataset.v ?? cell.textContent.trim())");

    /// <summary>The words in the cells of a column of a table.</summary>
    public static async Task<IReadOnlyList<string>> Words(this IPage page, string table, int column) =>
        await page.Locator($"{table} tbody td:nth-child({column})").EvaluateAllAsync<string[]>("cells => cells.map(cell => cell.textContent.trim())");
}
