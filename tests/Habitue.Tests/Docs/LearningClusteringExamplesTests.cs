using System.Text.RegularExpressions;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Preprocessing;
using Habitue.Tests.Architecture;
using Habitue.Tests.Learning;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/clustering.md and decomposition.md run here; each of their blocks stands in this file, line for line.</summary>
public sealed partial class LearningClusteringExamplesTests
{
    private CapturedConsole Console { get; } = new();

    [Theory]
    [InlineData("clustering", 9)]
    [InlineData("decomposition", 2)]
    public void Every_example_of_the_page_is_run_here(string page, int examples)
    {
        string[] here = [.. File.ReadAllLines(Path.Combine(Repository.Folder, "tests", "Habitue.Tests", "Docs", $"{nameof(LearningClusteringExamplesTests)}.cs")).Select(line => line.Trim())];
        string[] blocks = [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "learning", $"{page}.md"))).Select(match => match.Groups[1].Value)];

        Assert.Equal(examples, blocks.Length);
        Assert.All(blocks, block =>
        {
            string[] lines = [.. block.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim())];
            Assert.True(Enumerable.Range(0, here.Length).Any(at => here.AsSpan(at).StartsWith(lines)), block);
        });
    }

    [Fact]
    public void Customers_are_clustered_in_every_way_of_the_page()
    {
        Matrix customers = Blobs.Of(rows: 400, columns: 3, centres: 4), scaled = new MinMaxScaler().Fit(customers).Transform(customers);
        var newRows = scaled.Take([0, 1, 2, 3, 4, 5, 6, 7]);
        int[] truth = [.. Enumerable.Range(0, 400).Select(row => row % 4)];

        var chain = new MinMaxScaler().Then(new KMeans { Clusters = 3, Seed = 42 }).Fit(customers);
        int[] segment = chain.Assign(customers);

        var sweep = new KMeansSweep { From = 2, To = 8, Each = new KMeans { Seed = 42 } }.Fit(scaled);
        int best = sweep.Clusters;   // the number with the largest mean silhouette

        KMeansModel quick = new MiniBatchKMeans { Clusters = 4, Seed = 42 }.Fit(scaled);

        KMeansModel today = quick.Update(newRows);
        KMeansModel livelier = quick.Update(newRows, remember: 0.9);

        var tree = new Agglomerative { Linkage = Linkage.Ward, Clusters = 4 }.Fit(scaled);
        int[] four = tree.Labels();
        int[] three = tree.Dendrogram.Cut(3);          // another cut of the same tree
        int[] low = tree.Dendrogram.CutAt(0.5);        // only merges at a height of 0.5 or below
        foreach (Merge merge in tree.Dendrogram.Merges.TakeLast(3)) Console.WriteLine($"{merge.Left} + {merge.Right} at {merge.Height:N2}: {merge.Rows} rows");

        var dense = new Dbscan { Radius = 0.15, MinRows = 5 }.Fit(scaled);
        int[] group = dense.Labels();          // -1: noise
        int[] later = dense.Assign(newRows);   // the cluster of the nearest core row within reach, or -1

        var mixture = new GaussianMixture { Clusters = 4, Covariance = CovarianceShape.Diagonal, Starts = 3, Seed = 42 }.Fit(scaled);
        Matrix shares = mixture.Responsibilities(scaled);   // a column per cluster; rows sum to 1
        double[] usual = mixture.LogDensities(scaled);      // low: unlike the others
        double bic = mixture.Bic;                           // compare numbers of clusters: lower is better

        SilhouetteScore silhouette = new Silhouette().Score(scaled, four);          // -1 to 1, higher is better
        double daviesBouldin = ClusterMeasures.DaviesBouldin(scaled, four);         // from 0, lower is better
        double calinskiHarabasz = ClusterMeasures.CalinskiHarabasz(scaled, four);   // higher is better
        double alike = ClusterMeasures.AdjustedRand(four, group);                   // 1: the same groups, whatever their numbers
        StabilityScore stable = new ClusterStability { Repeats = 5 }.Score(scaled, new KMeans { Clusters = 4 });   // near 1: they come out again

        ClusterMatching matching = ClusterMatching.ByRows(four, group);
        int[] renamed = matching.Rename(group);   // numbers of the old clusters; a new cluster gets the next number after them

        Assert.Equal(3, segment.Distinct().Count());
        Assert.Equal((4, 4, 8), (best, quick.Sizes.Count(size => size == 100), today.Sizes.Sum() - quick.Sizes.Sum()));
        Assert.True(livelier.Sizes.Sum() < quick.Sizes.Sum());
        Assert.Equal(truth, four);
        Assert.Matches(@"^796 \+ 797 at [\d.,]+: 400 rows$", Console.Lines[^1]);
        Assert.Equal(3, three.Distinct().Count());
        Assert.True(low.Distinct().Count() >= 4);
        Assert.Equal([0, 1, 2, 3, 0, 1, 2, 3], later);
        Assert.Equal(truth, renamed);
        Assert.Equal(1, Iris.Doubles(shares.Row(0)).Sum(), 1e-5);
        Assert.All(usual, density => Assert.True(density > mixture.LogDensities(Matrix.OfColumns(("c0", [9]), ("c1", [9]), ("c2", [9])))[0]));
        Assert.True(bic < new GaussianMixture { Clusters = 2, Covariance = CovarianceShape.Diagonal }.Fit(scaled).Bic);
        Assert.True(silhouette.Mean > new Silhouette().Score(scaled, three).Mean);
        Assert.True(daviesBouldin < ClusterMeasures.DaviesBouldin(scaled, three));
        Assert.True(calinskiHarabasz > ClusterMeasures.CalinskiHarabasz(scaled, three));
        Assert.Equal((1, 1), (alike, stable.Mean));
    }

    [Fact]
    public void Many_columns_become_few()
    {
        var scaled = Iris.Rows();
        var bought = SparseMatrix.Of(3, 4, [(0, 0, 2f), (0, 1, 1f), (1, 0, 4f), (1, 1, 2f), (2, 3, 1f)]);

        var pca = new Pca { Components = 2 }.Fit(scaled);
        Matrix scores = pca.Transform(scaled);              // columns pc1, pc2
        double kept = pca.ExplainedVarianceRatio.Sum();     // the share of all variance in these two
        double loading = pca.Loading(component: 0, column: 2);

        var svd = new TruncatedSvd { Components = 2, Seed = 42 }.Fit(bought);
        Matrix tastes = svd.Transform(bought);              // one row per customer, columns sv1, sv2
        double strongest = svd.SingularValues[0];

        Assert.Equal(0.9335784087 + 0.0500648106, kept, 1e-6);
        Assert.Equal(0.8493441427, loading, 1e-5);
        Assert.Equal(["pc1", "pc2"], scores.Columns);
        Assert.Equal(5, strongest, 1e-9); // rows (2, 1) and (4, 2): the root of 25
        Assert.Equal([0f, 1f], tastes.Row(2).ToArray().Select(value => MathF.Round(value, 5)));
    }

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
