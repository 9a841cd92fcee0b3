using Habitue.Lake.Log;
using Habitue.Live;

namespace Habitue.Decisions.Log;

/// <summary>
/// The latest decisions by their id, so that a request that is sent again gets its answer again. The oldest make room. Each is kept as the log has it: one array
/// is nothing to a garbage collector, where a decision of many strings and lists would be copied piece by piece.
/// </summary>
internal sealed class RecentAnswers
{
    public const int Most = 100_000;

    private readonly Dictionary<UInt128, byte[]> byId = [];
    private readonly Queue<UInt128> order = new();
    private readonly Lock gate = new();

    public Decision? Find(string id)
    {
        byte[]? json;
        lock (gate) json = byId.GetValueOrDefault(LogId.Of(id));
        return json is not null && DecisionJson.Read(CustomerEvent.Read(json)) is { } decision && decision.Id == id ? decision : null;
    }

    public bool Has(string id)
    {
        lock (gate) return byId.ContainsKey(LogId.Of(id));
    }

    /// <param name="id">The decision's id.</param>
    /// <param name="json">The decision as <see cref="DecisionJson"/> writes it.</param>
    public void Add(string id, byte[] json)
    {
        var key = LogId.Of(id);
        lock (gate)
        {
            if (!byId.TryAdd(key, json)) return;
            order.Enqueue(key);
            if (order.Count > Most) byId.Remove(order.Dequeue());
        }
    }
}
