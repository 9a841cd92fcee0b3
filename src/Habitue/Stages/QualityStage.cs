using Habitue.Lake.Cleaning;

namespace Habitue.Stages;

/// <summary>Counts what was wrong in all that was ever read, rule by rule; it changes with every load and only then.</summary>
internal static class QualityStage
{
    private const string Name = "quality";

    public static StageDone Do(FlowState state, StageRun run)
    {
        using var warehouse = state.Connect();
        var memory = new FlowMemory(warehouse);
        var inputs = $"{FlowState.LoadedSoFar(warehouse)}{(state.HasTables ? " with tables" : "")}";
        if (memory.Knows(Name, inputs)) return StageDone.Nothing;
        run.Moves(new StageProgress("counting what was wrong", 0, 0));
        var steps = Quality.Count(warehouse, state.HasTables, state.Counted?.GetAwaiter().GetResult(), run.Cancel);
        memory.Remember(Name, inputs);
        var found = steps.Count(step => step.Found > 0);
        return new StageDone(found == 0 ? "nothing was wrong" : $"{Words.Count(found, "kind")} of trouble in {Words.Count(steps.Count, "rule")}");
    }
}
