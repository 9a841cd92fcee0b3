using System.CommandLine;
using System.Diagnostics;
using Habitue.Host.Answers;
using Habitue.Host.Progress;
using Habitue.Runs;
using Habitue.Stages;

namespace Habitue.Host.Verbs;

/// <summary>The main job: raw files in; customers, features, segments and a report out.</summary>
internal sealed class RunVerb : Verb
{
    private readonly Argument<string[]> paths = new("PATH") { Description = "Files, folders, globs, postgres://… or https://…", Arity = ArgumentArity.OneOrMore };
    private readonly FlowOptions options;
    private readonly HomeOptions home;

    public RunVerb() : base("run", "Load your files, clean them, find out who your customers are, write a report.",
        "habitue run orders.csv",
        "habitue run shop/ reviews.jsonl --report shop.html --open",
        "habitue run \"exports/*.csv.gz\" --as-of 2011-06-01 --memory 1GB")
    {
        Add(paths);
        options = new FlowOptions(this);
        home = new HomeOptions(this);
    }

    public override int Execute(Call call)
    {
        var start = Stopwatch.GetTimestamp();
        var request = options.Request(call, call.Of(paths)!, home);
        var preparing = Flow.PrepareFirst(Flow.Stages, request);
        using var work = Workspace.Open(call, home, Name);
        var code = Execute(call, work, request, options, Name, start, preparing);
        work.Leave();
        return code;
    }

    /// <summary>Carries out a run in an open home and tells what it came to.</summary>
    public static int Execute(Call call, Workspace work, FlowRequest request, FlowOptions options, string verb, long start, Task? preparing = null)
    {
        var state = new FlowState(request, work, call.Clock);
        var asked = new RunAsked(verb, RunAsked.CommandLine, request.Addresses, request.ShopName);
        FlowDisplays.Show(call.Terminal, Flow.Stages, display =>
            RunRecorder.Record(work.Home.Folder, asked, Flow.Stages, display, call.Clock, told => Flow.Run(Flow.Stages, state, told, call.Cancel, preparing)));
        var shop = ShopFigures.Read(work.Warehouse);
        if (options.Json(call)) RunAnswer.Write(call.Terminal.Out, state, shop, Stopwatch.GetElapsedTime(start));
        else RunSummary.Write(call.Terminal, state, shop, Stopwatch.GetElapsedTime(start));
        if (options.Open(call) && state.Report is { } report) Browser.Open(report);
        return CommandLine.Done;
    }
}
