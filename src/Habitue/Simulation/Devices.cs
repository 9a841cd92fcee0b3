namespace Habitue.Simulation;

/// <summary>What a browser or app tells about itself: the same answer for the same device every time.</summary>
internal static class Devices
{
    private static readonly string[] Desktop =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
        "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
    ];

    private static readonly string[] Mobile =
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 13; SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
    ];

    private static readonly string[] Tablet =
        ["Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"];

    private static readonly string[] Robots =
    [
        "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://example.com/bot.html)", "python-requests/2.31.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
    ];

    /// <summary>The type of the device in a customer's slot: the first is a desktop or a phone, the second a phone, the third a tablet.</summary>
    public static string TypeOf(ulong hash, int slot) => slot switch
    {
        0 => hash % 100 < 52 ? "desktop" : "mobile",
        1 => hash % 100 < 80 ? "mobile" : "desktop",
        2 => "tablet",
        _ => "desktop",
    };

    public static string UserAgent(string type, ulong hash) => type switch
    {
        "mobile" => Mobile[hash / 100 % (ulong)Mobile.Length],
        "tablet" => Tablet[0],
        "bot" => Robots[hash / 100 % (ulong)Robots.Length],
        _ => Desktop[hash / 100 % (ulong)Desktop.Length],
    };
}
