using Habitue.Live.Segments;
using Habitue.Live.State;
using Habitue.Profiles;

namespace Habitue.Live.Shards;

/// <summary>
/// People with several ids. Each id's state stays with its own shard; the shard of the first id holds copies of the others, and judges the person by all of them together. So a
/// merge moves nothing, and undone it leaves nothing behind.
/// </summary>
internal sealed partial class Shard
{
    /// <summary>All that is remembered of the person whose first id this is; of another id, what is remembered of it alone.</summary>
    public static CustomerState Person(Entry entry) => Together(entry, entry.Look());

    /// <summary>The id has another profile now, or none.</summary>
    /// <param name="at">When that was decided.</param>
    public void Tie(string id, LinkedProfile? profile, long at)
    {
        var entry = EntryOf(id);
        if (!IsRestoring) BringTo(entry, at);
        var before = entry.Ties;
        entry.Ties = profile is null ? null : new Ties(profile);
        if (!entry.IsHome)
        {
            Outbox.Changed[entry] = at;
            // Time decides nothing about the person here any more; about the id it still does.
            if (!IsRestoring) Reschedule(entry, at);
            return;
        }
        if (IsRestoring) return;
        var isNew = (profile is not null || entry.Standing is not null) && (entry.Standing ??= new Standing()).Become(profile?.Merges ?? []);
        if (entry.Ties is { } tied) (tied.IsNew, tied.At) = (isNew, before?.At ?? Moment.Never);
        if (entry.Standing is { IsEmpty: true }) entry.Standing = null;
        // What is known of the others already need not be sent again.
        foreach (var (other, state) in before?.Others ?? [])
            if (entry.Ties is { } ties && ties.Profile.Has(other)) ties.Others[other] = state;
        Reschedule(entry, at);
    }

    /// <summary>Another id of a person whose first id is here has changed.</summary>
    public void TakePart(PartCopy copy)
    {
        if (Find(copy.Home) is not { Ties: { } ties } entry || !entry.IsHome || !ties.Profile.Has(copy.Part)) return;   // they were parted meanwhile
        if (!IsRestoring) BringTo(entry, copy.At);
        if (ties.Others.TryAdd(copy.Part, copy.State))
        {
            if (ties.IsNew) (entry.Standing ??= new Standing()).Inherit(copy.Members);
        }
        else
        {
            ties.Others[copy.Part] = copy.State;
        }
        if (!IsRestoring) Reschedule(entry, copy.At);
    }

    /// <summary>A copy of an id for the shard of the person's first id.</summary>
    public PartCopy CopyOf(Entry entry, long at) =>
        new(entry.Ties!.Profile.FirstId, entry.Id, CustomerState.Of(entry.Bytes(scratch)), entry.Standing is { } standing ? [.. standing.Members] : [], at);

    private static CustomerState Together(Entry entry, CustomerState own)
    {
        if (entry.Ties is not { } ties || !entry.IsHome) return own;
        var all = own;
        foreach (var id in ties.Profile.Ids.Skip(1))
            if (ties.Others.TryGetValue(id, out var other)) all = all.With(other);
        return all;
    }

    /// <summary>Looks at a customer anew, without an event.</summary>
    private void Reschedule(Entry entry, long now)
    {
        var wasAwake = entry.IsAwake;
        Settle(entry, StateOf(entry), now, resting: !wasAwake);
    }
}
