using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Preprocessing;

namespace Habitue.Segments;

/// <summary>
/// The space in which customers are near or far: features drawn in beyond two deviations (one wholesale customer would
/// otherwise press all others into one corner), scaled to [0, 1], each by its weight, and on request turned to the few
/// principal components that hold nine tenths of the differences.
/// </summary>
internal sealed record SegmentSpace(ChainedTransformer<LinearScaling> Scaler, PcaModel? Reducer)
{
    private const double Kept = 0.9, Fences = 2;

    public IReadOnlyList<string> Columns => Scaler.OutputColumns;

    public static SegmentSpace Fit(Matrix features, FitRun run) =>
        new(new Winsorizer { Fence = Fence.Deviations, Deviations = Fences }.Then(new MinMaxScaler()).Fit(features, run), null);

    /// <summary>The same with principal components; null when that would leave all dimensions.</summary>
    public SegmentSpace? Reduced(Matrix scaled, FitRun run)
    {
        if (scaled.Columns.Count < 3) return null;
        var all = new Pca { Components = scaled.Columns.Count }.Fit(scaled, run);
        var (sum, few) = (0.0, 0);
        while (few < scaled.Columns.Count && sum < Kept) sum += all.ExplainedVarianceRatio[few++];
        return few < scaled.Columns.Count ? this with { Reducer = new Pca { Components = few }.Fit(scaled, run) } : null;
    }

    /// <summary>The rows scaled and weighed, before any reduction: where distances and silhouettes are measured.</summary>
    public Matrix Scaled(Matrix features)
    {
        var scaled = Scaler.Transform(features);
        for (var column = 0; column < scaled.Columns.Count; column++)
        {
            var weight = SegmentFeatures.Of(scaled.Columns[column]).Weight;
            for (var row = 0; row < scaled.Rows && weight != 1; row++) scaled[row, column] *= weight;
        }
        return scaled;
    }

    /// <summary>The rows as the clusters see them.</summary>
    public Matrix ForClusters(Matrix scaled) => Reducer is null ? scaled : Reducer.Transform(scaled);
}
