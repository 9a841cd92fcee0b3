using System.CommandLine;
using Habitue.Host.Answers;
using Habitue.Host.Progress;
using Habitue.Simulation;

namespace Habitue.Host.Verbs;

/// <summary>Writes a whole made-up shop as source files, to play with and to test against.</summary>
internal sealed class SimulateVerb : Verb
{
    private readonly Option<string> folder = new("--out") { HelpName = "DIR", Description = "Where to write the shop.", Required = true };
    private readonly ShopOptions shop;
    private readonly Option<ulong> seed;
    private readonly Option<bool> json;

    public SimulateVerb() : base("simulate", "Write a made-up shop as files of many kinds, and what is true about it.",
        "habitue simulate --out shop",
        "habitue simulate --out shop --customers 200 --seed 42 --json",
        "habitue simulate --out big --events 10000000")
    {
        Add(folder);
        shop = new ShopOptions(this);
        seed = Takes<ulong>("--seed", "Where everything random starts from: the same seed, the same shop.", "N", new ShopPlan().Seed);
        json = TakesFlag("--json", "Answer as JSON.");
    }

    public override int Execute(Call call)
    {
        var target = call.Of(folder)!;
        ShopSummary? summary = null;
        FlowDisplays.Show(call.Terminal, [ShopWriting.Stage], display => summary = ShopWriting.Write(shop.Plan(call, call.Of(seed)), target, display, call.Cancel));
        if (call.Of(json)) ShopAnswer.WriteJson(call.Terminal.Out, target, summary!);
        else ShopAnswer.Write(call.Terminal, target, summary!);
        return CommandLine.Done;
    }
}
