using Habitue.Decisions.Log;
using Habitue.Duck;
using Habitue.Live;
using Habitue.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Habitue.Tests.Decisions;

/// <summary>What waits for the warehouse is bounded, and nothing of it is lost.</summary>
public sealed class DecisionTablesTests
{
    [Fact]
    public async Task Who_hands_in_more_than_may_wait_waits_until_some_of_it_is_written()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var database = DuckDatabase.InMemory();
        using var tables = new DecisionTables(new LiveWarehouse(database.Connect), TimeProvider.System, NullLogger<DecisionTables>.Instance, mostWaiting: 3);
        tables.Prepare(new RecentAnswers());
        for (var offset = 0; offset < 3; offset++) await tables.Take(0, offset, Reward(offset), cancel);

        var fourth = tables.Take(0, 3, Reward(3), cancel).AsTask();
        Assert.False(fourth.IsCompleted);
        tables.Write();
        await fourth.WaitAsync(TimeSpan.FromMinutes(1), cancel);
        tables.Reached(0, 4);
        tables.Write();

        using var connection = database.Connect();
        Assert.Equal(["d0", "d1", "d2", "d3"], connection.Rows<string>("SELECT decision_id FROM decision_rewards ORDER BY decision_id"));
        Assert.Equal(4, tables.Kept(0));
    }

    [Fact]
    public void An_event_that_is_kept_keeps_no_more_than_itself_in_memory()
    {
        var (block, kept) = Kept();
        GC.Collect();
        Assert.False(block.IsAlive);
        Assert.Equal("d7", kept.Property("decision_id"));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static (WeakReference, CustomerEvent) Kept()
        {
            var json = DecisionJson.Reward("d7", 1, "ann", null, DateTime.UnixEpoch);
            byte[] block = [.. json, .. new byte[100_000]];
            return (new WeakReference(block), CustomerEvent.Read(block.AsMemory(0, json.Length)).OnItsOwn());
        }
    }

    private static CustomerEvent Reward(int number) => CustomerEvent.Read(DecisionJson.Reward($"d{number}", 1, "ann", null, DateTime.UnixEpoch.AddSeconds(number)));
}
