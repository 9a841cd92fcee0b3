using System.Collections.Concurrent;

namespace Habitue.Decisions;

/// <summary>What customers allowed and refused since the last run, by purpose, as their events said. Only customers who said something are in it.</summary>
internal sealed class ConsentBook
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, bool>> said = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, IReadOnlyDictionary<string, bool>>> All => said;

    public bool? Of(string customer, string purpose) => said.TryGetValue(customer, out var purposes) && purposes.TryGetValue(purpose, out var allowed) ? allowed : null;

    /// <summary>The newest word on a purpose counts.</summary>
    public void Set(string customer, IReadOnlyDictionary<string, bool> purposes) => said.AddOrUpdate(customer, purposes, (_, before) =>
    {
        var all = new Dictionary<string, bool>(before, StringComparer.OrdinalIgnoreCase);
        foreach (var (purpose, allowed) in purposes) all[purpose] = allowed;
        return all;
    });
}
