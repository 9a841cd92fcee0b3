namespace Habitue.Decisions.Log;

/// <summary>The latest decisions by their id, so that a request that is sent again gets its answer again. The oldest make room.</summary>
internal sealed class RecentAnswers
{
    public const int Most = 100_000;

    private readonly Dictionary<string, Decision> byId = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly Lock gate = new();

    public Decision? Find(string id)
    {
        lock (gate) return byId.GetValueOrDefault(id);
    }

    public void Add(Decision decision)
    {
        lock (gate)
        {
            if (!byId.TryAdd(decision.Id, decision)) return;
            order.Enqueue(decision.Id);
            if (order.Count > Most) byId.Remove(order.Dequeue());
        }
    }

    public IReadOnlyList<Decision> All()
    {
        lock (gate) return [.. order.Select(id => byId[id])];
    }
}
