using Habitue.Lake.Loading;

namespace Habitue.Stages;

/// <summary>Maps, cleans and commits the rows of the files; what was loaded before is left out.</summary>
internal static class LoadStage
{
    public static StageDone Do(FlowState state, StageRun run)
    {
        state.Load = Loader.Load(state.Warehouse, state.Files, Settings(state) with { LeavesRoom = run.LeavesRoom }, new Told(run.Moves), run.Cancel);
        state.Load = state.Load with { Refused = [.. state.Refused, .. state.Load.Refused] };
        var load = state.Load;
        if (load.Layouts.Count > 0)
            run.Note($"Understood as {string.Join(", ", load.Layouts.GroupBy(layout => layout.Entity).Select(group => $"{group.Key} ({Words.Count(group.Sum(layout => layout.Files), "file")})"))}; habitue ingest shows each column.");
        foreach (var refused in load.Refused) run.Note(refused.Reason);
        foreach (var note in load.Notes) run.Note(note);
        return load.NothingNew ? StageDone.Nothing
            : new StageDone($"{load.Rows:N0} rows read, {load.Kept:N0} kept, {load.Rejected:N0} set aside");
    }

    public static LoadSettings Settings(FlowState state) => new()
    {
        MappingsFolder = state.Home.Mappings,
        SpoolFolder = state.Home.Spool,
        Clock = state.Clock,
        MappingFile = state.Request.MappingFile,
    };

    private sealed class Told(Action<StageProgress> moves) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => moves(new StageProgress(value.Doing, value.Done, value.Total));
    }
}
