using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Habitue.Reports.Page;

/// <summary>What a section writes to: markup, data for charts, and what all sections share.</summary>
/// <param name="figures">What all sections share.</param>
/// <param name="ask">The section's questions to the warehouse.</param>
internal sealed class ReportPage(ReportFigures figures, Queries ask)
{
    // The default list of escapes keeps < > & ' " and + out of the text, so that no value can end the script it stands in.
    public static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly List<(string Id, ReadOnlyMemory<byte> Data)> charts = [];

    public Html Html { get; } = new();

    public Queries Ask => ask;

    public ReportSettings Settings => figures.Settings;

    public Numbers Format => figures.Format;

    public ShopFigures Shop => figures.Shop;

    public IReadOnlyList<MonthFigures> Months => figures.Months(ask);

    public IReadOnlyList<SegmentFigures> Segments => figures.Segments(ask);

    public FeatureTable Features => figures.Features(ask);

    /// <summary>The data of each chart, by its id.</summary>
    public IReadOnlyList<(string Id, ReadOnlyMemory<byte> Data)> Charts => charts;

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
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, Json))
        {
            writer.WriteStartObject();
            data(writer);
            writer.WriteEndObject();
        }
        charts.Add((chart.Id, json.WrittenMemory));

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
}
