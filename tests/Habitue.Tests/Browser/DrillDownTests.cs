using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Habitue.Server.Web;
using Habitue.Tests.Host;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>What every chart of every page keeps: the same data as a table, files of both, a click that leads to what is beneath; and that all links of a page take along what is chosen at its top.</summary>
public sealed partial class DrillDownTests(Chromium chromium, WholeHome shop) : IClassFixture<Chromium>, IClassFixture<WholeHome>
{
    /// <summary>Charts that lead nowhere, each with its reason.</summary>
    private static readonly Dictionary<string, string> Ends = new()
    {
        ["answer-chart"] = "What the columns of an answer stand for is known only to whoever asked.",
        ["stages"] = "What each stage of a run came to stands beneath the chart, in sentences.",
        ["effects"] = "An effect is of everybody who takes part; the figures that it is made of are the table beneath it.",
        ["quality-all"] = "A way to recommend that was judged on the past has recommended nothing to anybody.",
        ["quality-new"] = "A way to recommend that was judged on the past has recommended nothing to anybody.",
    };

    /// <summary>Charts whose marks stand for times, segments or devices of their own: a click on one chooses that instead.</summary>
    private static readonly Dictionary<string, string[]> Chooses = new()
    {
        ["revenue-trend"] = Time, ["sales-trend"] = Time, ["sales-forecast"] = Time, ["sales-months"] = Time, ["visit-trend"] = Time, ["cart-trend"] = Time, ["drift"] = Time,
        ["segment-course"] = [.. Time, "segment"], ["segment-spent"] = [.. Time, "segment"], ["segments-sizes"] = [.. Time, "segment"], ["segments-spent"] = [.. Time, "segment"], ["segment-habits"] = ["segment"], ["apart"] = ["segment"], ["purchase-spread"] = ["segment"],
        ["device-conversion"] = ["device"], ["device-spend"] = ["device"],
        // The page of one segment is about that one.
        ["/segments/{id:int}"] = ["segment"],
    };

    private static string[] Time => ["period", "from", "to"];

    /// <summary>How many data a chart of a kind holds.</summary>
    private const string Counts = """
        const labels = data => data.labels.length, sum = parts => parts.reduce((all, part) => all + part.points.length, 0);
        const counts = {
            trend: labels, ranked: labels, columns: labels, volume: labels, versions: labels, effects: labels, limits: labels, strengths: labels, weights: labels, intervals: labels, course: labels, profile: labels, forecast: labels,
            retention: data => data.cohorts.length, spread: data => data.groups.length, spans: data => data.groups.length, season: data => data.cells.length, rfm: data => data.cells.length, network: data => data.edges.length,
            sankey: data => data.moves.length, paths: data => data.steps.length, funnel: data => data.steps.length * data.series.length, earnings: data => data.rows.length, explored: data => data.rows.length,
            curves: data => sum(data.lines), customers: data => sum(data.clusters),
        };
        """;

    /// <summary>Presses and releases the mouse on a grid of points of the chart, as its canvas would be told by the browser, until something leads on.</summary>
    private const string Click = """
        const click = chart => {
            let to = null;
            chart.go = address => { if (typeof address === 'string' && address.startsWith('/')) to ??= address; };
            const { handler } = chart.chart.getZr();
            const press = (x, y) => ['mousemove', 'mousedown', 'mouseup', 'click'].forEach(act => handler[act]({ zrX: x, zrY: y, offsetX: x, offsetY: y, which: 1, event: {} }));
            const { clientWidth: width, clientHeight: height } = chart.plot;
            // In the middle of lines any place leads on; else something must be hit. A legend hides a part of the chart when it is clicked.
            press(width / 2, height / 2);
            for (let y = chart.chart.getOption().legend?.length ? 30 : 2; y < height && to === null; y += 4)
                for (let x = 2; x < width && to === null; x += 4) if (handler.findHover(x, y).target) press(x, y);
            delete chart.go;
            return to;
        };
        """;

