using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Habitue.Collector;
using Habitue.Server;
using Habitue.Tests.Browser;
using Habitue.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Habitue.Tests.Server;

public sealed class ApiPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_description_names_the_program_and_its_addresses()
    {
        await using var server = await RunningServer.Start();
        using var read = JsonDocument.Parse(await server.Client.GetStringAsync("/openapi/v1.json", cancel));
        Assert.Equal("Habitue", read.RootElement.GetProperty("info").GetProperty("title").GetString());
        Assert.True(read.RootElement.GetProperty("paths").TryGetProperty("/health/ready", out _));
        Assert.False(read.RootElement.GetProperty("paths").TryGetProperty("/docs", out _));
    }

    /// <summary>Every address that the pages on collecting, live state, decisions and experiments name stands there with words, and each example of a body is answered as a good one.</summary>
    [Fact]
    public async Task Every_address_of_the_documents_is_described_and_its_example_is_taken()
    {
        var folder = Directory.CreateTempSubdirectory("habitue-described-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "decisions.yaml"), "deadline_ms: 10000\noffers:\n  tea: { purpose: none }\nplacements:\n  home: { offers: [tea], fallback: tea }\n", cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "experiments.yaml"), "experiments:\n  button: { status: running, variants: [ { name: off }, { name: on } ], goal: conversion }\n", cancel);
        await using (var server = await RunningServer.Start(folder: folder))
        {
            var paths = JsonElement.Parse(await server.Client.GetStringAsync("/openapi/v1.json", cancel)).GetProperty("paths");
            foreach (var address in Named()) Assert.True(paths.TryGetProperty(address, out _), $"{address} is not described");
            server.Client.DefaultRequestHeaders.Add("X-API-Key", server.Services.GetRequiredService<AccessKeys>().First!.Read);
            server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Services.GetRequiredService<AccessKeys>().First!.Write);
            var examples = 0;
            foreach (var path in paths.EnumerateObject())
                foreach (var method in path.Value.EnumerateObject())
                {
                    Assert.True(method.Value.TryGetProperty("summary", out _), $"{path.Name} has no summary");
                    if (!method.Value.TryGetProperty("requestBody", out var body)) continue;
                    var content = body.GetProperty("content").EnumerateObject().Single();
                    using var sent = new StringContent(content.Value.GetProperty("example").GetRawText(), new MediaTypeHeaderValue(content.Name));
                    using var answer = await server.Client.PostAsync(path.Name.Replace("{key}", "button", StringComparison.Ordinal) + "?strict=1", sent, cancel);
                    var text = await answer.Content.ReadAsStringAsync(cancel);
                    Assert.True(answer.IsSuccessStatusCode, $"{path.Name}: {(int)answer.StatusCode} {text}");
                    if (JsonElement.Parse(text).TryGetProperty("rejected", out var rejected)) Assert.Equal(0, rejected.GetInt32());
                    examples++;
                }
            Assert.Equal(12, examples);   // nine of the collector, decide, and two of flags
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>In a real browser: whatever takes a body is sent as the page proposes it, with the key that it needs.</summary>
    [Fact]
    public async Task The_page_sends_its_examples_and_shows_the_answers()
    {
        await using var server = await RunningServer.Start([new HealthModule(), new Habitue.Server.ApiPage.ApiPageModule(), new LogModule(), new CollectorModule()]);
        var keys = server.Services.GetRequiredService<AccessKeys>().First!;
        await using var browser = await chromium.Online();
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{server.Client.BaseAddress}docs");
        await page.Locator("input[name=write]").FillAsync(keys.Write);
        await page.Locator("input[name=read]").FillAsync(keys.Read);
        await page.Locator("details").First.WaitForAsync();
        var tried = 0;
        foreach (var operation in await page.Locator("details").AllAsync())
        {
            await operation.Locator("summary").ClickAsync();
            if (await operation.Locator("textarea").CountAsync() == 0) continue;
            await operation.GetByRole(AriaRole.Button, new() { Name = "Try" }).ClickAsync();
            await Assertions.Expect(operation.Locator("pre")).ToContainTextAsync("\"success\": true");
            tried++;
        }

        Assert.Equal(9, tried);
        // Two of them are batches of two, and one event stands in both.
        Assert.Equal(new CollectorTotals(11, 10, 1, 0), server.Services.GetRequiredService<CollectorCounters>().Totals);
    }

    /// <summary>The addresses in the documents' tables and blocks, as the description writes them.</summary>
    private static IEnumerable<string> Named()
    {
        yield return "/v1/screen";
        foreach (var page in (string[])["collector.md", "live.md", "decisions-live.md", "experiments.md"])
            foreach (Match match in Regex.Matches(File.ReadAllText(Path.Combine(TheProgram.Repository, "docs", page)), @"(?:GET|POST) (/(?:v1|ofrep)/[\w/{}-]+)"))
                yield return match.Groups[1].Value.Replace("flags/free-shipping", "flags/{key}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_needs_nothing_from_elsewhere()
    {
        await using var server = await RunningServer.Start([new Habitue.Server.ApiPage.ApiPageModule()]);
        using var page = await server.Client.GetAsync("/docs", cancel);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var text = await page.Content.ReadAsStringAsync(cancel);
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        foreach (var part in (string[])["/docs.js", "/docs.css"])
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
            Assert.True((await server.Client.GetStringAsync(part, cancel)).Length > 500, part);
        }
    }
}
