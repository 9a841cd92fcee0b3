using Habitue.Live.State;

namespace Habitue.Live.Segments;

/// <summary>Every kind of condition that the file may hold: its word, what stands after it, and how it is read. A new one is a line here, a line in the schema and one in the page.</summary>
internal static class ConditionKinds
{
    private const double Money = 1e12;

    private static readonly (string Word, Func<LiveNode, Condition> Read)[] All =
    [
        ("events", node => Window(node, Activity.None)),
        ("pages", node => Window(node, Activity.Page)),
        ("views", node => Window(node, Activity.Product)),
        ("searches", node => Window(node, Activity.Search)),
        ("adds", node => Window(node, Activity.Add)),
        ("removes", node => Window(node, Activity.Remove)),
        ("checkouts", node => Window(node, Activity.Checkout)),
        ("orders", node => Window(node, Activity.Order)),
        ("no_order_for", node => new NoOrderCondition(node.Span())),
        ("cart_untouched", node => new CartUntouchedCondition(node.Span())),
        ("cart_value", node => Number(node, of => of.State.Cart.IsEmpty ? null : of.State.Cart.Value, 0, Money)),
        ("visiting", node => new VisitingCondition(node.Flag())),
        ("back_after", node => new AwayCondition(node.Span())),
        ("intent", node => Number(node, of => of.Intent, 0, 1)),
        ("segment", node => new WordCondition(of => of.Published?.Segment, node.Words())),
        ("risk", node => new WordCondition(of => of.Published?.RiskClass, Risks(node))),
        ("value", node => Number(node, of => of.Published?.Value12, -Money, Money)),
        ("buys_7d", node => Number(node, of => of.Published?.Buys7, 0, 1)),
        ("buys_30d", node => Number(node, of => of.Published?.Buys30, 0, 1)),
        ("interest", Interest),
        ("price_drop", PriceDrop),
    ];

    public static IReadOnlyList<string> Words { get; } = [.. All.Select(kind => kind.Word)];

    public static Condition Read(LiveNode node)
    {
        var map = node.Map(Words);
        return map.Names.ToArray() is [var word] ? Array.Find(All, kind => kind.Word == word).Read(map.Must(word))
            : throw node.Wrong("a condition is one name with its value; begin a new line with a hyphen for the next one.");
    }

    private static WindowCondition Window(LiveNode node, Activity what)
    {
        var map = node.Map("at_least", "at_most", "within");
        var (least, most) = (map.Find("at_least")?.Whole(1, RecentTimes.Kept - 1), map.Find("at_most")?.Whole(0, RecentTimes.Kept - 2));
        if (least is null && most is null) throw map.Wrong("how often is missing: write at_least or at_most.");
        return new WindowCondition(what, least, most, map.Must("within").Span());
    }

    private static NumberCondition Number(LiveNode node, Func<Situation, double?> number, double lowest, double highest)
    {
        var map = node.Map("at_least", "at_most");
        var (least, most) = (map.Find("at_least")?.Number(lowest, highest), map.Find("at_most")?.Number(lowest, highest));
        return least is null && most is null ? throw map.Wrong("how much is missing: write at_least or at_most.") : new NumberCondition(number, least, most);
    }

    private static IReadOnlyList<string> Risks(LiveNode node)
    {
        string[] known = ["low", "medium", "high", "lapsed"];
        var words = node.Words();
        return words.FirstOrDefault(word => !known.Contains(word)) is { } wrong ? throw node.Wrong($"a risk is one of {string.Join(", ", known)}, not `{wrong}`.") : words;
    }

    private static InterestCondition Interest(LiveNode node)
    {
        var map = node.Map("in", "half_life", "at_least");
        var what = map.Must("in");
        if (!Enum.TryParse<Counted>(what.Text(), ignoreCase: true, out var counted) || !Enum.IsDefined(counted)) throw what.Wrong($"`in` is one of {string.Join(", ", Enum.GetNames<Counted>().Select(name => name.ToLowerInvariant()))}.");
        var life = map.Must("half_life");
        var place = Decayed.HalfLives.Select((span, i) => (span, i)).Where(one => one.span.TotalMilliseconds == life.Span()).Select(one => (int?)one.i).FirstOrDefault() ?? throw life.Wrong("a half-life is one of 1h, 1d, 7d, 30d.");
        return new InterestCondition(counted, place, map.Must("at_least").Number(1e-6, Money));
    }

    private static PriceDropCondition PriceDrop(LiveNode node)
    {
        var map = node.Map("at_least", "within");
        return new PriceDropCondition(map.Must("at_least").Number(0, 1), map.Must("within").Span());
    }
}
