using Habitue.Lake.Features;
using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>What the words and the features of the report mean.</summary>
internal sealed class GlossarySection() : Section("glossary", "What the words mean", "Words")
{
    private static readonly (string Word, string Meaning)[] Words =
    [
        ("Order", "Everything with one order number that was sold: at least one line with a quantity and a price above 0. Cancellations are not orders."),
        ("Revenue", "What the lines of the orders add up to, charges such as postage included, before returns."),
        ("Returned goods", "The value of products sent back or cancelled, as a share of the goods sold; also of orders from before the data begin."),
        ("Customer", "A person or company that the data name and who ordered at least once. Orders without a name get a synthetic id per basket and are counted as orders, not as customers."),
        ("Came back", "The share of customers with two orders or more."),
        ("Recency, frequency, value", "Days since the last order, number of orders, and revenue. Each is cut into five scores; 5 is best."),
        ("Cluster", "Customers who are alike in recency, frequency, value and habits at once. Four methods compete; the clearest division that comes out again from other customers wins."),
        ("Silhouette", "How much nearer a customer is to the own segment than to the next one: 1 is far inside, 0 between two, below 0 rather in another."),
        ("Stability", "How alike two divisions are that were found on redrawn customers (adjusted Rand index): 1 is the same, 0 what chance gives."),
        ("Principal component", "A mix of all features, chosen so that one axis shows as much as possible of how customers differ."),
        ("Quantile", "The value that a given share of customers stays below: half of them are below the 50% quantile, the median."),
        ("Correlation", "How closely two features rise and fall together, from −1 to 1. Spearman compares ranks and is not misled by a few very large customers; Pearson compares the values."),
    ];

    public override void Write(ReportPage page)
    {
        page.Html.Add($"""<dl class="glossary">""");
        foreach (var (word, meaning) in Words) page.Html.Add($"<dt>{word}</dt><dd>{meaning}</dd>");
        page.Html.Add($"</dl>\n");
        var known = page.Features.Features.Where(feature => feature.Sorted.Length > 0).Select(feature => feature.Name).ToHashSet();
        var entries = known.Count == 0 ? FeatureCatalogue.All : [.. FeatureCatalogue.All.Where(entry => known.Contains(entry.Name))];
        if (entries.Count == 0) return;
        using var table = new Table(page.Html, known.Count == 0 ? "Features, once customers are known" : "Features", Column.Text("Feature"), Column.Text("Meaning"), Column.Text("Unit"), Column.Text("Made of"));
        foreach (var entry in entries)
            table.Row(new Cell(Names.OfFeature(entry.Name), Class: "name"), new Cell(entry.Meaning, Class: "prose"), entry.Unit, entry.Source);
    }
}
