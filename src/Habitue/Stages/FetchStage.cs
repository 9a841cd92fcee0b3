using Habitue.Lake.Loading;
using Habitue.Lake.Sources;

namespace Habitue.Stages;

/// <summary>Finds the files behind the addresses, and brings what lies elsewhere to the spool.</summary>
internal static class FetchStage
{
    public static StageDone Do(FlowState state, StageRun run)
    {
        Schema.Create(state.Warehouse);
        var ledger = Ledger.Read(state.Warehouse);
        var context = new SourceContext(state.Home.Spool, ledger.CursorOf, state.Clock, run.Note);
        var files = new List<SourceFile>();
        foreach (var address in state.Request.Addresses)
        {
            run.Moves(new StageProgress(address, 0, 0));
            files.AddRange(Sources.Fetch(address, context, run.Cancel));
        }
        state.Files = files;
        var bytes = files.Sum(file => new FileInfo(file.LocalPath).Length);
        return new StageDone($"{Words.Count(files.Count, "file")}, {Words.Bytes(bytes)}");
    }
}
