using System.Diagnostics;
using Habitue.Insights;
using Habitue.Lake.Loading;
using Habitue.Stages;

namespace Habitue;

/// <summary>
/// The way from raw files to a report: the stages, in order. A stage that has nothing new to do says so and is done at
/// once. Each commits its own work, so that a run which is stopped goes on where it was.
/// </summary>
internal static class Flow
{
    /// <summary>The stage that brings rows in.</summary>
    public const string LoadStageName = "Load and clean";

    /// <summary>The stage that makes orders, customers and the rest of the rows.</summary>
    public const string TablesStageName = "Tables";

    public static readonly IReadOnlyList<Stage> Stages =
    [
        new("Find sources", FetchStage.Do),
        new(LoadStageName, LoadStage.Do) { Prepare = _ => Rehearsal.Run(), ComesSoon = true },
        new(TablesStageName, ModelsStage.Do),
        new("Lake", LakeStage.Do) { RunsBeside = true, BeginsLate = true },
        new("Quality", QualityStage.Do) { RunsBeside = true },
        new("Features", FeaturesStage.Do),
        .. Slices.All.Select(SliceStage.Of),
        new("Report", ReportStage.Do) { TellsOfAll = true },
    ];

    /// <summary>Only what brings rows in: for <c>habitue ingest</c>.</summary>
    public static readonly IReadOnlyList<Stage> Ingest = [.. Stages.Take(2), .. Stages.Where(stage => stage.Name == "Quality")];

    /// <summary>
    /// Does the stages in order. One that may run beside the others starts in its turn and is waited for before a stage that
    /// tells of all: writing files leaves a processor free now and then, and so do small tables.
    /// </summary>
    /// <param name="preparing">The preparing of the first stages, where it was begun earlier.</param>
    public static void Run(IReadOnlyList<Stage> stages, FlowState state, IFlowDisplay display, CancellationToken cancel, Task? preparing = null)
    {
        preparing ??= PrepareFirst(stages, state.Request);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var (beside, late, cold) = (new List<Task>(), new List<Stage>(), stages.Where(stage => !stage.ComesSoon).ToList());
        Task Begin(Stage stage) => Task.Run(() => Do(stage, state, display, () => { }, stop.Token), CancellationToken.None);
        void BeginLate()
        {
            if (late.Count > 0) state.Late = Task.WhenAll([.. late.Select(Begin)]);
            late.Clear();
        }
        void LeaveRoom()
        {
            BeginLate();
            beside.Add(Prepare([.. cold], state.Request));
            cold.Clear();
        }

        try
        {
            foreach (var stage in stages)
            {
                cancel.ThrowIfCancellationRequested();
                cold.Remove(stage);
                if (stage.TellsOfAll)
                {
                    Wait(beside);
                    BeginLate();
                }
                if (!stage.RunsBeside || !state.HasRoomBeside) Do(stage, state, display, LeaveRoom, stop.Token);
                else if (stage.BeginsLate) late.Add(stage);
                else beside.Add(Begin(stage));
            }

            BeginLate();
        }
        catch
        {
            stop.Cancel();
            // What stopped the run is the first failure; what it stopped beside has nothing to add.
            Task.WhenAny(Task.WhenAll([.. beside, state.Late])).Wait(CancellationToken.None);
            throw;
        }

        Wait([.. beside, state.Late]);
        preparing.Wait(CancellationToken.None);
    }

    /// <summary>Prepares the stages that come soon, beside whatever else is done: a program that opens a home first loses no time by it.</summary>
    public static Task PrepareFirst(IReadOnlyList<Stage> stages, FlowRequest request) => Prepare([.. stages.Where(stage => stage.ComesSoon)], request);

    private static Task Prepare(IReadOnlyList<Stage> stages, FlowRequest request) => stages.Any(stage => stage.Prepare is not null) ? Task.Run(() =>
    {
        foreach (var stage in stages) stage.Prepare?.Invoke(request);
    }, CancellationToken.None) : Task.CompletedTask;

    private static void Wait(List<Task> tasks)
    {
        foreach (var task in tasks) task.GetAwaiter().GetResult();
    }

    private static void Do(Stage stage, FlowState state, IFlowDisplay display, Action leavesRoom, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        display.Starts(stage);
        var done = stage.Do(state, new StageRun(progress => display.Moves(stage, progress), display.Note, cancel) { LeavesRoom = leavesRoom });
        var time = Stopwatch.GetElapsedTime(start);
        lock (state.Times) state.Times.Add((stage.Name, time));
        display.Ends(stage, done, time);
    }
}
