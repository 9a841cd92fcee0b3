using Habitue.Live.Segments;
using Habitue.Live.State;

namespace Habitue.Live.Shards;

/// <summary>Live segments: who is judged when, what it brings about, and which triggers the log has already.</summary>
internal sealed partial class Shard
{
    private readonly Dictionary<string, Transition> held = new(StringComparer.Ordinal);
    private readonly List<Transition> found = [];
    private Dictionary<string, HashSet<Entry>>? watchers;
    private Judge judge;

    /// <summary>
    /// Old events are read again: what they bring about is held back until the log is read to its end, for the log may have it already.
    /// </summary>
    public bool IsReplaying { get; set; }

    /// <summary>Everything is read again: what the log does not have is brought about now.</summary>
    public void GoLive(long now)
    {
        IsReplaying = false;
        Advance(now);
        Outbox.Transitions.AddRange(held.Values.OrderBy(transition => transition.At));
        held.Clear();
    }

    /// <summary>Other definitions hold from now on. Who is in a segment because of that has not just entered it: nothing fires.</summary>
    public void Define(LiveDefinitions definitions, long now)
    {
        if (definitions.Stamp == judge.Definitions.Stamp)
        {
            judge = new Judge(definitions, viewing);   // other words, the same conditions
            return;
        }
        foreach (var entry in entries.Values) BringTo(entry, now);
        judge = new Judge(definitions, viewing);
        foreach (var entry in entries.Values.Where(entry => entry.IsHome && (!entry.IsEmpty || entry.Ties is not null))) Rejudge(entry, now);
    }

    /// <summary>What is published of customers is new: scores and segments may have changed, and that is news.</summary>
    public void PublishedAnew(long now)
    {
        foreach (var entry in entries.Values.Where(entry => entry.IsHome && (!entry.IsEmpty || entry.Ties is not null)))
        {
            BringTo(entry, now);
            Reschedule(entry, now);
        }
    }

    /// <summary>How many people are in each live segment.</summary>
    public Dictionary<string, int> Members()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries.Values)
            if (entry is { Standing: { } standing, IsHome: true })
                foreach (var member in standing.Members)
                    if (member.IsIn) counts[member.Segment] = counts.GetValueOrDefault(member.Segment) + 1;
        return counts;
    }

    /// <summary>A product costs something else: who looked at it for more hears of it.</summary>
    public void Take(in PriceChange change, long now)
    {
        if (!judge.Definitions.WatchPrices) return;
        watchers ??= WhoLooked();
        if (!watchers.TryGetValue(change.Product, out var those)) return;
        foreach (var entry in those.OrderBy(entry => entry.Id, StringComparer.Ordinal).ToArray())
        {
            BringTo(entry, now);
            var state = entry.Wake();
            var product = change.Product;
            if (state.Products.All.FirstOrDefault(seen => seen.What == product) is not { What: not null } seen)
            {
                those.Remove(entry);   // so long ago that it is forgotten
                Reschedule(entry, now);
                continue;
            }
            if (seen.Price > change.Price) state.TakeDrop(new PriceDrop(product, seen.Price, change.Price, now));
            Settle(entry, state, now);
        }
    }

    private long JudgeOrTell(Entry entry, CustomerState state, long now)
    {
        if (!entry.IsHome)
        {
            Outbox.Changed[entry] = now;
            return Moment.Never;
        }
        if (entry.Ties is { } ties) ties.At = now = Math.Max(ties.At, now);
        return entry.Ties is { IsComplete: false } ? Moment.Never : Judged(entry, Together(entry, state), now, quietly: false);
    }

    private long Judged(Entry entry, CustomerState person, long now, bool quietly)
    {
        var standing = entry.Standing;
        var ids = entry.Ties?.Profile.Ids ?? [entry.Id];
        found.Clear();
        var next = judge.Look(person, ids, UserOf(entry, person), ref standing, now, quietly, found);
        entry.Standing = standing is { IsEmpty: true } ? null : standing;
        foreach (var transition in found)
            if (!IsReplaying || transition.Event is null) Outbox.Transitions.Add(transition);
            else held[transition.MessageId] = transition;
        return next == Moment.Never ? next : Math.Max(next, now + 1);
    }

    private void Rejudge(Entry entry, long now)
    {
        if (entry.Ties is { IsComplete: false }) return;
        var next = Judged(entry, Together(entry, entry.Look()), now, quietly: true);
        entry.Due = Sooner(entry.Due, next);
        Schedule(entry);
    }

    /// <summary>The log has a trigger: it need not be brought about again, and who it is of is in the segment since then.</summary>
    private void Recall(string id, in TriggerMark trigger, string messageId, long now)
    {
        if (Find(id) is not { } entry) return;
        BringTo(entry, now);
        if (held.Remove(messageId) || !IsReplaying || !trigger.Entered || judge.Definitions.Find(trigger.Segment) is null) return;
        var standing = entry.Standing ??= new Standing();
        if (standing.Find(trigger.Segment) < 0) standing.Members.Add(new Member(trigger.Segment, trigger.At, trigger.At));
    }

    private static string? UserOf(Entry entry, CustomerState person)
    {
        if (!person.IsUser) return null;
        if (entry.Ties is not { } ties) return entry.Id;
        if (entry.Look().IsUser) return entry.Id;
        return ties.Profile.Ids.FirstOrDefault(id => ties.Others.TryGetValue(id, out var other) && other.IsUser);
    }

    private void Watch(Entry entry, CustomerState state)
    {
        if (watchers is null || state.Products.All.Count == 0) return;
        foreach (var seen in state.Products.All.Reverse().Take(2)) Watch(watchers, seen.What, entry);
    }

    private Dictionary<string, HashSet<Entry>> WhoLooked()
    {
        var all = new Dictionary<string, HashSet<Entry>>(StringComparer.Ordinal);
        foreach (var entry in entries.Values)
            foreach (var seen in entry.Look().Products.All) Watch(all, seen.What, entry);
        return all;
    }

    private static void Watch(Dictionary<string, HashSet<Entry>> watchers, string product, Entry entry)
    {
        if (!watchers.TryGetValue(product, out var those)) watchers[product] = those = [];
        those.Add(entry);
    }
}
