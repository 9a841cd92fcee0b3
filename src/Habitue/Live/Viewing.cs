using Habitue.Live.Segments;
using Habitue.Live.State;

namespace Habitue.Live;

/// <summary>Makes the picture of a customer from what is remembered of their ids and from what others know of them.</summary>
internal sealed class Viewing
{
    private static readonly Counted[] Kinds = Enum.GetValues<Counted>();

    /// <summary>How likely a visit ends in an order; null when no model answers.</summary>
    public Func<Visit, double?> Intent { get; set; } = _ => null;

    /// <summary>What the slices published of an id; null for nothing.</summary>
    public Func<string, PublishedScores?> Published { get; set; } = _ => null;

    /// <summary>What the slices published of a person: that of the first id that they know.</summary>
    public PublishedScores? PublishedOf(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
            if (Published(id) is { } found) return found;
        return null;
    }

    public CustomerView Of(string id, IReadOnlyList<string> ids, CustomerState? state, Standing? standing, long now)
    {
        var published = PublishedOf(ids);
        var empty = new CustomerView { Id = id, FirstId = ids[0], Ids = ids, At = Moment.At(now), Published = published, LastPurchase = published?.LastOrderAt };
        if (state is null || state.Events == 0) return empty;
        var (purchases, latest) = (state.Purchases, state.Visits.Latest);
        return empty with
        {
            IsUser = state.IsUser,
            FirstSeen = Moment.Maybe(state.FirstSeen),
            LastSeen = Moment.Maybe(state.LastSeen),
            Events = state.Events,
            Visits = state.Visits.Ever,
            Visit = state.Visits.Current(now) is { } visit ? Of(visit) : null,
            LatestVisit = latest is null ? null : new VisitSpan(Moment.At(latest.Start), Moment.At(latest.Last)),
            Pages = Newest(state.Pages),
            Products = Newest(state.Products),
            Cart = Of(state.Cart),
            Counters = Kinds.ToDictionary(kind => kind.ToString().ToLowerInvariant(), kind => new CounterView(state.Counters[kind, 0, now], state.Counters[kind, 1, now], state.Counters[kind, 2, now], state.Counters[kind, 3, now])),
            Orders = purchases.Orders,
            Revenue = purchases.Revenue,
            LastPurchase = LastPurchase(purchases, published),
            LastPurchaseAmount = purchases.Orders > 0 ? purchases.LastAmount : null,
            Traits = state.Traits.Values.ToDictionary(),
            Consent = state.Consents.Categories.ToDictionary(),
            GlobalPrivacyControl = state.Consents.GlobalPrivacyControl,
            LiveSegments = standing is null ? [] : [.. standing.Members.Where(member => member.IsIn).Select(member => new MemberView(member.Segment, Moment.At(member.Since)))],
        };
    }

    /// <summary>The last order that is known, from the log or from the warehouse.</summary>
    public static DateTime? LastPurchase(Purchases live, PublishedScores? published) =>
        live.LastAt == Moment.Never ? published?.LastOrderAt : published?.LastOrderAt is { } before && before > Moment.At(live.LastAt) ? before : Moment.At(live.LastAt);

    private VisitView Of(Visit visit) => new(Moment.At(visit.Start), Moment.At(visit.Last), visit.Events, visit[Activity.Page], visit[Activity.Product], visit[Activity.Search],
        visit[Activity.Add], visit[Activity.Remove], visit[Activity.Checkout], visit.Orders, visit.Device, visit.Orders > 0 ? null : Intent(visit));

    private static SeenView[] Newest(SeenList list) =>
        [.. list.All.Reverse().Select(seen => new SeenView(seen.What, Moment.At(seen.At), double.IsNaN(seen.Price) ? null : seen.Price, seen.Times))];

    private static CartView Of(Cart cart) =>
        new([.. cart.Lines.Select(line => new CartLineView(line.Product, line.Quantity, double.IsNaN(line.Price) ? null : line.Price, Moment.At(line.At)))], cart.Value, Moment.Maybe(cart.ChangedAt));
}
