using Habitue.Reports.Page;

namespace Habitue.Reports.Sections;

/// <summary>How clear the segments are: the silhouettes of their members, how groups contain each other, and everything that was tried.</summary>
internal static class ClusterQuality
{
    /// <summary>Bars per segment; more are finer than the eye.</summary>
    private const int Bars = 50;

    private sealed record Value(string Segment, double Silhouette);

    private sealed record Merge(int Node, int LeftNode, int RightNode, double Height, int LeftCustomers, int RightCustomers);

    public sealed record Try(string Method, string Space, string Settings, int Clusters, double Silhouette, double? Stability, double SmallestShare, bool Chosen, string Reason);

    public static IReadOnlyList<Try> Tries(ReportPage page) => page.Ask.Has("segment_choice") ? page.Ask.Rows<Try>("segment_choice") : [];

    public static void Write(ReportPage page, IReadOnlyList<Try> tries)
    {
        var silhouettes = page.Ask.Has("segment_silhouettes") ? page.Ask.Rows<Value>("segment_silhouettes").GroupBy(one => one.Segment).Select(group => (Segment: group.Key, Values: group.Select(one => one.Silhouette).ToArray())).ToArray() : [];
        var tree = page.Ask.Has("segment_tree") ? page.Ask.Rows<Merge>("segment_tree") : [];
        if (silhouettes.Length > 1 || tree.Count > 1)
        {
            page.Html.Add($"""<div class="pair">""");
            if (silhouettes.Length > 1) Silhouettes(page, silhouettes);
            if (tree.Count > 1) Tree(page, tree);
            page.Html.Add($"</div>\n");
        }
        if (tries.Count > 0) Choice(page, tries);
    }

    private static void Silhouettes(ReportPage page, (string Segment, double[] Values)[] groups)
    {
        var all = groups.SelectMany(group => group.Values).ToArray();
        var mean = all.Average();
        page.Chart(new Chart("silhouette-chart", "silhouette", "How surely customers sit in their segment", $"Silhouettes of {Numbers.Count(all.Length)} customers, segment by segment from the largest to the smallest. The mean is {Numbers.Value(mean)}.")
        {
            Height = 380,
            Note = $"1: far nearer to the own segment than to any other; 0: between two; below 0: nearer to another. The mean of {Numbers.Count(all.Length)} customers is {Numbers.Value(mean)}.",
        }, json =>
        {
            json.Numbers("mean", [mean], 3);
            json.WriteStartArray("groups");
            foreach (var (segment, values) in groups)
            {
                json.WriteStartObject();
                json.WriteString("name", Names.Of(segment));
                var bars = Math.Min(Bars, values.Length);
                json.Numbers("values", Enumerable.Range(0, bars).Select(i => values[(int)((i + 0.5) * values.Length / bars)]), 3);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }, () =>
        {
            using var table = new Table(page.Html, "Silhouettes of the segments", Column.Text("Segment"), Column.Number("Measured"), Column.Number("Mean"), Column.Number("Below 0"));
            foreach (var (segment, values) in groups)
                table.Row(new Cell(Names.Of(segment), Class: "name"), Cell.Count(values.Length), Cell.Value(values.Average()), Cell.Share(values.Count(value => value < 0) / (double)values.Length));
        });
    }

    /// <summary>The dendrogram: each leaf is a group of customers, and two groups join at the height of their difference.</summary>
    private static void Tree(ReportPage page, IReadOnlyList<Merge> merges)
    {
        var byNode = merges.ToDictionary(merge => merge.Node);
        var leaves = new List<int>();
        var places = new Dictionary<int, (double Place, double Height)>();
        void Place(int node, int customers)
        {
            if (!byNode.TryGetValue(node, out var merge))
            {
                places[node] = (leaves.Count, 0);
                leaves.Add(customers);
                return;
            }
            Place(merge.LeftNode, merge.LeftCustomers);
            Place(merge.RightNode, merge.RightCustomers);
            places[node] = ((places[merge.LeftNode].Place + places[merge.RightNode].Place) / 2, merge.Height);
        }
        Place(merges[^1].Node, merges[^1].LeftCustomers + merges[^1].RightCustomers);
        page.Chart(new Chart("tree-chart", "dendrogram", "How groups contain each other", $"Dendrogram by Ward’s method: {leaves.Count} groups of customers join step by step to one. The higher two join, the more they differ.")
        {
            Height = 380,
            Note = $"Ward’s method on {Numbers.Count(leaves.Sum())} customers. A leaf is a group and shows how many they are; the higher two groups join, the more they differ.",
        }, json =>
        {
            json.Numbers("leaves", leaves.Select(customers => (double)customers), 0);
            json.WriteStartArray("joins");
            foreach (var merge in merges)
            {
                var (left, right) = (places[merge.LeftNode], places[merge.RightNode]);
                json.Row(left.Place, left.Height, right.Place, right.Height, merge.Height, merge.LeftCustomers + merge.RightCustomers);
            }
            json.WriteEndArray();
        });
    }

    private static void Choice(ReportPage page, IReadOnlyList<Try> tries)
    {
        page.Html.Add($"<details><summary>All {Numbers.Count(tries.Count)} divisions that were tried, and why this one</summary>");
        using (var table = new Table(page.Html, "Divisions that were tried", Column.Text("Method"), Column.Text("On"), Column.Text("Set to"), Column.Number("Groups"), Column.Number("Silhouette"), Column.Number("Stability"), Column.Number("Smallest"), Column.Text("Verdict")))
            foreach (var one in tries)
                table.Row(new Cell(one.Method, Class: "name"), one.Space, one.Settings, Cell.Count(one.Clusters), Cell.Value(one.Silhouette), Cell.Value(one.Stability ?? double.NaN), Cell.Share(one.SmallestShare), Names.Capital(one.Reason));
        page.Html.Add($"</details>\n");
    }
}
