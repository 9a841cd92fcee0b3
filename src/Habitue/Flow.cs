using System.Diagnostics;
using Habitue.Stages;

namespace Habitue;

/// <summary>
/// The way from raw files to a report: the stages, in order. A stage that has nothing new to do says so and is done at
/// once. Each commits its own work, so that a run which is stopped goes on where it was.
/// </summary>
internal static class Flow
{
    public static readonly IReadOnlyList<Stage> Stages =
    [
        new("Find sources", FetchStage.Do),
        new("Load and clean", LoadStage.Do),
        new("Lake", LakeStage.Do),
        new("Tables", ModelsStage.Do),
        new("Features", FeaturesStage.Do),
        new("Segments", SegmentsStage.Do),
        new("Report", ReportStage.Do),
    ];

    /// <summary>Only what brings rows in: for <c>habitue ingest</c>.</summary>
    public static readonly IReadOnlyList<Stage> Ingest = [.. Stages.Take(2)];

    public static void Run(IReadOnlyList<Stage> stages, FlowState state, IFlowDisplay display, CancellationToken cancel)
    {
        foreach (var stage in stages)
        {
            cancel.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            display.Starts(stage);
            var done = stage.Do(state, new StageRun(progress => display.Moves(stage, progress), display.Note, cancel));
            state.Times.Add((stage.Name, Stopwatch.GetElapsedTime(start)));
            display.Ends(stage, done, Stopwatch.GetElapsedTime(start));
        }
    }
}
