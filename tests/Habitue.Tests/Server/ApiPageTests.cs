using System.Text.Json;

namespace Habitue.Tests.Server;

public sealed class ApiPageTests
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
