using System.Diagnostics;
using Habitue.Host.Demo;
using Habitue.Host.Progress;

namespace Habitue.Host.Verbs;

/// <summary>
/// The whole way on a made-up shop: writes it, runs on it, and opens its dashboard with visitors coming in, in a home of its own so that it never
/// mixes with real data.
/// </summary>
internal sealed class DemoVerb : Verb
{
    private readonly ShopOptions shop;
    private readonly FlowOptions options;
    private readonly DemoOptions demo;
    private readonly HomeOptions home;

    public DemoVerb() : base("demo", "Make up a shop, run on it, and open its live dashboard: see what Habitue does before you bring your own files.",
        "habitue demo",
        "habitue demo --no-open --rate 100",
        "habitue demo --customers 200 --no-serve --open")
    {
        shop = new ShopOptions(this);
        options = new FlowOptions(this);
        demo = new DemoOptions(this);
        home = new HomeOptions(this, room: "demo");
    }

    public override int Execute(Call call)
    {
        var start = Stopwatch.GetTimestamp();
        var serves = demo.Serves(call, options.Json(call));
        var plan = shop.Plan(call, options.Seed(call));
        if (serves) plan = DemoHome.UntilToday(plan, call.Clock);
        var folder = Path.Combine(home.Folder(call), "shop");
        var request = options.Request(call, [folder], home);
        request = request with { ShopName = request.ShopName ?? "A made-up shop" };
        using var work = Workspace.Open(call, home, Name, place => DemoHome.MakeRoom(place, plan));
        FlowDisplays.Show(call.Terminal, [ShopWriting.Stage], display => ShopWriting.Write(plan, folder, display, call.Cancel));
        var code = RunVerb.Execute(call, work, request, options, Name, start);
        if (serves) return DemoServing.Serve(call, work, plan, demo.Url(call), demo.Rate(call), demo.OpensBrowser(call));
        if (!options.Json(call)) call.Terminal.Say($"More       habitue sql \"SELECT * FROM segments\" --home {home.Folder(call)}");
        return code;
    }
}
