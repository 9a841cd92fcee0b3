using System.Diagnostics;
using System.Text;
using Habitue.Live;
using Habitue.Tests.Host;

namespace Habitue.Tests.Collector;

/// <summary>The SDKs that shops really use, pointed at the collector.</summary>
public sealed class RealClientTests
{
    private static readonly string Modules = Path.Combine(TheProgram.Repository, "node_modules");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("segment.mjs", "@segment/analytics-node", "segment")]
    [InlineData("rudderstack.cjs", "@rudderstack/rudder-sdk-node", "rudder")]
    public async Task A_server_side_sdk_sends_every_call(string script, string package, string name)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, package)), $"{package} is not installed: ./test brings it.");
        await using CollectorServer server = await CollectorServer.Start();
        string address = server.Client.BaseAddress!.ToString().TrimEnd('/');
        using Process node = Process.Start(new ProcessStartInfo("node", [Path.Combine(TheProgram.Repository, "tests", "clients", script), address, server.WriteKey]) { RedirectStandardError = true })!;
        string complaints = await node.StandardError.ReadToEndAsync(cancel);
        await node.WaitForExitAsync(cancel);
        Assert.Equal((0, ""), (node.ExitCode, complaints));

        Dictionary<CallType, CustomerEvent> got = await Events(server);
        Assert.Equal(6, got.Count);
        Assert.Equal(($"{name}-user", "pro"), (got[CallType.Identify].UserId, got[CallType.Identify].Property("plan")));
        Assert.Equal(("Order Completed", "o1"), (got[CallType.Track].Name, got[CallType.Track].Property("order_id")));
        Assert.Equal(($"{name}-visitor", "Home"), (got[CallType.Page].AnonymousId, got[CallType.Page].Name));
        Assert.Equal("Cart", got[CallType.Screen].Name);
        Assert.Equal($"{name}-group", got[CallType.Group].GroupId);
        Assert.Equal(($"{name}-user", $"{name}-visitor"), (got[CallType.Alias].UserId, got[CallType.Alias].PreviousId));
        Assert.Equal((6, 6, 0), (server.Totals.Sent, server.Totals.Accepted, server.Totals.Rejected));
    }

    private static async Task<Dictionary<CallType, CustomerEvent>> Events(CollectorServer server) =>
        (await server.Logged()).Select(e => CustomerEvent.Read(Encoding.UTF8.GetBytes(e.GetRawText()))).ToDictionary(e => e.Type);
}
