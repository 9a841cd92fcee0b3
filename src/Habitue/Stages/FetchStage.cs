using Habitue.Host;
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
        var refused = new List<RefusedFile>();
        var context = new SourceContext(state.Home.Spool, ledger.CursorOf, state.Clock, run.Note) { Refused = (path, sentence) => refused.Add(new RefusedFile(path, sentence)) };
        var files = new List<SourceFile>();
        foreach (var address in state.Request.Addresses)
        {
            run.Moves(new StageProgress(SourceAddress.WithoutSecrets(address), 0, 0));
            files.AddRange(Sources.Fetch(address, context, run.Cancel));
        }
        if (files.Count == 0 && refused.Count > 0) throw new UserMistakeException(refused[0].Reason);
        state.Files = files;
        state.Refused = refused;
        var bytes = files.Sum(file => new FileInfo(file.LocalPath).Length);
        return new StageDone($"{Words.Count(files.Count, "file")}, {Words.Bytes(bytes)}");
    }
}
