using System.Runtime.InteropServices;
using Habitue.Live.Segments;
using Habitue.Live.State;
using Habitue.Profiles;

namespace Habitue.Live.Shards;

/// <summary>
/// Some of the customers and all that happens to them, by one worker at a time. It knows neither threads nor the clock: it is told what happened and what time it is. Before an
/// event its customer is brought to the event's moment, so the same events make the same state, whether they come now or from the log.
/// </summary>
internal sealed partial class Shard
{
    /// <summary>Who had a word without a visit stays awake for so long.</summary>
    private const long Wakeful = Moment.Minute;

    /// <summary>A cart that nobody touched for so long is forgotten.</summary>
    private const long CartLife = 30 * Moment.Day;

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly TimerWheel<Entry> wheel;
    private readonly ByteSink scratch = new();
    private readonly long[] offsets;
    private readonly Viewing viewing;

    private long visitors, openCarts, day, ordersToday, events, late, wrongTimes;
    private double openCartValue, revenueToday;

    /// <param name="number">Which shard it is.</param>
    /// <param name="partitions">How many partitions the log has.</param>
    /// <param name="now">What time it is.</param>
    /// <param name="viewing">What others know of customers.</param>
    public Shard(int number, int partitions, long now, Viewing? viewing = null)
    {
        Number = number;
        offsets = new long[partitions];
        wheel = new TimerWheel<Entry>(now - TimerWheel<Entry>.Tick);   // what is due by now already comes out at once
        this.viewing = viewing ?? new Viewing();
        judge = new Judge(LiveDefinitions.None, this.viewing);
        Figures = Count();
    }

    public int Number { get; }

    /// <summary>What it wants done elsewhere; the worker empties it.</summary>
    public ShardOutbox Outbox { get; } = new();

    /// <summary>Published after each piece of work; read by anybody.</summary>
    public ShardFigures Figures { get; private set; }

    /// <summary>The next offset of each partition.</summary>
    public ReadOnlySpan<long> Offsets => offsets;

    public void Publish() => Figures = Count();

    public Entry? Find(string id) => entries.GetValueOrDefault(id);

    /// <summary>Takes in an event of one of its customers.</summary>
    public void Apply(in RoutedEvent routed)
    {
        var happened = routed.Event;
        var now = Moment.Of(happened.ReceivedAt);
        if (routed.Id.Length == 0)
        {
            if (OwnEvents.Price(happened) is { } change) Take(change, now);
            return;
        }
        if (OwnEvents.Trigger(happened) is { } trigger)
        {
            Recall(routed.Id, trigger, happened.MessageId, now);
            return;
        }
        var at = Moment.Of(happened, out var corrected);
        var entry = EntryOf(routed.Id);
        BringTo(entry, now);
        events++;
        if (corrected) wrongTimes++;
        if (now - at >= Moment.Day) late++;

        var state = entry.Wake();
        var (carts, value) = Cart(state);
        var what = state.Take(happened, routed.AsUser, at);
        Recount(state, carts, value);
        if (what == Activity.Order) CountOrder(at, EventWords.Amount(happened));
        if (what == Activity.Product) Watch(entry, state);
        if (JoinWish.Of(happened) is { } wish && entry.Ties?.Profile.Has(wish.Other) != true) Outbox.Wishes.Add(wish);
        Settle(entry, state, now);
    }

    /// <summary>Time goes on: does what is due by now.</summary>
    public void Advance(long now) => wheel.Advance(now, (due, entry) =>
    {
        if (entry.InWheel != due) return;   // it went in again for another moment
        entry.InWheel = Moment.Never;
        BringTo(entry, now);
        Schedule(entry);
    });

    /// <summary>What has been read of a partition.</summary>
    public void HasRead(int partition, long next) => offsets[partition] = Math.Max(offsets[partition], next);

    private Entry EntryOf(string id)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(entries, id, out _);
        return entry ??= new Entry(id);
    }

    /// <summary>Of an id that was only named by a merge there is no state to keep.</summary>
    private static CustomerState StateOf(Entry entry) => entry.IsEmpty ? new CustomerState() : entry.Wake();

    /// <summary>Does all that time alone does to a customer up to a moment, each at its own.</summary>
    private void BringTo(Entry entry, long now)
    {
        while (entry.Due != Moment.Never && entry.Due <= now)
        {
            var at = entry.Due;
            var state = StateOf(entry);
            if (!state.Cart.IsEmpty && at >= state.Cart.ChangedAt + CartLife)
            {
                var (carts, value) = Cart(state);
                state.Cart.Settle(at);
                Recount(state, carts, value);
            }
            Settle(entry, state, at, resting: true);
        }
    }

    /// <summary>What holds of a customer now, and when time alone changes it next.</summary>
    private void Settle(Entry entry, CustomerState state, long now, bool resting = false)
    {
        var visit = state.Visits.Current(now);
        if (entry.IsVisiting != visit is not null)
        {
            entry.IsVisiting = !entry.IsVisiting;
            visitors += entry.IsVisiting ? 1 : -1;
        }
        var rests = visit is null && resting;
        var due = visit is not null ? visit.Last + Visit.Silence : rests ? Moment.Never : now + Wakeful;
        if (!state.Cart.IsEmpty) due = Sooner(due, Math.Max(state.Cart.ChangedAt + CartLife, now + 1));
        entry.Due = Sooner(due, JudgeOrTell(entry, state, now));
        if (rests)
        {
            state.Rest();
            entry.Rest(scratch);
        }
        Schedule(entry);
    }

    private static long Sooner(long first, long second) => first == Moment.Never ? second : second == Moment.Never ? first : Math.Min(first, second);

    /// <summary>One place in the wheel is enough: what comes too early finds nothing due and goes in again.</summary>
    private void Schedule(Entry entry)
    {
        if (entry.Due == Moment.Never || (entry.InWheel != Moment.Never && entry.InWheel <= entry.Due)) return;
        entry.InWheel = entry.Due;
        wheel.Add(entry.Due, entry);
    }

    private static (int Carts, double Value) Cart(CustomerState state) => state.Cart.IsEmpty ? (0, 0) : (1, state.Cart.Value);

    private void Recount(CustomerState state, int carts, double value)
    {
        var (cartsNow, valueNow) = Cart(state);
        openCarts += cartsNow - carts;
        openCartValue = openCarts == 0 ? 0 : openCartValue + valueNow - value;
    }

    private void CountOrder(long at, double amount)
    {
        var of = at / Moment.Day;
        if (of > day) (day, ordersToday, revenueToday) = (of, 0, 0);
        if (of < day) return;
        ordersToday++;
        revenueToday += amount;
    }

    private ShardFigures Count() => new(entries.Count, visitors, openCarts, openCartValue, day, ordersToday, revenueToday, events, late, wrongTimes);
}
