using Habitue.Lake.Storage;

namespace Habitue.Stages;

/// <summary>Keeps the cleaned events as Parquet, for every tool that reads files.</summary>
internal static class LakeStage
{
    public static StageDone Do(FlowState state, StageRun run)
    {
        run.Moves(new StageProgress("writing Parquet", 0, 0));
        using var warehouse = state.Connect();
        state.Lake = ParquetLake.Write(warehouse, state.Home.Lake, run.Cancel);
        var (files, _, bytes, written, source) = state.Lake;
        if (written == 0) return StageDone.Nothing;
        var smaller = source > 0 ? $", {1 - (double)bytes / source:P0} smaller than its source" : "";
        return new StageDone($"{written:N0} rows; {Words.Count(files, "Parquet file")} of {Words.Bytes(bytes)}{smaller}");
    }
}