    private sealed record Chart(string Id, string Kind, int Data, int Rows, string[] Tools, string? Leads, string[] Links);

    [Fact]
    public async Task Every_chart_has_its_table_and_files_and_leads_on_and_every_link_and_form_takes_the_choice_along()
    {
        var segment = shop.Rows<int>("SELECT cluster FROM segments ORDER BY customers DESC LIMIT 1")[0];
        var choice = new Dictionary<string, string> { ["period"] = "90d", ["segment"] = $"{segment}", ["device"] = "mobile" };
        await using var context = await chromium.Online(1440);
        var page = await DashboardForEverybodyTests.Admin(context, shop.Server);
        var problems = new List<string>();
        var asked = new Dictionary<string, int>();
        var (charts, visited) = (new HashSet<string>(), new HashSet<string>());
        var ahead = new Queue<string>(NavPages.All.Select(one => one.Nav.Address).Where(address => !address.Contains('{')).Concat(["/experiments/free-shipping", "/explore?sql=SELECT+country,+COUNT(*)+AS+orders+FROM+orders+GROUP+BY+ALL"]).Select(address => QueryHelpers.AddQueryString(address, choice!)));
        while (ahead.TryDequeue(out var address))
        {
            var route = RouteOf(address)!;
            if (!visited.Add(route + PartOf(address))) continue;
            var answer = await page.GotoAsync(shop.Address + address);
            if (answer!.Status != 200) problems.Add($"{address}: answers {answer.Status}");
            await page.Drawn();
            foreach (var chart in await Charts(page))
            {
                charts.Add(chart.Id);
                if (chart.Data == 0 || chart.Data != chart.Rows) problems.Add($"{address} {chart.Id}: {chart.Rows} rows in the table of {chart.Data} data");
                foreach (var tool in (string[])["Table", "CSV", "PNG"]) if (!chart.Tools.Contains(tool)) problems.Add($"{address} {chart.Id}: no {tool}");
                if (Ends.ContainsKey(chart.Id))
                {
                    if (chart.Links.Length > 0) problems.Add($"{address} {chart.Id}: leads on, and is said not to");
                    continue;
                }
                if (chart.Leads is null || !chart.Links.Contains(chart.Leads)) problems.Add($"{address} {chart.Id}: a click leads to {chart.Leads ?? "nothing"}");
                foreach (var link in chart.Links) problems.AddRange(Dropped(link, choice, chart.Id).Select(words => $"{address} {chart.Id}: {words}"));
                if (chart.Leads is { } to) await Answers(to, $"{address} {chart.Id}");
            }
            foreach (var form in await page.EvaluateAsync<string[]>("names => [...document.querySelectorAll('main form[method=get]')].flatMap(form => names.filter(name => !form.elements.namedItem(name)).map(name => `the form to ${form.getAttribute('action')} has no ${name}`))", choice.Keys))
                problems.Add($"{address}: {form}");
            foreach (var (figure, link) in await Links(page))
            {
                if (RouteOf(link) is null) continue;
                problems.AddRange(Dropped(link, choice, figure.Length > 0 ? figure : route).Select(words => $"{address}: {words}"));
                // One page of each kind, and one of each of its parts.
                ahead.Enqueue(link);
            }
        }

        Assert.Equal("", string.Join('\n', problems.Distinct()));
        Assert.All(NavPages.All, one => Assert.Contains(visited, seen => seen.StartsWith(one.Nav.Address, StringComparison.Ordinal)));
        var drawn = Directory.EnumerateFiles(Path.Combine(TheProgram.Repository, "src", "Habitue"), "*.razor", SearchOption.AllDirectories).SelectMany(file => Figure().Matches(File.ReadAllText(file))).Select(one => one.Groups[1].Value);
        Assert.Empty(drawn.Concat(Ends.Keys).Concat(Chooses.Keys.Where(name => name[0] != '/')).Except(charts));

        async Task Answers(string to, string from)
        {
            var (page, _) = (to.Split('#')[0], to);
            if (!asked.TryGetValue(page, out var status))
            {
                var answer = await context.APIRequest.GetAsync(shop.Address + page);
                asked[page] = status = answer.Status;
            }
            if (status != (int)HttpStatusCode.OK) problems.Add($"{from}: {to} answers {status}");
        }
    }

