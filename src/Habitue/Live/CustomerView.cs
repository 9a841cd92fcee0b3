namespace Habitue.Live;

/// <summary>
/// What is known live of one customer at a moment: a picture that does not change any more, to be used from any thread. Of somebody who was never seen it says so
/// (<see cref="IsKnown"/>), and all of it is empty.
/// </summary>
internal sealed record CustomerView
{
    /// <summary>The id that was asked for.</summary>
    public required string Id { get; init; }

    /// <summary>The id that the person had first: it stays when others are joined to it, so experiments assign by it.</summary>
    public required string FirstId { get; init; }

    /// <summary>All ids that are taken for this person's, the first one first.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>The moment that the picture is of.</summary>
    public required DateTime At { get; init; }

    public bool IsKnown => FirstSeen is not null || Published is not null;

    /// <summary>One of the ids is a user's.</summary>
    public bool IsUser { get; init; }

    public DateTime? FirstSeen { get; init; }

    public DateTime? LastSeen { get; init; }

    /// <summary>Events since the log began.</summary>
    public long Events { get; init; }

    /// <summary>Visits since the log began.</summary>
    public int Visits { get; init; }

    /// <summary>The visit that goes on; null when there is none.</summary>
    public VisitView? Visit { get; init; }

    /// <summary>When the latest visit began and was last heard of, also when it is over.</summary>
    public VisitSpan? LatestVisit { get; init; }

    /// <summary>Paths of pages, the newest first.</summary>
    public IReadOnlyList<SeenView> Pages { get; init; } = [];

    /// <summary>Products that were looked at, the newest first.</summary>
    public IReadOnlyList<SeenView> Products { get; init; } = [];

    public CartView Cart { get; init; } = CartView.Empty;

    /// <summary>Decayed counters: <c>products</c> → its value for half-lives of 1 hour, 1, 7 and 30 days.</summary>
    public IReadOnlyDictionary<string, CounterView> Counters { get; init; } = System.Collections.Frozen.FrozenDictionary<string, CounterView>.Empty;

    public int Orders { get; init; }

    public double Revenue { get; init; }

    /// <summary>The last purchase that is known, from the log or from the warehouse.</summary>
    public DateTime? LastPurchase { get; init; }

    public double? LastPurchaseAmount { get; init; }

    /// <summary>What the customer said of themselves, without what names or reaches them.</summary>
    public IReadOnlyDictionary<string, string> Traits { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>What was allowed and refused, by category; a category that is not there was not asked about.</summary>
    public IReadOnlyDictionary<string, bool> Consent { get; init; } = System.Collections.Frozen.FrozenDictionary<string, bool>.Empty;

    /// <summary>The browser asks not to have data sold or shared.</summary>
    public bool GlobalPrivacyControl { get; init; }

    /// <summary>Segment and scores of the last run; null for somebody who is in none of the published tables.</summary>
    public PublishedScores? Published { get; init; }

    /// <summary>Live segments that the customer is in now.</summary>
    public IReadOnlyList<MemberView> LiveSegments { get; init; } = [];
}

/// <summary>A visit that goes on.</summary>
/// <param name="Intent">How likely it ends in an order, by the model that answers; null when there is none, and once it has.</param>
internal sealed record VisitView(DateTime Start, DateTime Last, int Events, int Pages, int Products, int Searches, int Adds, int Removes, int Checkouts, int Orders, string? Device, double? Intent);

/// <summary>When a visit began and was last heard of.</summary>
internal sealed record VisitSpan(DateTime Start, DateTime Last);

/// <summary>Something that was looked at.</summary>
/// <param name="What">A product's id, or a page's path.</param>
internal sealed record SeenView(string What, DateTime At, double? Price, int Times);

/// <summary>What lies in the cart.</summary>
/// <param name="Value">The lines whose price is known.</param>
/// <param name="ChangedAt">When it was last changed; null when nothing ever lay in it.</param>
internal sealed record CartView(IReadOnlyList<CartLineView> Lines, double Value, DateTime? ChangedAt)
{
    public static CartView Empty { get; } = new([], 0, null);
}

internal sealed record CartLineView(string Product, double Quantity, double? Price, DateTime At);

/// <summary>A decayed counter for each half-life.</summary>
internal sealed record CounterView(double Hour, double Day, double Week, double Month);

/// <summary>A live segment and since when the customer is in it.</summary>
internal sealed record MemberView(string Segment, DateTime Since);

/// <summary>What the last run of the slices published of a customer; null where a table has nothing.</summary>
/// <param name="Segment">The segment's name.</param>
/// <param name="Risk">How likely they stay away.</param>
/// <param name="RiskClass">low, medium, high or lapsed.</param>
/// <param name="Buys7">How likely they buy within 7 days.</param>
/// <param name="Buys30">Within 30 days.</param>
/// <param name="Value12">What they are expected to bring in 12 months.</param>
/// <param name="LastOrderAt">The last order that the warehouse knew of.</param>
/// <param name="Orders">The orders that it knew of.</param>
internal sealed record PublishedScores(string? Segment, double? Risk, string? RiskClass, double? Buys7, double? Buys30, double? Value12, DateTime? LastOrderAt, long Orders);
