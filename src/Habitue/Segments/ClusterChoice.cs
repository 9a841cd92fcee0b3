using System.Globalization;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>One division that was tried, with its figures: a row of the table <c>segment_choice</c>.</summary>
/// <param name="Silhouette">The mean over the sample, measured on all scaled features, whatever the division was made on.</param>
/// <param name="Stability">The mean adjusted Rand index of pairs of fits on redrawn customers; null when it was not measured.</param>
/// <param name="SmallestShare">The share of the sample in the smallest cluster.</param>
/// <param name="Outside">The share that the method itself left outside of all clusters.</param>
internal sealed record ClusterTry(SegmentRecipe Way, int Clusters, double Silhouette, double? Stability, double SmallestShare, double Outside)
{
    public const string Table = "segment_choice";

    /// <summary>The standard deviation of the stability over the pairs of fits.</summary>
    public double StabilityDeviation { get; init; }

    public bool Chosen { get; init; }

    public string Reason { get; init; } = "";
}

/// <summary>
/// Chooses how customers are divided: every method with every number of clusters is tried on the same sample; of those whose
/// clusters come out again from redrawn customers, the clearest one (largest silhouette) wins.
/// </summary>
internal static class ClusterChoice
{
    /// <summary>So many customers place a silhouette within about 0.01; the methods whose cost grows with the square can take them.</summary>
    public const int SampleRows = 2000;

    /// <summary>Clusters that agree less than this from one draw of customers to another are decided by chance.</summary>
    public const double StableFrom = 0.8;

    /// <summary>A segment smaller than this is a handful of odd customers; a division that leaves more outside is none.</summary>
    private const double SmallestUseful = 0.02, MostOutside = 0.15;

    /// <summary>From here on a structure is called strong (Kaufman and Rousseeuw 1990): so clear must two groups be.</summary>
    private const double Strong = 0.7;

    public const int Repeats = 5;

    private const int MeasuredEach = 3, StabilityRows = 1000;

    public static IReadOnlyList<ClusterTry> Of(string method, Matrix sample, Matrix? reduced, Seed seed, FitRun run)
    {
        var silhouette = new Silhouette { SampleRows = SampleRows, Seed = seed };
        var alone = run with { Progress = null, Threads = 1 };
        var ways = SegmentMethods.Of(method, sample, reduced, seed).ToArray();
        var tries = new ClusterTry[ways.Length];
        var done = 0;
        SideBySide.Each(ways.Length, run.Threads, i =>
        {
            run.Progress?.Report(0.5 * (Interlocked.Increment(ref done) - 1) / ways.Length);
            var rows = ways[i].Reduced ? reduced! : sample;
            var labels = ways[i].Recipe.Fit(rows, alone).Assign(rows);
            var outside = labels.Count(label => label < 0) / (double)labels.Length;
            var sizes = labels.Where(label => label >= 0).CountBy(label => label).Select(one => one.Value).ToArray();
            if (sizes.Length > 1 && outside > 0) labels = TakeIn(sample, labels);
            tries[i] = new ClusterTry(ways[i], sizes.Length, sizes.Length > 1 ? silhouette.Score(sample, labels, alone).Mean : 0, null, sizes.Length == 0 ? 0 : sizes.Min() / (double)labels.Length, outside);
        }, run.Cancel);
        Measure(tries, sample, reduced, seed, run);
        return Judge(tries);
    }

    /// <summary>Gives each customer whom the method left outside the cluster of the nearest middle.</summary>
    public static int[] TakeIn(Matrix rows, int[] labels)
    {
        var centres = Distance.Centres(rows, labels, labels.Max() + 1);
        return [.. labels.Select((label, row) => label >= 0 ? label : Distance.Nearest(rows.Row(row), centres))];
    }

