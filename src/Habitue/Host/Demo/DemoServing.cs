using System.Globalization;
using Habitue.Server;
using Habitue.Simulation;
using Habitue.Simulation.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Host.Demo;

/// <summary>The live part of the demo: the server on the home that was just made, and the shop's visitors coming to it.</summary>
internal static class DemoServing
{
    public static int Serve(Call call, Workspace work, ShopPlan shop, string url, int rate, bool opens)
    {
        DemoHome.Decide(work.Home);
        // What the run held is not needed any more, and the machine may be small.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var settings = new ServerSettings(url, work.Home.Folder) { Log = LogForm.Text, ShowsTour = true };
        call.Terminal.Say("");
        return ServerWork.Serve(call, work, settings, withPass: true, (server, dashboard, stop) =>
        {
            if (opens) Browser.Open(dashboard);
            return rate == 0 ? Task.CompletedTask : Play(call, work, server, shop, rate, stop);
        }).GetAwaiter().GetResult();
    }

    private static async Task Play(Call call, Workspace work, LiveServer server, ShopPlan shop, int rate, CancellationToken stop)
    {
        var now = call.Clock.GetUtcNow();
        var plan = new LivePlan(shop, new Uri(server.Address + "/"), rate, (ulong)now.ToUnixTimeMilliseconds())
        {
            WriteKey = server.Services.GetRequiredService<AccessKeys>().Lend(KeyKind.Write, "demo traffic"),
            Placements = ["home"],
            Ledger = DemoHome.Ledger(work.Home, now),
        };
        using var ledger = new LiveLedger(plan.Ledger);
        // Filling the shop with its people takes a moment, which the page need not wait for.
        try
        {
            await Task.Run(() => new LiveTraffic(plan, ledger, call.Clock).Play(null, stop), CancellationToken.None);
        }
        catch (LiveTrafficException refused)
        {
            throw new UserMistakeException(refused.Message);
        }
        call.Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Traffic    {ledger.Acknowledged:N0} events, {ledger.Orders:N0} orders for {ledger.OrderCents / 100m:N2}; what the server acknowledged is in {plan.Ledger}"));
    }
}
