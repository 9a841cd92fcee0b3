using Habitue.Live.Segments;
using Habitue.Profiles;

namespace Habitue.Live.Shards;

/// <summary>What a shard wants done elsewhere: it calls nobody itself.</summary>
internal sealed class ShardOutbox
{
    /// <summary>Ids that an event said are one person's.</summary>
    public List<JoinWish> Wishes { get; } = [];

    /// <summary>Who entered and left live segments.</summary>
    public List<Transition> Transitions { get; } = [];

    /// <summary>Ids that changed and whose person is judged in another place, and when they did.</summary>
    public Dictionary<Entry, long> Changed { get; } = [];

    public bool IsEmpty => Wishes.Count == 0 && Transitions.Count == 0 && Changed.Count == 0;

    public void Clear()
    {
        Wishes.Clear();
        Transitions.Clear();
        Changed.Clear();
    }
}
