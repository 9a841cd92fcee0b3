using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Habitue.Duck;

namespace Habitue.Reports.Page;

/// <summary>What a section writes to: markup, data for charts, and what all sections share.</summary>
internal sealed class ReportPage : IDisposable
{
    // The default list of escapes keeps < > & ' " and + out of the text, so that no value can end the script it stands in.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    private readonly ArrayBufferWriter<byte> json = new(64 * 1024);
    private readonly Utf8JsonWriter writer;
    private readonly Task<FeatureTable> features;
    private IReadOnlyList<MonthFigures>? months;
    private IReadOnlyList<SegmentFigures>? segments;

    public ReportPage(DuckConnection warehouse, ReportSettings settings, CancellationToken cancel)
    {
        Ask = new Queries(warehouse, cancel);
        Settings = settings;
        Format = new Numbers(settings.Currency);
        Shop = ShopFigures.Read(Ask);
        // Sorting and correlating some dozens of columns takes as long as the first sections, which ask the warehouse.
        features = Task.Run(FeatureTable.Read(Ask), cancel);
        writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = Encoder });
        writer.WriteStartObject();
        writer.WriteString("currency", Format.CurrencySign);
        writer.WriteStartObject("charts");
    }

    public Html Html { get; } = new();

    public Queries Ask { get; }

    public ReportSettings Settings { get; }

    public Numbers Format { get; }

    public ShopFigures Shop { get; }

    public IReadOnlyList<MonthFigures> Months => months ??= Ask.Rows<MonthFigures>("months");

    public IReadOnlyList<SegmentFigures> Segments =>
        segments ??= Ask.Has("customer_segments", "customers") ? Ask.Rows<SegmentFigures>("segments") : [];

    public FeatureTable Features => features.GetAwaiter().GetResult();

    /// <summary>What a slice says that it lacks; null when it is ready or nobody asked it.</summary>
    public string? LackOf(string slice) => Ask.Has("insights") && Ask.Rows<string>("insight", slice) is [var words] ? Names.Capital(words) : null;

    public void Add(Section section)
    {
        Html.Add($"""<section id="{section.Id}" aria-labelledby="{section.Id}-title"><h2 id="{section.Id}-title">{section.Title}</h2>{"\n"}""");
        section.Write(this);
        Html.Add($"</section>\n");
    }

    /// <summary>A cell of a table that shows an amount.</summary>
    public Cell Money(double amount) => new(Format.Money(amount), amount);

    /// <summary>A cell that shows a value of a feature.</summary>
    public Cell InUnit(double value, string unit) => Cell.Value(value) with { Text = Format.InUnit(value, unit) };

    /// <summary>The sentence under a title that says what there is to see.</summary>
    public void Lead(string sentence) => Html.Add($"""<p class="lead">{sentence}</p>{"\n"}""");

    /// <summary>What stands in place of a section that has nothing to show: why, and what would fill it.</summary>
    public void Empty(string why, string advice) =>
        Html.Add($"""<div class="empty"><p><strong>{why}</strong></p><p>{advice}</p></div>{"\n"}""");

    /// <summary>A figure with a chart that charts.js draws from <paramref name="data"/>, and the same as a table to open.</summary>
    public void Chart(Chart chart, Action<Utf8JsonWriter> data, Action? table = null)
    {
        writer.WriteStartObject(chart.Id);
        data(writer);
        writer.WriteEndObject();

        Html.Add($"""<figure class="{chart.Class}" id="{chart.Id}"><figcaption>{chart.Title}""");
        if (chart.Hint.Length > 0) Html.Add($"<small>{chart.Hint}</small>");
        Html.Add($"</figcaption>");
        if (chart.Choice is { } choice)
        {
            Html.Add($"""<fieldset class="choice" data-for="{chart.Id}"><legend>{choice.Legend}</legend>""");
            foreach ((string value, string text) in choice.Options)
            {
                Html.Add($"""<label><input type="radio" name="{chart.Id}-choice" value="{value}"{(value == choice.Chosen ? " checked" : "")}><span>{text}</span></label>""");
            }
            Html.Add($"</fieldset>");
        }
        Html.Add($"""<div class="room"><div class="plot" data-kind="{chart.Kind}" role="img" aria-label="{chart.Label}" style="height:{chart.Height}px"></div></div>""");
        if (chart.Note is { } note) Html.Add($"""<p class="note">{note}</p>""");
        if (table is not null)
        {
            Html.Add($"<details><summary>Show as a table</summary>");
            table();
            Html.Add($"</details>");
        }
        Html.Add($"</figure>\n");
    }

    /// <summary>The data of all charts as one JSON object, complete.</summary>
    public ReadOnlyMemory<byte> Data()
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenMemory;
    }

    public void Dispose() => writer.Dispose();
}
