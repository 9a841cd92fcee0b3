namespace Habitue.Live.State;

/// <summary>
/// All that is remembered live of one id: a visitor's or a user's. A person with several ids is several of these, and <see cref="With"/> makes one of them
/// without changing any; so nothing has to be taken apart when a merge is undone.
/// </summary>
internal sealed partial class CustomerState
{
    /// <summary>Pages and products that are remembered while the customer is there.</summary>
    public const int MostPages = 30, MostProducts = 50;

    /// <summary>What of it is kept when the visit is over.</summary>
    public const int RestingPages = 5, RestingProducts = 16;

    private const int LongestPage = 80, LongestProduct = 64;

    public VisitList Visits { get; private init; } = new();

    public SeenList Pages { get; private init; } = new(MostPages);

    public SeenList Products { get; private init; } = new(MostProducts);

    public Cart Cart { get; private init; } = new();

    public Decayed Counters { get; private init; } = new();

    public RecentTimes Recent { get; private init; } = new();

    public Traits Traits { get; private init; } = new();

    public Consents Consents { get; private init; } = new();

    public Purchases Purchases { get; private set; } = Purchases.None;

    public long FirstSeen { get; private set; } = Moment.Never;

    public long LastSeen { get; private set; } = Moment.Never;

    public long Events { get; private set; }

    /// <summary>The id came as a user's, not as a visitor's.</summary>
    public bool IsUser { get; private set; }

    /// <summary>The latest price drop of a product that was looked at; empty until there is one.</summary>
    public PriceDrop Drop { get; private set; } = PriceDrop.None;

    /// <summary>Takes in an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="asUser">The id is its user id.</param>
    /// <param name="at">When it counts as having happened.</param>
    /// <returns>What it was.</returns>
    public Activity Take(CustomerEvent happened, bool asUser, long at)
    {
        IsUser |= asUser;
        Events++;
        FirstSeen = FirstSeen == Moment.Never ? at : Math.Min(FirstSeen, at);
        LastSeen = Math.Max(LastSeen, at);
        Consents.Set(happened, at);
        if (happened.Type == CallType.Identify) Traits.Set(happened.Properties, at);
        var what = Activities.Of(happened.Type, happened.Name, EventWords.Channel(happened));
        if (what == Activity.Order) Buy(happened, at);
        else if (what != Activity.None) Browse(happened, what, at);
        return what;
    }

    /// <summary>A product that was looked at costs less now.</summary>
    public void TakeDrop(PriceDrop drop)
    {
        if (drop.At >= Drop.At) Drop = drop;
    }

    /// <summary>The visit is over: only the newest of what was looked at is kept.</summary>
    public void Rest()
    {
        Pages.Shrink(RestingPages);
        Products.Shrink(RestingProducts);
    }

    /// <summary>This and another id of the same person as one.</summary>
    public CustomerState With(CustomerState other) => new()
    {
        Visits = Visits.With(other.Visits),
        Pages = Pages.With(other.Pages),
        Products = Products.With(other.Products),
        Cart = Cart.With(other.Cart),
        Counters = Counters.With(other.Counters),
        Recent = Recent.With(other.Recent),
        Traits = Traits.With(other.Traits),
        Consents = Consents.With(other.Consents),
        Purchases = Purchases.With(other.Purchases),
        FirstSeen = FirstSeen == Moment.Never ? other.FirstSeen : other.FirstSeen == Moment.Never ? FirstSeen : Math.Min(FirstSeen, other.FirstSeen),
        LastSeen = Math.Max(LastSeen, other.LastSeen),
        Events = Events + other.Events,
        IsUser = IsUser || other.IsUser,
        Drop = Drop.At >= other.Drop.At ? Drop : other.Drop,
    };

    private void Buy(CustomerEvent happened, long at)
    {
        var amount = EventWords.Amount(happened);
        if (!Activities.IsInStore(EventWords.Channel(happened))) Visits.Order(at);
        Recent.Add(Activity.Order, at);
        Counters.Add(at, Counted.Orders, 1);
        if (amount != 0) Counters.Add(at, Counted.Revenue, amount);
        Purchases = Purchases.Add(at, amount);
        Cart.Settle(at);
    }

    private void Browse(CustomerEvent happened, Activity what, long at)
    {
        Visits.Add(at, what, EventWords.Device(happened));
        Recent.Add(what, at);
        Recent.Add(Activity.None, at);   // whatever it was
        Counters.Add(at, Counted.Events, 1);
        switch (what)
        {
            case Activity.Page:
                Counters.Add(at, Counted.Pages, 1);
                if (EventWords.Page(happened) is { } page) Pages.Add(Short(page, LongestPage), at, double.NaN);
                break;
            case Activity.Product:
                Counters.Add(at, Counted.Products, 1);
                if (EventWords.Product(happened) is { } product) Products.Add(Short(product, LongestProduct), at, EventWords.Price(happened));
                break;
            case Activity.Add:
                Counters.Add(at, Counted.Adds, 1);
                if (EventWords.Product(happened) is { } added) Cart.Add(Short(added, LongestProduct), EventWords.Quantity(happened) ?? 1, EventWords.Price(happened), at);
                break;
            case Activity.Remove when EventWords.Product(happened) is { } removed:
                Cart.Remove(Short(removed, LongestProduct), EventWords.Quantity(happened) ?? double.PositiveInfinity, at);
                break;
        }
        if (EventWords.ListsCart(happened) && EventWords.Products(happened, at) is { } listed) Cart.Replace(listed, at);
    }

    private static string Short(string text, int most) => text.Length <= most ? text : text[..most];
}
