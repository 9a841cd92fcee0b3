using System.Globalization;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Preprocessing;

namespace Habitue.Study;

/// <summary>
/// Clustering on five customers that fit into one's head: age and what they spent, both scaled to 0 to 1 so that neither weighs more,
/// and two clusters by K-Means. The customers are made up; anybody can check the result by hand.
/// </summary>
internal static class SmallExample
{
    public static IReadOnlyList<SmallCustomer> Customers { get; } =
        [new("Anna", 22, 150), new("Ben", 26, 310), new("Carla", 33, 220), new("David", 45, 820), new("Eva", 52, 660)];

    /// <summary>Each customer's cluster, 0 for the one that spends less.</summary>
    public static int[] Clusters(FitRun run = default)
    {
        var data = Matrix.OfColumns(("age", [.. Customers.Select(one => one.Age)]), ("spent", [.. Customers.Select(one => one.Spent)]));
        var scaled = new MinMaxScaler().Fit(data, run).Transform(data);
        var model = new KMeans { Clusters = 2, Starts = 10, Seed = 7 }.Fit(scaled, run);
        var labels = new int[Customers.Count];
        model.Assign(scaled, labels);
        return model.Centres[0, 1] <= model.Centres[1, 1] ? labels : Array.ConvertAll(labels, label => 1 - label);
    }

    public static StudyTable Table(FitRun run = default)
    {
        var clusters = Clusters(run);
        return new StudyTable("A small example", ["Customer", "Age", "Spent", "Cluster"],
            [.. Customers.Select((one, i) => new[] { one.Name, one.Age.ToString("0", CultureInfo.InvariantCulture), one.Spent.ToString("0", CultureInfo.InvariantCulture), NameOf(clusters[i]) })],
            "Five made-up customers, two clusters by K-Means on age and amount, each scaled to 0 to 1.");
    }

    /// <summary>The customers as dots in the colours of their clusters, each cluster's mean as a cross.</summary>
    public static string Svg(FitRun run = default)
    {
        var clusters = Clusters(run);
        return new ScatterPlot("Five customers in two clusters", "Age (years)", "Spent")
        {
            Groups = [.. Enumerable.Range(0, 2).Select(cluster => new ScatterGroup(NameOf(cluster),
                [.. Customers.Where((_, i) => clusters[i] == cluster).Select(one => new ScatterPoint(one.Age, one.Spent, one.Name))]))],
        }.ToSvg();
    }

    private static string NameOf(int cluster) => cluster == 0 ? "Younger, spend less" : "Older, spend more";
}

/// <summary>One of the five.</summary>
internal sealed record SmallCustomer(string Name, double Age, double Spent);
