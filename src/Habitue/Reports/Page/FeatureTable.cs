using Habitue.Lake.Features;
using Habitue.Reports.Statistics;

namespace Habitue.Reports.Page;

/// <summary>
/// The features of the customers as columns of numbers, with the cluster and the place on the two principal
/// components of each. Of a large shop it holds a sample that depends on nothing but the customers' ids.
/// </summary>
internal sealed class FeatureTable
{
    /// <summary>So many customers place a quantile within about half a percent of its rank.</summary>
    private const int Most = 20_000;

    private FeatureColumn[]? varying;
    private Correlations? correlations;

    public static readonly FeatureTable None = new() { Features = [], Clusters = [], First = [], Second = [], Customers = 0 };

    public required FeatureColumn[] Features { get; init; }

    /// <summary>The cluster of each row; -1 where there is none.</summary>
    public required long[] Clusters { get; init; }

    public required double[] First { get; init; }

    public required double[] Second { get; init; }

    /// <summary>How many customers have features; <see cref="Rows"/> of them are here.</summary>
    public required long Customers { get; init; }

    public int Rows => Clusters.Length;

    /// <summary>The features that differ between customers, in the order of the table.</summary>
    public FeatureColumn[] Varying => varying ??= Array.FindAll(Features, feature => !feature.IsConstant);

    /// <summary>How they go together, by the indices of <see cref="Varying"/>.</summary>
    public Correlations Correlations => correlations ??= Correlations.Of(Varying);

    public bool IsSample => Rows < Customers;

    /// <summary>
    /// At most so many of <see cref="Varying"/>, none that tells what another tells already: half of them the first of
    /// the table, the others from each kind of source in turn, so that visits and words are seen beside orders.
    /// </summary>
    public int[] Choose(int most)
    {
        var chosen = new List<int>();
        var left = Enumerable.Range(0, Varying.Length).ToList();
        while (chosen.Count < most && left.Count > 0)
        {
            var next = chosen.Count < most / 2 ? left[0] : left.MinBy(i => chosen.Count(other => Varying[other].Source == Varying[i].Source));
            left.Remove(next);
            if (!Correlations.Repeats(next, chosen)) chosen.Add(next);
        }
        return [.. chosen.Order()];
    }

    /// <summary>Reads the columns and works out how they go together.</summary>
    public static FeatureTable Read(Queries ask)
    {
        if (!ask.Has("customer_features")) return None;
        var names = ask.NumbersOf("customer_features");
        var customers = ask.Count("customer_features");
        if (names.Count == 0 || customers == 0) return None;

        var segmented = ask.Has("customer_segments");
        var step = (customers + Most - 1) / Most;
        string[] wanted = [.. names.Select(name => "f." + name),
            .. segmented ? ["COALESCE(s.cluster, -1)", "s.pc1", "s.pc2"] : (string[])["-1", "NULL", "NULL"]];
        var values = ask.Columns($"""
            SELECT {string.Join(", ", wanted.Select(column => $"CAST({column} AS DOUBLE)"))}
            FROM customer_features AS f {(segmented ? "LEFT JOIN customer_segments AS s ON s.customer_id = f.customer_id" : "")}
            WHERE {(step == 1 ? "TRUE" : $"stable_hash(f.customer_id) % {step} = 0")}
            ORDER BY stable_hash(f.customer_id), f.customer_id
            """);

        var entries = FeatureCatalogue.All.ToDictionary(entry => entry.Name);
        var table = new FeatureTable
        {
            Features = [.. names.Select((name, i) => new FeatureColumn(name, entries.GetValueOrDefault(name), values[i]))],
            Clusters = Array.ConvertAll(values[names.Count], value => (long)value),
            First = values[names.Count + 1],
            Second = values[names.Count + 2],
            Customers = customers,
        };
        if (table.Varying.Length > 0) table.correlations = Correlations.Of(table.Varying);
        return table;
    }
}
