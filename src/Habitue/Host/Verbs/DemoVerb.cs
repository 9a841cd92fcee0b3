using System.Diagnostics;
using Habitue.Host.Progress;
using Habitue.Lake.Storage;
using Habitue.Simulation;

namespace Habitue.Host.Verbs;

/// <summary>The whole way on a made-up shop: writes it, then runs on it, in a home of its own so that it never mixes with real data.</summary>
internal sealed class DemoVerb : Verb
{
    private readonly ShopOptions shop;
    private readonly FlowOptions options;
    private readonly HomeOptions home;

    public DemoVerb() : base("demo", "Make up a shop and run on it: see what Habitue does before you bring your own files.",
        "habitue demo",
        "habitue demo --customers 200 --open")
    {
        shop = new ShopOptions(this);
        options = new FlowOptions(this);
        home = new HomeOptions(this, room: "demo");
    }

    public override int Execute(Call call)
    {
        var start = Stopwatch.GetTimestamp();
        var plan = shop.Plan(call, options.Seed(call));
        var folder = Path.Combine(home.Folder(call), "shop");
        var request = options.Request(call, [folder], home);
        request = request with { ShopName = request.ShopName ?? "A made-up shop" };
        using var work = Workspace.Open(call, home, Name, place => MakeRoom(place, plan));
        FlowDisplays.Show(call.Terminal, [ShopWriting.Stage], display => ShopWriting.Write(plan, folder, display, call.Cancel));
        var code = RunVerb.Execute(call, work, request, options, Name, start);
        if (!options.Json(call)) call.Terminal.Say($"More       habitue sql \"SELECT * FROM segments\" --home {home.Folder(call)}");
        return code;
    }

    /// <summary>Another shop than last time replaces it; the same one is there already.</summary>
    private static void MakeRoom(Home home, ShopPlan plan)
    {
        var note = Path.Combine(home.Folder, "shop.plan");
        if (File.Exists(note) && File.ReadAllText(note) == plan.ToString()) return;
        File.Delete(home.Warehouse);
        File.Delete(home.Warehouse + ".wal");
        foreach (var folder in (string[])[home.Lake, home.Reports, home.Mappings])
        {
            Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
        }
        File.WriteAllText(note, plan.ToString());
    }
}
