using System.Text.Json;
using System.Text.RegularExpressions;
using Habitue.Server.Web;
using Habitue.Tests.Host;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>
/// Looks at every page of the dashboard as it stands in the program, in light and dark, wide and on a phone: what axe finds serious, what the console complains of, what is wider than the screen, what is asked of another server. Each page is
/// kept as a picture. A page of one thing (a customer) is found by the links of the others.
/// </summary>
internal sealed partial class PageChecks(IPage page, string server, string home)
{
    private const int Wide = 1440, Narrow = 390;

    private static readonly string Axe = Path.Combine(TheProgram.Repository, "node_modules", "axe-core", "axe.min.js");

    private readonly List<string> problems = [];
    private readonly List<string> found = [];

    /// <summary>Pictures for people to look at; git passes the folder by.</summary>
    public static string Artifacts { get; } = Path.Combine(TheProgram.Repository, "bin", "artifacts", "dashboard");

    /// <summary>What was looked at.</summary>
    public List<string> Seen { get; } = [];

    /// <summary>Every problem of every page, in words.</summary>
    /// <param name="colours">Whether dark colours are looked at too.</param>
    /// <param name="skipped">Addresses of pages that are left out.</param>
    public async Task<IReadOnlyList<string>> All(bool colours = true, params IReadOnlyList<string> skipped)
    {
        var watched = await Begin();
        foreach (var nav in NavPages.All.Select(one => one.Nav).Except(NavPages.All.Select(one => one.Nav).Where(nav => skipped.Contains(nav.Address))).OrderBy(nav => nav.Address.Contains('{')))
            await Look(nav.Address.Contains('{') ? Example(nav.Address) : nav.Address, watched, colours);
        return problems;
    }

    /// <summary>Every problem of these addresses, in words: for parts of pages that the menu does not lead to.</summary>
    public async Task<IReadOnlyList<string>> Of(params IReadOnlyList<string> addresses)
    {
        var watched = await Begin();
        foreach (var address in addresses) await Look(address, watched, colours: true);
        return problems;
    }

    private async Task<Watched> Begin()
    {
        if (!File.Exists(Axe)) Assert.Skip("axe-core is not here: npm ci brings it.");
        Directory.CreateDirectory(Artifacts);
        await page.Context.AddInitScriptAsync(scriptPath: Axe);
        return new Watched(page);
    }

    /// <summary>One page, by its address.</summary>
    private async Task Look(string address, Watched watched, bool colours)
    {
        watched.Complaints.Clear();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(Wide, 900);
        var answer = await page.GotoAsync(server + address);
        Seen.Add(address);
        if (answer!.Status is not (200 or 404)) problems.Add($"{address}: the server answered {answer.Status}");
        await page.WaitForFunctionAsync("() => { document.querySelectorAll('habitue-chart').forEach(chart => chart.chart || chart.draw()); return [...document.querySelectorAll('habitue-chart')].every(chart => 'drawn' in chart.dataset); }");
        found.AddRange(await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('main a[href^=\"/\"]')].map(link => link.getAttribute('href'))"));
        await Charts(address);
        await Judge(address, "light", "{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }");
        await Kept(address, Wide, "light");
        if (colours)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            // Only what has to do with colours can differ.
            await Judge(address, "dark", "{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }");
            await Kept(address, Wide, "dark");
        }
        await page.SetViewportSizeAsync(Narrow, 900);
        await Fits(address);
        if (colours) await Kept(address, Narrow, "dark");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await Kept(address, Narrow, "light");
        problems.AddRange(watched.Requests.Where(url => !url.StartsWith(server, StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal)).Select(url => $"{address}: asks {url}"));
        watched.Requests.Clear();
        // That a page answers 404 is said by the browser too.
        problems.AddRange(watched.Complaints.Where(words => !(answer.Status == 404 && words.Contains("404 (Not Found)", StringComparison.Ordinal))).Select(words => $"{address}: {words}"));
    }

    /// <summary>Every chart says values under the pointer, has its data as a table, and can be saved as both.</summary>
    private async Task Charts(string address)
    {
        var wrong = await page.EvaluateAsync<string[]>("""
            async () => {
                const wrong = [];
                for (const chart of document.querySelectorAll('habitue-chart')) {
                    const figure = chart.closest('figure');
                    const name = figure.id || chart.getAttribute('kind');
                    const tools = [...figure.querySelectorAll('.tools button')].map(button => button.textContent);
                    for (const tool of ['Table', 'CSV', 'PNG']) if (!tools.includes(tool)) wrong.push(`${name}: no ${tool}`);
                    if (!figure.querySelector('details.as-table tbody tr')) wrong.push(`${name}: no row in its table`);
                    if (!chart.chart.getDataURL({ pixelRatio: 1 }).startsWith('data:image/png')) wrong.push(`${name}: no picture`);
                    const says = () => [...chart.querySelectorAll('.plot > div')].slice(1).some(tip => tip.textContent.trim().length > 0);
                    const series = chart.chart.getOption().series.length;
                    for (let i = 0; i < series && !says(); i++)
                        for (const at of [0, 1, 2, 20, 60]) if (!says()) chart.chart.dispatchAction({ type: 'showTip', seriesIndex: i, dataIndex: at });
                    if (!says()) wrong.push(`${name}: no value under the pointer`);
                    chart.chart.dispatchAction({ type: 'hideTip' });
                }
                return wrong;
            }
            """);
        problems.AddRange(wrong.Select(words => $"{address}: {words}"));
    }

    private async Task Judge(string address, string colours, string what)
    {
        var json = await page.EvaluateAsync<string>($$"""
            async () => JSON.stringify((await axe.run(document, { runOnly: {{what}}, resultTypes: ['violations'] })).violations.filter(one => one.impact === 'serious' || one.impact === 'critical')
                .map(one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.target.join(' ') + (node.any[0]?.message ? ' (' + node.any[0].message + ')' : '')).join('; ')} [${one.nodes.length}]`))
            """);
        problems.AddRange(JsonSerializer.Deserialize<string[]>(json)!.Select(words => $"{address}, {colours}: {words}"));
    }

    private async Task Fits(string address)
    {
        // Charts follow the width a frame or two later.
        var width = await page.EvaluateAsync<int>($$"""
            async () => {
                for (let frame = 0; frame < 30 && document.documentElement.scrollWidth !== {{Narrow}}; frame++) await new Promise(next => requestAnimationFrame(next));
                return document.documentElement.scrollWidth;
            }
            """);
        if (width == Narrow) return;
        var widest = await page.EvaluateAsync<string>($"() => [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > {Narrow} + 1 && !one.closest('.scroll')).slice(-3).map(one => one.tagName + '#' + one.id + '.' + one.className).join(', ')");
        problems.Add($"{address}: {width} pixels wide on a screen of {Narrow}; see {widest}");
    }

    private Task Kept(string address, int width, string colours)
    {
        var name = NotAName().Replace(address.Trim('/'), "-");
        return page.ScreenshotAsync(new() { Path = Path.Combine(Artifacts, $"{home}-{(name.Length == 0 ? "overview" : name.Length > 40 ? name[..40] : name)}-{width}-{colours}.png"), FullPage = true });
    }

    /// <summary>An address that some page leads to; where none does, one that leads to nothing.</summary>
    private string Example(string route)
    {
        var form = new Regex("^" + Part().Replace(route, "[^/?]+") + "$");
        return found.FirstOrDefault(link => form.IsMatch(link)) ?? Part().Replace(route, "1");
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Part();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotAName();
}
