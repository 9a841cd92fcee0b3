using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>The division that won, learned: it is chosen and judged on a sample, and divides all customers.</summary>
/// <param name="Scaled">All customers in the space of the segments.</param>
/// <param name="Sample">Those of them that it was chosen on, and which rows of all they are.</param>
/// <param name="Labels">The cluster of every customer.</param>
internal sealed record Division(ClusterTry Best, SegmentModel Model, Matrix Scaled, Matrix Sample, int[] SampleRows, int[] Labels)
{
    /// <summary>Tries all ways, and learns the best; null when none has groups that are apart and large enough. Needs no warehouse.</summary>
    /// <param name="run">Seed and threads.</param>
    /// <param name="buyers">Who is divided.</param>
    /// <param name="method">The word of the one method that is tried, or <see cref="WantedMethod.Best"/> for all.</param>
    public static (IReadOnlyList<ClusterTry> Tries, Division? Best) Of(SliceRun run, Buyers buyers, string method)
    {
        var fit = run.FitTelling("trying ways to divide customers");
        var space = SegmentSpace.Fit(buyers.Habits, run.Fit);
        var scaled = space.Scaled(buyers.Habits);
        var rows = run.Seed.For(1).Sample(Math.Min(ClusterChoice.SampleRows, scaled.Rows), scaled.Rows);
        Array.Sort(rows);
        var sample = scaled.Take(rows);
        var reduced = space.Reduced(sample, run.Fit);
        var tries = ClusterChoice.Of(method, sample, reduced?.ForClusters(sample), run.Seed, fit);
        if (tries.FirstOrDefault(one => one.Chosen) is not { } best) return (tries, null);
        var model = SegmentModel.Fit(best.Way, best.Way.Reduced ? reduced! : space, scaled, sample, run.Fit);
        return (tries, new Division(best, model, scaled, sample, rows, model.Assign(scaled)));
    }
}
