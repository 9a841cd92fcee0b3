using Habitue.Host.Progress;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Lake.Storage;
using Habitue.Learning;
using Habitue.ModelShelf;
using Habitue.Stages;

namespace Habitue.Host;

/// <summary>What <c>train</c> and <c>score</c> do: carry out slices on a home that has features, and say how each stands.</summary>
internal static class SliceWork
{
    public static int Do(Call call, HomeOptions home, string verb, string? name, ulong seed, bool json, Func<Slice, SliceRun, StageDone> work,
        int[]? horizons = null, IReadOnlyDictionary<string, string>? chosen = null)
    {
        if (name is not null && !Slices.Names.Contains(name)) throw new UserMistakeException($"There is no slice '{name}'; there are {string.Join(", ", Slices.Names)}.");
        using var workspace = Workspace.Look(call, home, verb, readOnly: false);
        workspace.MustHave(CustomerFeatures.Table, "habitue run PATH");
        var asOf = workspace.Warehouse.Rows<DateTime>($"SELECT as_of FROM {CustomerFeatures.Table} LIMIT 1") is [var moment]
            ? moment : throw new UserMistakeException($"{workspace.Home.Folder}: no customer is known yet; `habitue run PATH` loads some.");
        // Nothing to do, unless another version of the program made them.
        Functions.Install(workspace.Warehouse, call.Cancel);
        CustomerFeatures.Compute(workspace.Warehouse, asOf, versions: new Versions(workspace.Warehouse, FlowState.LoadedSoFar(workspace.Warehouse)), cancel: call.Cancel);
        var past = new PastFeatures(workspace.Warehouse, asOf);
        Stage[] stages = [.. Slices.All.Where(slice => name is null || slice.Name == name).Select(slice => SliceStage.Of(slice) with
        {
            Do = (state, run) => work(slice, new SliceRun(workspace.Warehouse, new Shelf(workspace.Home.Models, workspace.Warehouse, call.Clock), past, asOf,
                FlowState.DataSoFar(workspace.Warehouse), new Seed(seed), home.Threads(call) ?? 0, run)
            {
                IsAlone = name is not null,
                Horizons = horizons ?? [],
                Chosen = chosen ?? new Dictionary<string, string>(),
                SegmentRules = Path.Combine(workspace.Home.Folder, Segments.SegmentRules.FileName),
            }),
        })];
        var state = new FlowState(new FlowRequest { Addresses = [] }, workspace, call.Clock);
        FlowDisplays.Show(call.Terminal, stages, display => Flow.Run(stages, state, display, call.Cancel));
        var states = SliceStates.Read(workspace.Warehouse).Where(one => name is null || one.Slice == name).ToArray();
        if (json)
        {
            using var answer = new JsonAnswer(call.Terminal.Out);
            answer.Array(states, static (written, one) =>
            {
                written.WriteString("slice", one.Slice);
                written.WriteBoolean("ready", one.Ready);
                written.WriteString("words", one.Words);
            });
            return CommandLine.Done;
        }
        var grid = new Answers.Grid("Slice", Answers.GridColumn.Sentence("How it stands"));
        foreach (var one in states) grid.Add(one.Slice, one.Words);
        grid.Write(call.Terminal.Out, call.Terminal.Width);
        return CommandLine.Done;
    }
}
