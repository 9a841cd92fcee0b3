using Microsoft.Playwright;

namespace Habitue.Tests.Browser;

/// <summary>One browser for the tests of pages; where the machine has none, they skip and say so.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Places, File.Exists) is not { } program) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
    }

    /// <summary>A fresh profile without a network.</summary>
    public Task<IBrowserContext> Offline(int width = 1280, ColorScheme colours = ColorScheme.Light, bool scripts = true) => Fresh(true, width, colours, scripts, "en-GB");

    /// <summary>A fresh profile that reaches a server.</summary>
    public Task<IBrowserContext> Online(int width = 1280, ColorScheme colours = ColorScheme.Light, bool scripts = true, string locale = "en-GB") => Fresh(false, width, colours, scripts, locale);

    private async Task<IBrowserContext> Fresh(bool offline, int width, ColorScheme colours, bool scripts, string locale)
    {
        if (browser is null) Assert.Skip("No Chromium is installed: apt-get install chromium.");
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            Offline = offline,
            JavaScriptEnabled = scripts,
            ColorScheme = colours,
            Locale = locale,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        // Where many tests share a machine, a page may take long; what must be quick says so itself.
        context.SetDefaultTimeout(120_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
