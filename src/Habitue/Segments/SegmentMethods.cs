using System.Globalization;
using Habitue.Learning.Numerics;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>One way to divide customers, to be tried.</summary>
/// <param name="Method">The name for people.</param>
/// <param name="Reduced">On principal components instead of all features.</param>
/// <param name="Settings">What is set, in words.</param>
/// <param name="OnSample">It is only ever fitted on the sample, since its cost grows with the square of the customers.</param>
internal sealed record SegmentRecipe(string Method, bool Reduced, string Settings, bool OnSample, IEstimator<Matrix, IClusterer> Recipe);

/// <summary>The ways that compete: which they are and what of each is tried.</summary>
internal static class SegmentMethods
{
    public const string KMeans = "K-Means", Mixture = "Gaussian mixture", Ward = "Ward", Dbscan = "DBSCAN";

    /// <summary>The methods by the words that users choose one with.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string> { ["kmeans"] = KMeans, ["mixture"] = Mixture, ["ward"] = Ward, ["dbscan"] = Dbscan };

    /// <summary>In the order in which they are tried: of two equally good ways the first is taken.</summary>
    private static readonly string[] Competing = [KMeans, Mixture, Ward, Dbscan];

    /// <summary>The most segments that anybody can work with, and the most that the costlier methods are tried with.</summary>
    private const int Most = 10, MostCostly = 6;

    private const int ReachRows = 400;

    /// <summary>The ways of one method, or of all where the word is <see cref="WantedMethod.Best"/>.</summary>
    public static IEnumerable<SegmentRecipe> Of(string word, Matrix sample, Matrix? reduced, Seed seed) =>
        (word == WantedMethod.Best ? Competing : [Words[word]]).SelectMany(method => Ways(method, sample, reduced, seed));

    private static IEnumerable<SegmentRecipe> Ways(string method, Matrix sample, Matrix? reduced, Seed seed)
    {
        var most = Math.Min(Most, sample.Rows - 1);
        var costly = Math.Min(most, MostCostly);
        switch (method)
        {
            case KMeans:
                for (var k = 2; k <= most; k++) yield return new(KMeans, false, $"{k} clusters", false, new KMeans { Clusters = k, Seed = seed, Starts = 4 });
                for (var k = 2; k <= costly && reduced is not null; k++) yield return new(KMeans, true, $"{k} clusters", false, new KMeans { Clusters = k, Seed = seed, Starts = 4 });
                break;
            case Mixture:
                for (var k = 2; k <= costly; k++) yield return new(Mixture, false, $"{k} clusters", false, new GaussianMixture { Clusters = k, Covariance = CovarianceShape.Diagonal, Seed = seed, Floor = 0.001, MaxIterations = 100 });
                break;
            case Ward:
                var trees = new WardTrees();
                for (var k = 2; k <= costly; k++) yield return new(Ward, false, $"{k} clusters", true, trees.Into(k));
                break;
            case Dbscan:
                var rows = Math.Max(5, sample.Rows / 100);
                foreach (var reach in Reaches(sample, rows, seed))
                    yield return new(Dbscan, false, string.Create(CultureInfo.InvariantCulture, $"{rows} customers within {reach:0.###}"), true, new Dbscan { Radius = reach, MinRows = rows });
                break;
        }
    }

    /// <summary>Reaches within which a half, three quarters and nine tenths of the customers have enough neighbours.</summary>
    private static IEnumerable<double> Reaches(Matrix sample, int rows, Seed seed)
    {
        var few = seed.For(2).Sample(Math.Min(ReachRows, sample.Rows), sample.Rows);
        var nearest = new double[Math.Min(rows, sample.Rows)];
        var reaches = Array.ConvertAll(few, row => Reach(sample, row, nearest));
        RadixSort.Rising(reaches.AsSpan());
        return new[] { 0.5, 0.75, 0.9 }.Select(share => reaches[(int)((reaches.Length - 1) * share)]).Where(reach => reach > 0).Distinct();
    }

    /// <summary>How far a row has to reach for as many rows as there is room for, itself among them.</summary>
    private static double Reach(Matrix sample, int row, double[] nearest)
    {
        Array.Fill(nearest, double.PositiveInfinity);
        var from = sample.Row(row);
        for (var other = 0; other < sample.Rows; other++)
        {
            var far = Distance.Squared(from, sample.Row(other));
            var place = nearest.Length - 1;
            if (far >= nearest[place]) continue;
            for (; place > 0 && nearest[place - 1] > far; place--) nearest[place] = nearest[place - 1];
            nearest[place] = far;
        }
        return Math.Sqrt(nearest[^1]);
    }
}