    /// <summary>Stability costs ten fits: it is measured for the clearest divisions of each method only.</summary>
    private static void Measure(ClusterTry[] tries, Matrix sample, Matrix? reduced, Seed seed, FitRun run)
    {
        var rows = seed.For(3).Sample(Math.Min(StabilityRows, sample.Rows), sample.Rows);
        Array.Sort(rows);
        var (few, fewReduced) = (sample.Take(rows), reduced?.Take(rows));
        int[] measured = [.. Enumerable.Range(0, tries.Length).Where(i => IsUseful(tries[i])).GroupBy(i => (tries[i].Way.Method, tries[i].Way.Reduced))
            .SelectMany(group => group.OrderByDescending(i => tries[i].Silhouette).ThenBy(i => i).Take(MeasuredEach))];
        // The dearest are begun with, so that no thread is left with one of them at the end.
        measured = [.. measured.OrderBy(i => tries[i].Way.Method == SegmentMethods.Mixture ? 0 : 1).ThenByDescending(i => tries[i].Way.OnSample).ThenByDescending(i => i)];
        var done = 0;
        SideBySide.Each(measured.Length, run.Threads, place =>
        {
            run.Progress?.Report(0.5 + (0.5 * (Interlocked.Increment(ref done) - 1) / measured.Length));
            var i = measured[place];
            var score = new ClusterStability { Repeats = Repeats, Seed = seed }.Score(tries[i].Way.Reduced ? fewReduced! : few, tries[i].Way.Recipe, run with { Progress = null, Threads = 1 });
            tries[i] = tries[i] with { Stability = score.Mean, StabilityDeviation = score.Deviation };
        }, run.Cancel);
    }

    private static bool IsUseful(ClusterTry one) => one.Clusters is > 1 and <= 10 && one.Silhouette > 0 && one.SmallestShare >= SmallestUseful && one.Outside <= MostOutside;

    private static IReadOnlyList<ClusterTry> Judge(ClusterTry[] tries)
    {
        var useful = tries.Where(one => one.Stability is not null).ToArray();
        var stable = useful.Where(one => one.Stability >= StableFrom).ToArray();
        var best = stable.Length > 0 ? Clearest(stable) : useful.MaxBy(one => one.Silhouette * one.Stability);
        return [.. tries.Select(one => one with { Chosen = ReferenceEquals(one, best), Reason = Reason(one, best, stable.Length > 0) })];
    }

    /// <summary>Nearly everything can be halved clearly, into large and small: two groups are taken when the structure is strong, or when there is no other.</summary>
    private static ClusterTry? Clearest(ClusterTry[] stable)
    {
        var (two, more) = (stable.Where(one => one.Clusters == 2).MaxBy(one => one.Silhouette), stable.Where(one => one.Clusters > 2).MaxBy(one => one.Silhouette));
        return two is null || more is null ? two ?? more : two.Silhouette >= Math.Max(Strong, more.Silhouette) ? two : more;
    }

    private static string Reason(ClusterTry one, ClusterTry? best, bool stable)
    {
        if (ReferenceEquals(one, best))
            return stable ? "chosen: the clearest of the divisions that come out again from other customers"
                : string.Create(CultureInfo.InvariantCulture, $"chosen: no division comes out again surely (stability from {StableFrom:0.0} on); this one is the best of clearness and stability together");
        if (one.Clusters < 2) return "it finds no two groups";
        if (one.Outside > MostOutside) return string.Create(CultureInfo.InvariantCulture, $"it leaves {one.Outside:P0} of the customers outside of all groups");
        if (one.Clusters > 10) return "it finds more groups than anybody can work with";
        if (one.Silhouette <= 0) return "its groups are not apart";
        if (one.SmallestShare < SmallestUseful) return string.Create(CultureInfo.InvariantCulture, $"its smallest group has {one.SmallestShare:P1} of the customers only");
        if (one.Stability is null) return "less clear than others of the same method; its stability was not measured";
        if (stable && one.Stability < StableFrom) return "other customers of the same shop would give other groups";
        if (one.Clusters == 2 && best is { Clusters: > 2 } && one.Silhouette > best.Silhouette) return "two groups tell little more than large and small: they are taken only when far apart (silhouette from 0.7 on)";
        return "stable, but less clear than the chosen one";
    }
}
