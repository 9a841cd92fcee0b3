using System.Globalization;
using Habitue.Learning;
using Habitue.Segments;

namespace Habitue.Stages;

/// <summary>Gives customers their RFM field, their cluster and their place on the map.</summary>
internal static class SegmentsStage
{
    private const string Name = "segments";

    public static StageDone Do(FlowState state, StageRun run)
    {
        var inputs = string.Create(CultureInfo.InvariantCulture, $"{FeaturesStage.Inputs(state)} seed {state.Request.Seed}");
        if (state.Memory.Knows(Name, inputs)) return StageDone.Nothing;
        var moves = new Told(run.Moves);
        var report = SegmentsJob.Run(state.Warehouse, new Seed(state.Request.Seed), new FitRun(run.Cancel, moves, state.Request.Threads));
        state.Memory.Remember(Name, inputs);
        return report.Clusters == 1
            ? new StageDone($"{Words.Count(report.Customers, "customer")} in one segment")
            : new StageDone($"{Words.Count(report.Customers, "customer")} in {report.Clusters} segments (silhouette {report.Silhouette:0.00})");
    }

    private sealed class Told(Action<StageProgress> moves) : IProgress<double>
    {
        public void Report(double value) => moves(new StageProgress("trying 2 to 10 clusters", (long)(value * 100), 100));
    }
}
