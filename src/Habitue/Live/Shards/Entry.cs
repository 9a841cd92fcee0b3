using Habitue.Live.Segments;
using Habitue.Live.State;
using Habitue.Profiles;

namespace Habitue.Live.Shards;

/// <summary>
/// An id and its state in a shard. While the customer is there the state is a <see cref="CustomerState"/>; at rest it is the bytes of it, which take a fraction of the memory.
/// </summary>
internal sealed class Entry(string id)
{
    private object? held;

    public string Id => id;

    /// <summary>Where the person stands in live segments, kept with the person's first id; null when there is nothing to keep.</summary>
    public Standing? Standing { get; set; }

    /// <summary>Other ids of the person; null for an id that stands alone.</summary>
    public Ties? Ties { get; set; }

    /// <summary>The person is judged here, not with another id.</summary>
    public bool IsHome => Ties is null || Ties.Profile.FirstId == id;

    /// <summary>Nothing was ever heard of it.</summary>
    public bool IsEmpty => held is null;

    public bool IsAwake => held is CustomerState;

    /// <summary>When time alone changes something next; never when it does not.</summary>
    public long Due { get; set; } = Moment.Never;

    /// <summary>The moment for which the wheel holds it; it may be earlier than <see cref="Due"/>.</summary>
    public long InWheel { get; set; } = Moment.Never;

    /// <summary>A visit goes on.</summary>
    public bool IsVisiting { get; set; }

    /// <summary>The state, to be changed by the shard that owns it.</summary>
    public CustomerState Wake()
    {
        if (held is CustomerState awake) return awake;
        var state = held is byte[] bytes ? CustomerState.Of(bytes) : new CustomerState();
        held = state;
        return state;
    }

    /// <summary>The state, to be read only; who rests goes on resting.</summary>
    public CustomerState Look() => held switch
    {
        CustomerState awake => awake,
        byte[] bytes => CustomerState.Of(bytes),
        _ => new CustomerState(),
    };

    public void Rest(ByteSink scratch)
    {
        if (held is CustomerState state) held = state.ToBytes(scratch);
    }

    /// <summary>The state as bytes; awake or not.</summary>
    public ReadOnlySpan<byte> Bytes(ByteSink scratch)
    {
        if (held is byte[] bytes) return bytes;
        scratch.Clear();
        (held as CustomerState ?? new CustomerState()).Write(scratch);
        return scratch.Written;
    }

    /// <summary>Puts in what a snapshot kept.</summary>
    public void Restore(byte[] bytes, bool awake) => held = awake ? CustomerState.Of(bytes) : bytes;
}

/// <summary>The other ids of a person, and at the first id copies of what is remembered of them: they are owned by their own shards, which send a new copy with every change.</summary>
internal sealed record Ties(LinkedProfile Profile)
{
    public Dictionary<string, CustomerState> Others { get; } = new(StringComparer.Ordinal);

    /// <summary>The merge is new: where the others stood when they were alone goes over to the person. Not so when an older profile is back.</summary>
    public bool IsNew { get; set; }

    /// <summary>The latest moment that the person was judged at: shards are not at the same moment, and nobody is judged back in time.</summary>
    public long At { get; set; } = Moment.Never;

    /// <summary>A copy of every other id is there.</summary>
    public bool IsComplete => Others.Count == Profile.Ids.Count - 1;
}
