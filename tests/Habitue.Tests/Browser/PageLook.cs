using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>What every page keeps to, at every width and in both sets of colours.</summary>
internal static class PageLook
{
    public static async Task Check(IPage page, string server, IEnumerable<string> addresses, int width, ColorScheme colours)
    {
        foreach (var address in addresses)
        {
            var watched = new Watched(page);
            await page.GotoAsync(server + address);
            await page.Drawn();
            Assert.Empty(watched.Complaints);
            Assert.All(watched.Requests, url => Assert.StartsWith(server, url, StringComparison.Ordinal));
            Assert.Equal((address, width), (address, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")));
            Assert.Equal(1, await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync());
            // A picture for whoever names a folder to keep them in.
            if (Environment.GetEnvironmentVariable("HABITUE_SCREENSHOTS") is { Length: > 0 } folder)
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{width}{colours}{string.Concat(address.Select(letter => char.IsLetterOrDigit(letter) ? letter : '-'))}.png"), FullPage = true });
        }
    }
}
