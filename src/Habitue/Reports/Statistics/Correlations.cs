using Habitue.Learning.Data;
using Habitue.Learning.Statistics;

namespace Habitue.Reports.Statistics;

/// <summary>How each pair of features goes together: by rank (Spearman) and by value (Pearson), NaN where there is no answer.</summary>
internal sealed class Correlations
{
    /// <summary>The rows stand in no order that matters; so many place a coefficient within about two hundredths.</summary>
    private const int MostRows = 5_000;

    private const double NearlyAll = 0.8;

    /// <summary>From here on two features tell the same story, and from here on nearly the same.</summary>
    public const double Same = 0.95, Alike = 0.85;

    private readonly CorrelationMatrix ranks, values;

    private Correlations(CorrelationMatrix ranks, CorrelationMatrix values) => (this.ranks, this.values) = (ranks, values);

    public static Correlations Of(FeatureColumn[] features)
    {
        var rows = Rows(features);
        var matrix = new Matrix(rows.Length, [.. features.Select(feature => feature.Name)]);
        var column = new double[rows.Length];
        for (var c = 0; c < features.Length; c++)
        {
            for (var i = 0; i < rows.Length; i++) column[i] = features[c].Values[rows[i]];
            matrix.Fill(c, column);
        }
        return new Correlations(Correlation.Spearman(matrix), Correlation.Pearson(matrix));
    }

    /// <summary>
    /// The customers who are compared: all who have every feature that nearly everybody has. The few others, who never
    /// bought, would make each pair a case of its own with other customers and other ranks.
    /// </summary>
    private static int[] Rows(FeatureColumn[] features)
    {
        var count = features.Length == 0 ? 0 : Math.Min(MostRows, features[0].Values.Length);
        var common = Array.FindAll(features, feature => feature.Sorted.Length >= NearlyAll * feature.Values.Length);
        var whole = new List<int>(count);
        for (var row = 0; row < count; row++)
            if (Array.TrueForAll(common, feature => !double.IsNaN(feature.Values[row]))) whole.Add(row);
        return whole.Count >= NearlyAll * count ? [.. whole] : [.. Enumerable.Range(0, count)];
    }

    public double Spearman(int a, int b) => ranks[a, b];

    public double Pearson(int a, int b) => values[a, b];

    /// <summary>Whether a feature tells what one of these tells already.</summary>
    public bool Repeats(int feature, IEnumerable<int> others, double from = Same) => others.Any(other => Math.Abs(ranks[feature, other]) >= from);

    /// <summary>The same features so that those which go together stand together: each next one is the nearest to the last.</summary>
    public int[] Neighbours(int[] features)
    {
        if (features.Length == 0) return [];
        var left = features[1..].ToList();
        var order = new List<int> { features[0] };
        while (left.Count > 0)
        {
            var next = left.MaxBy(i => Math.Abs(ranks[order[^1], i]));
            order.Add(next);
            left.Remove(next);
        }
        return [.. order];
    }
}