    private static async Task<Chart[]> Charts(IPage page) => JsonSerializer.Deserialize<Chart[]>(await page.EvaluateAsync<string>($$"""
        () => {
            {{Counts}}
            {{Click}}
            return JSON.stringify([...document.querySelectorAll('habitue-chart')].map(chart => {
                const figure = chart.closest('figure');
                const table = figure.querySelector('details.as-table table') ?? document.getElementById(chart.getAttribute('table'));
                const { links } = chart.data;
                const own = chart.getAttribute('kind') === 'customers' ? chart.data.clusters.flatMap(cluster => cluster.points.map(point => point[3])) : [];
                const all = typeof links === 'string' ? [links] : Array.isArray(links) ? links.flat() : Object.values(links ?? {});
                return {
                    Id: figure.id, Kind: chart.getAttribute('kind'), Data: counts[chart.getAttribute('kind')]?.(chart.data) ?? -1, Rows: table?.tBodies[0].rows.length ?? 0,
                    Tools: [...figure.querySelectorAll('.tools button')].map(button => button.textContent), Leads: all.length + own.length > 0 ? click(chart) : null, Links: [...all, ...own].filter(link => link !== null),
                };
            }));
        }
        """))!;

    /// <summary>The links within a page, each with the figure that it stands in.</summary>
    private static async Task<(string Figure, string Link)[]> Links(IPage page) =>
        [.. (await page.EvaluateAsync<string[][]>("() => [...document.querySelectorAll('main a[href^=\"/\"]:not([download]):not([title=\"Take this away\"])')].map(link => [link.closest('figure')?.id ?? '', link.getAttribute('href')])")).Select(one => (one[0], one[1]))];

    /// <summary>What of the choice an address does not take along; a part that the mark stands for may be another, and is there all the same.</summary>
    private static IEnumerable<string> Dropped(string address, Dictionary<string, string> choice, string from)
    {
        var query = QueryHelpers.ParseQuery(Query(address));
        foreach (var (name, value) in choice)
        {
            var said = query.GetValueOrDefault(name).ToString();
            if (said == value || (said.Length > 0 && Chooses.GetValueOrDefault(from)?.Contains(name) == true)) continue;
            yield return $"{address} has {(said.Length > 0 ? $"another {name}" : $"no {name}")}";
        }
    }

    /// <summary>What of an address makes another page of the same kind: the part that is shown, and whether it is of a product or a question.</summary>
    private static string PartOf(string address)
    {
        var query = QueryHelpers.ParseQuery(Query(address));
        return query.GetValueOrDefault("show") + (query.ContainsKey("product") ? " of a product" : query.ContainsKey("sql") ? " of a question" : "");
    }

    private static string Query(string address) => address.Split('#')[0].Split('?') is [_, var query] ? query : "";

    /// <summary>The page that an address belongs to, as it is registered; null for files and what is no page.</summary>
    private static string? RouteOf(string address)
    {
        var path = address.Split('?', '#')[0];
        return NavPages.All.Select(one => one.Nav.Address).OrderBy(route => route.Contains('{')).FirstOrDefault(route => Regex.IsMatch(path, "^" + Part().Replace(route, part => part.Value.Contains(":int", StringComparison.Ordinal) ? "[0-9]+" : "[^/]+") + "$"));
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Part();

    [GeneratedRegex("<ChartFigure Id=\"([a-z-]+)\"")]
    private static partial Regex Figure();
}
