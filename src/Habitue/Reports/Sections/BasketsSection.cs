using Habitue.Reports.Page;
using Habitue.Reports.Statistics;

namespace Habitue.Reports.Sections;

/// <summary>What is bought together: the rules as a network and a table, and bundles worth an offer.</summary>
internal sealed class BasketsSection() : Section("baskets", "What is bought together", "Baskets")
{
    private const int ListedRules = 100, ListedBundles = 25, DrawnPairs = 60;

    private sealed record Summary(long Baskets, long BasketsOfSeveral, double Support, double Confidence, long ConfidentRules, long ChanceRules, long RedundantRules, long Rules, long TogetherRules, long HoldingRules, long Itemsets, double ShareRead);

    private sealed record Rule(string AntecedentName, string ConsequentName, long Baskets, double Support, double Confidence, double Lift, double PAdjusted, double? LiftLater, bool Holds, string Kind);

    private sealed record Pair(string First, string FirstName, long FirstBaskets, long FirstGroup, string Second, string SecondName, long SecondBaskets, long SecondGroup, long Baskets, double Lift);

    private sealed record Bundle(string ProductNames, double? Price, long Baskets, long NearlyBaskets, double Lift, double? Worth);

    public override void Write(ReportPage page)
    {
        if (!page.Ask.Has("basket_summary", "basket_rules", "bundles", "product_affinity") || page.Ask.Rows<Summary>("basket_summary") is not [var found])
        {
            var lack = page.Ask.Has("insights") ? page.Ask.Rows<string>("insight", "baskets") : [];
            page.Empty("It is not known yet what is bought together.", lack is [var words] ? Names.Capital(words) : "Run “habitue run PATH” or “habitue train baskets”: it looks which products lie in the same orders.");
            return;
        }
        var rules = page.Ask.Rows<Rule>("basket_rules", ListedRules);
        var share = found.ShareRead < 1 ? $" It was found from {Numbers.Share(found.ShareRead)} of the orders." : "";
        page.Lead(rules.Count == 0
            ? $"Among {Numbers.Many(found.Baskets, "order")} no rule is right in {Numbers.Share(found.Confidence)} of the cases and more than chance.{share}"
            : $"{Numbers.Many(found.BasketsOfSeveral, "order")} hold several products. {Numbers.Many(found.Rules, "rule")} say{(found.Rules == 1 ? "s" : "")} what goes with what; {Numbers.Count(found.HoldingRules)} of them still hold in the later half of the orders. "
                + $"Strongest: who buys {rules[0].AntecedentName} buys {rules[0].ConsequentName} in {Numbers.Share(rules[0].Confidence)} of the cases, {Numbers.Value(rules[0].Lift)} times as often as others.{share}");
        Network(page);
        if (rules.Count > 0) Rules(page, rules, found);
        Bundles(page);
    }

    private static void Network(ReportPage page)
    {
        var pairs = page.Ask.Rows<Pair>("basket_network", DrawnPairs);
        if (pairs.Count == 0) return;
        var nodes = pairs.SelectMany(pair => new[] { (Id: pair.First, Name: pair.FirstName, Size: pair.FirstBaskets, Group: pair.FirstGroup), (Id: pair.Second, Name: pair.SecondName, Size: pair.SecondBaskets, Group: pair.SecondGroup) })
            .DistinctBy(node => node.Id).OrderBy(node => node.Id, StringComparer.Ordinal).ToArray();
        var place = nodes.Index().ToDictionary(one => one.Item.Id, one => one.Index, StringComparer.Ordinal);
        var groups = nodes.Select(node => node.Group).Distinct().Order().Index().ToDictionary(one => one.Item, one => one.Index + 1);
        var places = NetworkLayout.Of([.. nodes.Select(node => groups[node.Group])], [.. pairs.Select(pair => (place[pair.First], place[pair.Second]))]);
        var chart = new Chart("basket-network", "network", "Products that belong together", $"Network of {nodes.Length} products; lines join those that are often in one order. The table gives each line.")
        {
            Height = 620,
            Note = "A line joins products that are in one order far more often than by chance; the thicker, the more orders. Larger dots are in more orders. Products of one colour form a group.",
        };
        page.Chart(chart, json =>
        {
            json.WriteStartArray("nodes");
            foreach (var (i, node) in nodes.Index())
            {
                json.WriteStartObject();
                json.WriteString("name", node.Name);
                json.WriteNumber("x", Math.Round(places[i].X, 4));
                json.WriteNumber("y", Math.Round(places[i].Y, 4));
                json.WriteNumber("size", node.Size);
                json.WriteNumber("group", groups[node.Group]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("edges");
            foreach (var pair in pairs) json.Row(place[pair.First], place[pair.Second], pair.Lift, pair.Baskets);
            json.WriteEndArray();
        }, () =>
        {
            using var table = new Table(page.Html, chart.Title, Column.Text("Product"), Column.Text("Goes with"), Column.Number("Orders with both"), Column.Number("Lift"), Column.Number("Group"));
            foreach (var pair in pairs)
                table.Row(new Cell(pair.FirstName, Class: "name"), new Cell(pair.SecondName, Class: "name"), Cell.Count(pair.Baskets), Cell.Value(pair.Lift), Cell.Count(groups[pair.FirstGroup]));
        });
    }

    private static void Rules(ReportPage page, IReadOnlyList<Rule> rules, Summary found)
    {
        page.Html.Add($"""<p class="small">Support is the share of all orders that hold both sides, at least {Numbers.Share(found.Support)}. Confidence is how often the right side is there when the left is. Lift is how many times as often as in any order. </p>""");
        using var table = new Table(page.Html, rules.Count < found.Rules ? $"The first {rules.Count} of {Numbers.Count(found.Rules)} rules" : "Rules", Column.Text("Who buys"), Column.Text("buys too"), Column.Number("Orders"), Column.Number("Support"), Column.Number("Confidence"),
            Column.Number("Lift"), Column.Number("Lift in the later half"), Column.Number("Chance"), Column.Text("Why"));
        var most = rules.Max(rule => rule.Confidence);
        foreach (var rule in rules)
            table.Row(new Cell(rule.AntecedentName, Class: "wrap"), new Cell(rule.ConsequentName, Class: "wrap"), Cell.Count(rule.Baskets), Cell.Share(rule.Support), Cell.Share(rule.Confidence, most), Cell.Value(rule.Lift),
                Cell.Value(rule.LiftLater ?? double.NaN) with { Class = rule.Holds ? null : "quiet" }, new Cell(rule.PAdjusted < 0.0001 ? "< 0.0001" : rule.PAdjusted.ToString("0.0000"), rule.PAdjusted),
                new Cell(rule.Kind switch { "together" => "bought together", "habit" => "the same people like both", _ => "too few came back to tell" }, Class: "wrap"));
    }

    private static void Bundles(ReportPage page)
    {
        var bundles = page.Ask.Rows<Bundle>("bundles", ListedBundles);
        if (bundles.Count == 0) return;
        using var table = new Table(page.Html, "Bundles worth an offer", Column.Text("Products"), Column.Number("Price of all"), Column.Number("Orders with all"), Column.Number("Orders with all but one"), Column.Number("Lift"), Column.Number("Sold beyond chance"));
        foreach (var one in bundles)
            table.Row(new Cell(one.ProductNames, Class: "wrap"), one.Price is { } price ? page.Money(price) : new Cell("–"), Cell.Count(one.Baskets), Cell.Count(one.NearlyBaskets), Cell.Value(one.Lift), one.Worth is { } worth ? page.Money(worth) : new Cell("–"));
    }
}
