using System.Globalization;
using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.ModelShelf;

namespace Habitue.Segments;

/// <summary>How good a division is: the silhouette of each customer of the sample, beside that of the RFM grid, which needs no model.</summary>
/// <param name="Values">The silhouette of each customer of the sample, in the order of their rows.</param>
/// <param name="OfGrid">The same customers' in the fields of the grid.</param>
internal sealed record SegmentSheet(IReadOnlyList<RowSilhouette> Values, IReadOnlyList<RowSilhouette> OfGrid)
{
    /// <summary>The adjusted Rand index is made so that two divisions by chance have 0 on average. Source: Hubert and Arabie, "Comparing partitions" (1985).</summary>
    private const double StabilityOfChance = 0;

    /// <param name="values">The silhouettes of the division.</param>
    public static SegmentSheet Of(SliceRun run, Matrix sample, int[] rows, RowSilhouette[] values)
    {
        var grid = FrameReader.Read(run.Warehouse, $"SELECT rfm_segment FROM {SegmentTables.Customers} ORDER BY customer_id", run.Cancel);
        var names = (TextColumn)grid["rfm_segment"];
        var fields = Array.ConvertAll(rows, row => names.Codes[row]);
        return new SegmentSheet(values, Silhouettes(run, sample, fields));
    }

    /// <summary>The silhouette of each customer of the sample in some division; needs no warehouse.</summary>
    public static RowSilhouette[] Silhouettes(SliceRun run, Matrix sample, int[] division) =>
        [.. new Silhouette { SampleRows = ClusterChoice.SampleRows, Seed = run.Seed }.Values(sample, division, run.Fit).OrderBy(one => one.Row)];

    public static void Empty(DuckConnection warehouse) =>
        warehouse.Execute($"CREATE OR REPLACE TABLE {SegmentTables.Silhouettes} (customer_id VARCHAR, segment_id INTEGER, segment VARCHAR, silhouette DOUBLE)");

    /// <summary>Writes the silhouettes of the sample's customers.</summary>
    public void Write(SliceRun run, SegmentModel model, string[] customers, int[] rows)
    {
        Empty(run.Warehouse);
        using var into = run.Warehouse.Appender(SegmentTables.Silhouettes);
        into.Append(Of(one => customers[rows[one.Row]]), Of(one => model.Ids[one.Cluster]), Of(one => model.Names[one.Cluster]), Of(one => one.Value));

        T[] Of<T>(Func<RowSilhouette, T> part) => [.. Values.Select(part)];
    }

    public ModelDraft Draft(SliceRun run, SegmentModel model, ClusterTry best, Buyers buyers)
    {
        var ofGrid = OfGrid.ToDictionary(one => one.Row, one => one.Value);
        // Who is in no field has the silhouette of somebody alone in theirs: 0.
        ModelMetric Figure(string part, IReadOnlyList<RowSilhouette> those) => Mean(part, those, those.Average(one => ofGrid.GetValueOrDefault(one.Row)));
        var all = Figure("all", Values);
        var stability = best.Stability ?? 0;
        var half = Interval.Normal95 * best.StabilityDeviation / Math.Sqrt(ClusterChoice.Repeats);
        var isBetter = all.Low > all.Baseline;
        return new ModelDraft
        {
            Name = SegmentModel.ShelfName,
            Slice = "segments",
            Purpose = "Which segment a customer who bought belongs to: whom to write to, in which tone, and where to look closer. Not for deciding about a single person.",
            AsOf = run.AsOf,
            Data = run.Data,
            LearnedFrom = string.Create(CultureInfo.InvariantCulture, $"{buyers.Customers.Length:N0} customers who bought; chosen and judged on {Values.Count:N0} of them."),
            Recipe = model.Method,
            Settings = model.Settings(best.Way.Settings),
            Features = [.. buyers.There.Telling.Select(feature => feature.Name)],
            Metrics = [all, new ModelMetric("all", "stability", stability, Math.Max(-1, stability - half), Math.Min(1, stability + half), StabilityOfChance, true),
                .. Values.GroupBy(one => one.Cluster).OrderBy(group => model.Ids[group.Key]).Select(group => Figure($"segment={model.Names[group.Key]}", [.. group]))],
            JudgedOn = "a sample of the customers whom it divides; the stability on customers drawn anew",
            Ready = isBetter,
            Verdict = string.Create(CultureInfo.InvariantCulture, $"The segments are {(isBetter ? "" : "not surely ")}clearer than the fields of the RFM grid: silhouette {all.Value:0.00} against {all.Baseline:0.00}."),
            Limits = "Customers between two segments change easily: see chance and second_segment. A segment is a summary of habits up to now, and says nothing of why.",
            Parts = model.Parts,
        };
    }

    private static ModelMetric Mean(string part, IReadOnlyList<RowSilhouette> values, double baseline)
    {
        var mean = values.Average(one => one.Value);
        var half = Interval.Normal95 * Math.Sqrt(values.Sum(one => (one.Value - mean) * (one.Value - mean)) / Math.Max(1, values.Count - 1) / values.Count);
        return new ModelMetric(part, "silhouette", mean, mean - half, mean + half, baseline, true);
    }
}
