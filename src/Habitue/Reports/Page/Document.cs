using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Habitue.Reports.Sections;

namespace Habitue.Reports.Page;

/// <summary>
/// The file around the sections: head, style, navigation, data, scripts. Its content security policy lets nothing
/// in from outside and runs only the six scripts whose hashes it names, so that a value which somehow became
/// markup could still not run.
/// </summary>
/// <param name="figures">What all sections share.</param>
/// <param name="sections">The sections in their order.</param>
/// <param name="pages">What each of them wrote.</param>
internal sealed class Document(ReportFigures figures, IReadOnlyList<Section> sections, IReadOnlyList<ReportPage> pages)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public void WriteTo(Stream file)
    {
        byte[] theme = Part("theme.js"), charts = Part("charts.js"), slices = Part("charts-of-slices.js"), tables = Part("tables.js"), script = Part("report.js"), echarts = Part("echarts.min.js");
        using var text = new StreamWriter(file, Utf8, 1 << 16, leaveOpen: true);
        Head([theme, echarts, charts, slices, tables, script]).CopyTo(text);
        Raw(text, Part("colours.css"));
        Raw(text, Part("report.css"));
        text.Write("</style>\n<script>");
        Raw(text, theme);
        text.Write("</script>\n</head>\n");
        Opening().CopyTo(text);
        foreach (var page in pages) page.Html.CopyTo(text);
        Closing().CopyTo(text);
        text.Write("<script type=\"application/json\" id=\"data\">");
        text.Flush();
        WriteData(file);
        text.Write("</script>\n");
        foreach (var part in (byte[][])[echarts, charts, slices, tables, script])
        {
            text.Write("<script>");
            Raw(text, part);
            text.Write("</script>\n");
        }
        text.Write("</body>\n</html>\n");
    }

    /// <summary>The data of all charts as one JSON object.</summary>
    private void WriteData(Stream file)
    {
        using var writer = new Utf8JsonWriter(file, ReportPage.Json);
        writer.WriteStartObject();
        writer.WriteString("currency", figures.Format.CurrencySign);
        writer.WriteStartObject("charts");
        foreach (var (id, data) in pages.SelectMany(page => page.Charts))
        {
            writer.WritePropertyName(id);
            writer.WriteRawValue(data.Span, skipInputValidation: true);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private Html Head(byte[][] scripts)
    {
        var html = new Html();
        html.Add($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; script-src
            """);
        foreach (var script in scripts) html.Add($" 'sha256-{Convert.ToBase64String(SHA256.HashData(script))}'");
        html.Add($"""
            ">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Habitue {figures.Settings.Version}">
            <title>{figures.Settings.ShopName} · customer report</title>
            <style>

            """);
        return html;
    }

    private Html Opening()
    {
        var html = new Html();
        var shop = figures.Shop;
        html.Add($"""
            <body>
            <a class="skip" href="#figures">To the figures</a>
            <header class="top"><div class="bar">
            <a class="brand" href="#figures">{figures.Settings.ShopName}</a>
            <nav aria-label="Sections">
            """);
        foreach (var section in sections.Skip(1)) html.Add($"""<a href="#{section.Id}">{section.Short}</a>""");
        html.Add($"""
            </nav>
            <button type="button" id="theme" hidden aria-label="Dark colours" aria-pressed="false"></button>
            </div></header>
            <main>
            <div class="hero"><h1>{figures.Settings.ShopName}</h1>

            """);
        if (shop.HasOrders) html.Add($"""<p class="period">Orders from {Numbers.Day(shop.FirstOrder!.Value)} to {Numbers.Day(shop.LastOrder!.Value)}</p>""");
        html.Add($"""<p class="small">{QualitySection.Summary(figures.Settings.Inputs)} <a href="#quality">See how</a></p><p class="note scriptless">The charts need scripts; every table and text is here without them.</p></div>{"\n"}""");
        return html;
    }

    private Html Closing()
    {
        var html = new Html();
        html.Add($"""
            </main>
            <footer><p>Made by Habitue {figures.Settings.Version} on {figures.Settings.GeneratedAt.ToString("d MMM yyyy, HH:mm zzz")}; features and segments as of {figures.Settings.AsOf.ToString("d MMM yyyy, HH:mm")} UTC. Customers are named by their id only; this file asks nothing of the network.</p></footer>

            """);
        return html;
    }

    private static void Raw(StreamWriter text, byte[] part)
    {
        text.Flush();
        text.BaseStream.Write(part);
    }

    private static byte[] Part(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Reports/Page/" + name)
            ?? throw new InvalidOperationException($"The report's part {name} is not in the program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
