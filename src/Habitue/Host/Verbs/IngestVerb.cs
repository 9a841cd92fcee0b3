using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Host.Progress;
using Habitue.Stages;

namespace Habitue.Host.Verbs;

/// <summary>Only loads: shows how the columns were understood and what the load kept. Tables and report are left to <c>run</c>.</summary>
internal sealed class IngestVerb : Verb
{
    private readonly Argument<string[]> paths = new("PATH") { Description = "Files, folders, globs, postgres://… or https://…", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> mapping;
    private readonly Option<bool> json;
    private readonly HomeOptions home;

    public IngestVerb() : base("ingest", "Load files and show how their columns were understood.",
        "habitue ingest orders.csv",
        "habitue ingest export/ --mapping my-columns.json --json")
    {
        Add(paths);
        mapping = Takes<string?>("--mapping", "Read the columns as this mapping file says.", "FILE");
        json = TakesFlag("--json", "Answer as JSON.");
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        if (call.Of(mapping) is { } file && !File.Exists(file)) throw new UserMistakeException($"{file}: there is no such mapping file; check --mapping.");
        using var work = Workspace.Open(call, home, Name);
        var request = new FlowRequest { Addresses = call.Of(paths)!, MappingFile = call.Of(mapping) };
        var state = new FlowState(request, work, call.Clock);
        FlowDisplays.Show(call.Terminal, Flow.Ingest, display => Flow.Run(Flow.Ingest, state, display, call.Cancel));
        if (state.Load.NothingNew) state.Load = state.Load with { Layouts = KeptMappings.Of(state) };
        if (call.Of(json)) LoadAnswer.WriteJson(call.Terminal.Out, state.Load);
        else LoadAnswer.Write(call.Terminal, state.Load, state.Home.Mappings);
        return CommandLine.Done;
    }
}
