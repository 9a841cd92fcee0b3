using Habitue.Reports.Page;
using Habitue.Reports.Statistics;

namespace Habitue.Reports.Sections;

/// <summary>The clusters: where they lie, how they differ, how many customers and how much revenue each has.</summary>
internal sealed class ClustersSection() : Section("clusters", "Clusters of similar customers", "Clusters")
{
    /// <summary>More points than this hide one another and make the file heavy.</summary>
    private const int Points = 4000;

    /// <summary>Features in the profile.</summary>
    private const int Told = 6;

    private sealed record Group(long Cluster, string? Name, long Customers, double Revenue, long Orders, double Recency)
    {
        public string Title => Names.Of(Name is { Length: > 0 } ? Name : $"Cluster {Cluster + 1}");
    }

    public override void Write(ReportPage page)
    {
        var groups = page.Ask.Has("customer_segments", "customers") ? page.Ask.Rows<Group>("clusters") : [];
        if (groups.Count == 0)
        {
            page.Empty("There are no clusters yet.", page.Shop.Customers < 20
                ? "Clusters compare many customers with one another; with so few, look at the customers themselves."
                : "Run “habitue run PATH”: it finds groups of customers who are alike and chooses how many there are.");
            return;
        }

        long customers = groups.Sum(group => group.Customers);
        var revenue = groups.Sum(group => group.Revenue);
        var richest = groups.MaxBy(group => group.Revenue / group.Customers)!;
        var tries = ClusterQuality.Tries(page);
        var method = tries.FirstOrDefault(one => one.Chosen)?.Method ?? "K-Means";
        page.Lead(groups.Count == 1
            ? "The customers do not fall into clear groups by how recently, how often and for how much they buy, so they are shown as one."
            : $"{method} finds groups of customers who are alike in how recently, how often and for how much they buy, and in habits such as discounts; there are {Numbers.Count(groups.Count)}. The most valuable per head is “{richest.Title}”: "
            + $"{Numbers.Share(richest.Customers, customers)} of the customers, {Numbers.Share(richest.Revenue, revenue)} of the revenue.");

        var profile = ClusterProfile.Telling(page.Features, [.. groups.Select(group => group.Cluster)], Told);
        page.Html.Add($"""<div class="pair">""");
        Scatter(page, groups, customers);
        if (profile.Count > 1) Lines(page, groups, profile);
        page.Html.Add($"</div>\n");
        Profiles(page, groups, profile, customers);
        ClusterQuality.Write(page, tries);
    }

    private static void Scatter(ReportPage page, IReadOnlyList<Group> groups, long customers)
    {
        var table = page.Features;
        var rows = Enumerable.Range(0, table.Rows).Where(row => table.Clusters[row] >= 0 && double.IsFinite(table.First[row]) && double.IsFinite(table.Second[row])).Take(Points).ToArray();
        if (rows.Length == 0) return;
        var note = rows.Length < customers ? $"{Numbers.Count(rows.Length)} of {Numbers.Count(customers)} customers, chosen by their id. " : "";
        page.Chart(new Chart("cluster-chart", "scatter", "Customers on two principal components", $"Scatter plot of {Numbers.Count(rows.Length)} customers, one colour for each of {groups.Count} clusters. Near points are customers who are alike.")
        {
            Height = 420,
            Note = note + "Near points are alike. Click a name to hide a cluster; hold Ctrl and turn the wheel, or pinch, to zoom.",
        }, json =>
        {
            json.WriteStartArray("clusters");
            foreach (var group in groups)
            {
                json.WriteStartObject();
                json.WriteString("name", group.Title);
                json.WriteStartArray("points");
                foreach (var row in rows)
                    if (table.Clusters[row] == group.Cluster) json.Row(table.First[row], table.Second[row]);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    private static void Lines(ReportPage page, IReadOnlyList<Group> groups, List<ClusterProfile> profile) =>
        page.Chart(new Chart("profile-chart", "profile", "Where the clusters differ most", "One line for each cluster over the features in which the clusters differ most: 50 is the middle customer, 100 the highest. The table that follows gives the medians.")
        {
            Height = 420,
            Note = "The place of a cluster’s members among all customers: 50 is the middle, 100 the highest.",
        }, json =>
        {
            json.Texts("labels", profile.Select(part => part.Feature.Label));
            json.Texts("units", profile.Select(part => part.Feature.Unit));
            json.WriteStartArray("clusters");
            foreach (var (i, group) in groups.Index())
            {
                json.WriteStartObject();
                json.WriteString("name", group.Title);
                json.Numbers("places", profile.Select(part => part.Places[i]), 1);
                json.Numbers("medians", profile.Select(part => part.Medians[i]));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });

    private static void Profiles(ReportPage page, IReadOnlyList<Group> groups, List<ClusterProfile> profile, long customers)
    {
        var most = groups.Max(group => group.Customers) / (double)customers;
        using (var table = new Table(page.Html, "Profiles of the clusters; a feature shows the median of its members",
            [Column.Text("Cluster"), Column.Number("Customers"), Column.Number("Share"), Column.Number("Revenue"), Column.Number("Per customer"), .. profile.Select(part => Column.Number(part.Feature.Label))]))
            foreach (var (i, group) in groups.Index())
                table.Row([new Cell(group.Title, Class: $"name swatch c{i % 10}"), Cell.Count(group.Customers), Cell.Share(group.Customers / (double)customers, most), page.Money(group.Revenue),
                    page.Money(group.Revenue / group.Customers), .. profile.Select(part => page.InUnit(part.Medians[i], part.Feature.Unit) with { Class = Shade(part.Places[i]) })]);
        if (profile.Count > 0) page.Html.Add($"""<p class="note">Blue: high among all customers; orange: low.</p>{"\n"}""");
    }

    /// <summary>A tint for what is clearly low or high among all customers.</summary>
    private static string? Shade(double place) => place switch { < 25 => "low2", < 40 => "low1", > 75 => "high2", > 60 => "high1", _ => null };
}
