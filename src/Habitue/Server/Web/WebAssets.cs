using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Habitue.Server.Web;

/// <summary>
/// What the browser needs beside the pages: styles, scripts, charts. All of it is in the program. An address carries the fingerprint of what it leads to, so a
/// browser asks once and never again until the program changes.
/// </summary>
internal static class WebAssets
{
    private const string OneYear = "public, max-age=31536000, immutable";

    private static readonly (string Name, string Type, string[] Parts)[] Known =
    [
        ("dashboard.css", "text/css", ["Reports/Page/colours.css", "Server/Web/Assets/dashboard.css", "Server/Web/Assets/pages-of-work.css", "Server/Web/Assets/tour.css"]),
        ("theme.js", "text/javascript", ["Reports/Page/theme.js"]),
        ("echarts.js", "text/javascript", ["Reports/Page/echarts.min.js"]),
        ("htmx.js", "text/javascript", ["Server/Web/Assets/htmx.min.js"]),
        ("dashboard.js", "text/javascript", ["Reports/Page/charts.js", "Reports/Page/charts-of-slices.js", "Reports/Page/tables.js", "Server/Web/Assets/charts-of-pages.js", "Server/Web/Assets/charts-of-behaviour.js", "Server/Web/Assets/charts-of-work.js", "Server/Web/Assets/charts-of-explore.js", "Server/Web/Assets/chart-element.js", "Server/Web/Assets/live.js", "Server/Web/Assets/runs.js", "Server/Web/Assets/dashboard.js", "Server/Web/Assets/tour.js"]),
        ("explore.css", "text/css", ["Explore/codemirror.css", "Explore/show-hint.css", "Server/Web/Assets/explore.css"]),
        ("explore.js", "text/javascript", ["Explore/codemirror.js", "Explore/sql.js", "Explore/show-hint.js", "Explore/sql-hint.js", "Server/Web/Assets/explore.js"]),
        ("icon.svg", "image/svg+xml", ["Server/Web/Assets/icon.svg"]),
    ];

    private static readonly FrozenDictionary<string, Lazy<Asset>> All = Known.ToFrozenDictionary(one => one.Name, one => new Lazy<Asset>(() => Asset.Of(one.Type, one.Parts)));

    /// <summary>Where a page finds it.</summary>
    public static string Address(string name) => $"/assets/{name}?v={All[name].Value.Print}";

    public static void Map(WebApplication app) =>
        app.MapGet("/assets/{name}", (string name, HttpContext call) =>
        {
            if (!All.TryGetValue(name, out var lazy)) return Results.NotFound();
            var asset = lazy.Value;
            call.Response.Headers.CacheControl = OneYear;
            call.Response.Headers.Vary = "Accept-Encoding";
            call.Response.Headers.XContentTypeOptions = "nosniff";
            var packed = call.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
            if (packed) call.Response.Headers.ContentEncoding = "gzip";
            return Results.Bytes(packed ? asset.Packed : asset.Plain, asset.Type + "; charset=utf-8");
        }).ExcludeFromDescription();

    private sealed record Asset(string Type, byte[] Plain, byte[] Packed, string Print)
    {
        public static Asset Of(string type, string[] parts)
        {
            using var whole = new MemoryStream();
            foreach (var part in parts)
            {
                using var stream = typeof(WebAssets).Assembly.GetManifestResourceStream(part) ?? throw new InvalidOperationException($"The part {part} is not in the program.");
                stream.CopyTo(whole);
                whole.WriteByte((byte)'\n');
            }
            var plain = whole.ToArray();
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(plain);
            return new Asset(type, plain, packed.ToArray(), Convert.ToHexStringLower(SHA256.HashData(plain))[..12]);
        }
    }
}
