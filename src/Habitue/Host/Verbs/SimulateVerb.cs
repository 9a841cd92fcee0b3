using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Host.Progress;
using Habitue.Simulation;

namespace Habitue.Host.Verbs;

/// <summary>Makes up a whole shop, to play with and to test against: as source files, or live against a server.</summary>
internal sealed class SimulateVerb : Verb
{
    private readonly Option<string?> folder = new("--out") { HelpName = "DIR", Description = "Where to write the shop." };
    private readonly ShopOptions shop;
    private readonly Option<ulong> seed;
    private readonly Option<bool> json;
    private readonly LiveTrafficOptions live;

    public SimulateVerb() : base("simulate", "Write a made-up shop as files of many kinds and what is true about it, or play it live against a server.",
        "habitue simulate --out shop",
        "habitue simulate --out shop --customers 200 --seed 42 --json",
        "habitue simulate --out big --events 10000000",
        "habitue simulate --live http://127.0.0.1:5080 --rate 2000")
    {
        Add(folder);
        shop = new ShopOptions(this);
        seed = Takes<ulong>("--seed", "Where everything random starts from: the same seed, the same shop.", "N", new ShopPlan().Seed);
        json = TakesFlag("--json", "Answer as JSON.");
        live = new LiveTrafficOptions(this);
    }

    public override int Execute(Call call)
    {
        if (live.IsAsked(call)) return LiveTrafficWork.Play(call, live.Plan(call, shop.Plan(call, call.Of(seed))));
        var target = call.Of(folder) ?? throw new UserMistakeException("Name a folder with --out to write the shop to, or a server with --live to play it against.");
        ShopSummary? summary = null;
        FlowDisplays.Show(call.Terminal, [ShopWriting.Stage], display => summary = ShopWriting.Write(shop.Plan(call, call.Of(seed)), target, display, call.Cancel));
        if (call.Of(json)) ShopAnswer.WriteJson(call.Terminal.Out, target, summary!);
        else ShopAnswer.Write(call.Terminal, target, summary!);
        return CommandLine.Done;
    }
}
