using System.Diagnostics;
using Habitue.Simulation;
using Habitue.Stages;

namespace Habitue.Host.Progress;

/// <summary>Writes a simulated shop as a stage that can be watched and stopped.</summary>
internal static class ShopWriting
{
    public static readonly Stage Stage = new("Write the shop", (_, _) => throw new InvalidOperationException("This stage needs a plan."));

    /// <exception cref="UserMistakeException">The folder holds something else.</exception>
    public static ShopSummary Write(ShopPlan plan, string folder, IFlowDisplay display, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        display.Starts(Stage);
        try
        {
            var summary = Simulator.Write(plan, folder, new Told(display), cancel);
            display.Ends(Stage, new StageDone($"{Words.Count(summary.Files.Count, "file")}, {Words.Bytes(summary.Files.Sum(file => file.Bytes))}"), Stopwatch.GetElapsedTime(start));
            return summary;
        }
        catch (IOException problem) when (problem.HResult is not 28 && (problem.Message.Contains(folder, StringComparison.Ordinal) || problem.Message.Contains("name a", StringComparison.Ordinal)))
        {
            throw new UserMistakeException(problem.Message);
        }
    }

    private sealed class Told(IFlowDisplay display) : IProgress<ShopProgress>
    {
        public void Report(ShopProgress value) => display.Moves(Stage, new StageProgress(value.Stage, value.Done, value.Total));
    }
}
