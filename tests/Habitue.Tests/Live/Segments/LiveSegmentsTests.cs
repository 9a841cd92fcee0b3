using Habitue.Live;
using Habitue.Live.Segments;
using Habitue.Live.Shards;
using Habitue.Live.State;

namespace Habitue.Tests.Live.Segments;

public sealed class LiveSegmentsTests
{
    private static readonly long Ten = Moment.Of(Happening.Ten);

    private readonly Viewing viewing = new();
    private readonly List<string> log = [];

    private Shard Shard(params string[] conditions)
    {
        var shard = new Shard(0, 1, Ten, viewing);
        shard.Define(LiveFile.Parse($"segments:\n  - name: S\n    trigger: Fired\n    on_leave: Over\n    when:\n{string.Join('\n', conditions.Select(one => $"      - {one}"))}", "t"), Ten);
        return shard;
    }

    private static void Apply(Shard shard, params CustomerEvent[] events)
    {
        foreach (var one in events) shard.Apply(new RoutedEvent(one.Key, one.UserId is not null, one));
    }

    /// <summary>Lets time go on by ticks of a second, and prints who entered and left within which minute.</summary>
    private string Until(Shard shard, double minute)
    {
        shard.Advance(Ten + (long)(minute * Moment.Minute));
        foreach (var one in shard.Outbox.Transitions) log.Add($"{(one.Entered ? "in" : "out")} {one.Person} {(one.At - Ten) / 60e3:0.##} {one.Event}");
        shard.Outbox.Clear();
        return string.Join("; ", log);
    }

    [Fact]
    public void A_cart_that_nobody_touches_is_abandoned_after_exactly_an_hour_once()
    {
        var shard = Shard("cart_untouched: 1h");
        Apply(shard, Happening.Add("ann", 0, "MUG"), Happening.Add("bob", 0, "CAP"), Happening.Order("bob", 30), Happening.Page("ann", 40));
        Assert.Equal("", Until(shard, 59.99));
        Assert.Equal("in ann 60 Fired", Until(shard, 60.01));
        Assert.Equal("in ann 60 Fired", Until(shard, 500));
        Apply(shard, Happening.Add("ann", 510, "PEN"));
        Assert.Equal("in ann 60 Fired; out ann 510 Over", Until(shard, 511));
        Assert.Equal("in ann 60 Fired; out ann 510 Over; in ann 570 Fired", Until(shard, 600));
    }

    [Fact]
    public void Three_views_in_ten_minutes_hold_until_the_first_of_them_is_ten_minutes_old()
    {
        var shard = Shard("views: { at_least: 3, within: 10m }");
        Apply(shard, Happening.View("ann", 0, "A"), Happening.View("ann", 6, "B"), Happening.View("ann", 10, "C"));   // the first is just out of the window
        Assert.Equal("", Until(shard, 10.1));
        Apply(shard, Happening.View("ann", 15, "D"));
        Assert.Equal("in ann 15 Fired; out ann 16 Over", Until(shard, 30));
    }

    [Fact]
    public void A_late_event_counts_where_it_belongs()
    {
        var shard = Shard("views: { at_least: 3, within: 10m }");
        Apply(shard, Happening.View("ann", 0, "A"), Happening.View("ann", 2, "B"), Happening.View("ann", -300, "Z").Arriving(3), Happening.View("ann", 1, "C").Arriving(4));
        Assert.Equal("in ann 4 Fired; out ann 10 Over", Until(shard, 60));
    }

    [Fact]
    public void No_order_for_thirty_days_counts_from_the_last_order_wherever_it_is_known_from()
    {
        viewing.Published = id => id == "old" ? new PublishedScores(null, null, null, null, null, null, Happening.Ten.AddDays(-29), 1) : null;
        var shard = Shard("no_order_for: 30d");
        Apply(shard, Happening.Page("new", 0), Happening.Order("bob", 0), Happening.Page("old", 0), Happening.Order("bob", 60 * 24 * 10));
        Assert.Equal("in old 1440 Fired", Until(shard, 60 * 24 * 29));
        Assert.Equal("in old 1440 Fired; in new 43200 Fired; in bob 57600 Fired", Until(shard, 60 * 24 * 45));
    }

    [Fact]
    public void A_customer_at_risk_who_comes_back_is_noticed_with_the_first_event()
    {
        viewing.Published = id => id == "ann" ? new PublishedScores("Sleeping", 0.8, "high", 0.01, 0.02, 40, Happening.Ten.AddDays(-100), 3) : null;
        var shard = Shard("risk: [high, lapsed]", "back_after: 30d");
        Apply(shard, Happening.Page("ann", 0), Happening.Page("bob", 0), Happening.Page("ann", 5));
        Assert.Equal("in ann 0 Fired; out ann 35 Over", Until(shard, 120));
        Apply(shard, Happening.Page("ann", 200));   // back again after three hours: that is no coming back
        Assert.Equal("in ann 0 Fired; out ann 35 Over", Until(shard, 300));
    }

    [Fact]
    public void A_price_that_falls_reaches_those_who_saw_a_higher_one()
    {
        var shard = Shard("price_drop: { at_least: 10%, within: 7d }");
        Apply(shard, Happening.View("ann", 0, "MUG", 10), Happening.View("bob", 0, "MUG", 8), Happening.View("cid", 0, "CAP", 10), Happening.View("dan", 0, "MUG"));
        Until(shard, 120);   // all are at rest
        shard.Take(new PriceChange("MUG", 9.5), Ten + (121 * Moment.Minute));
        Assert.Equal("", Until(shard, 122));
        shard.Take(new PriceChange("MUG", 8), Ten + (123 * Moment.Minute));
        Assert.Equal("in ann 123 Fired", Until(shard, 124));
        Apply(shard, Happening.View("eve", 125, "MUG", 8));
        shard.Take(new PriceChange("MUG", 4), Ten + (126 * Moment.Minute));
        Assert.Equal("in ann 123 Fired; in bob 126 Fired; in eve 126 Fired", Until(shard, 127));
        log.Clear();
        Assert.Equal(["out ann 10206 Over", "out bob 10206 Over", "out eve 10206 Over"], Until(shard, 60 * 24 * 9).Split("; ").Order());   // seven days after the latest drop
    }

    [Fact]
    public void Interest_that_cools_ends_at_the_moment_that_the_half_life_says()
    {
        var shard = Shard("interest: { in: products, half_life: 1h, at_least: 1 }");
        Apply(shard, Happening.View("ann", 0, "A"), Happening.View("ann", 0, "B"), Happening.View("ann", 0, "C"), Happening.View("ann", 0, "D"));
        Assert.Equal("in ann 0 Fired; out ann 120 Over", Until(shard, 300));   // 4 → 1 is two half-lives
    }

    [Fact]
    public void Intent_is_asked_for_while_the_visit_goes_on()
    {
        viewing.Intent = visit => visit.Events / 10.0;
        var shard = Shard("intent: { at_least: 30% }", "visiting: true");
        Apply(shard, Happening.Page("ann", 0), Happening.Page("ann", 1), Happening.Page("ann", 2));
        Assert.Equal("in ann 2 Fired; out ann 32 Over", Until(shard, 60));
    }

    [Fact]
    public void A_new_definition_takes_in_whom_it_holds_of_and_fires_for_nobody()
    {
        var shard = new Shard(0, 1, Ten, viewing);
        Apply(shard, Happening.Add("ann", 0, "MUG"), Happening.Page("bob", 0));
        Until(shard, 120);
        const string Text = "segments:\n  - name: S\n    trigger: Fired\n    when:\n      - cart_untouched: 1h";
        shard.Define(LiveFile.Parse(Text, "t"), Ten + (121 * Moment.Minute));
        Assert.Equal("", Until(shard, 122));
        Assert.Equal(1, shard.Members()["S"]);
        shard.Define(LiveFile.Parse(Text.Replace("1h", "3h", StringComparison.Ordinal), "t"), Ten + (123 * Moment.Minute));
        Assert.Equal("in ann 180 Fired", Until(shard, 181));
        shard.Define(LiveDefinitions.None, Ten + (182 * Moment.Minute));
        Assert.Empty(shard.Members());
    }

    [Fact]
    public void Quiet_means_that_a_trigger_does_not_follow_another()
    {
        var shard = new Shard(0, 1, Ten, viewing);
        shard.Define(LiveFile.Parse("segments:\n  - name: S\n    trigger: Fired\n    quiet_for: 1d\n    when:\n      - visiting: true", "t"), Ten);
        Apply(shard, Happening.Page("ann", 0), Happening.Page("ann", 100), Happening.Page("ann", 1000), Happening.Page("ann", 1441));
        Assert.Equal("in ann 0 Fired; out ann 30 ; in ann 100 ; out ann 130 ; in ann 1000 ; out ann 1030 ; in ann 1441 Fired", Until(shard, 1442));
    }

    [Fact]
    public void Triggers_are_events_that_are_read_back_as_what_they_were()
    {
        var shard = Shard("cart_untouched: 1h");
        Apply(shard, Happening.Add("ann", 0, "MUG", 2, 4));
        shard.Advance(Ten + (61 * Moment.Minute));
        var one = shard.Outbox.Transitions.Single();
        var back = CustomerEvent.Read(OwnEvents.Json(one, Happening.Ten.AddMinutes(61)));
        Assert.Equal(("Fired", "ann", 8.0, one.MessageId), (back.Name, back.AnonymousId, back.Number("cart_value"), back.MessageId));
        Assert.Equal(new TriggerMark("S", "ann", true, Ten + Moment.Hour), OwnEvents.Trigger(back));
        Assert.Equal(Activity.None, Activities.Of(back.Type, back.Name, EventWords.Channel(back)));
        Assert.InRange(one.MessageId.Length, 10, 100);
    }

    [Fact]
    public void Events_read_again_fire_only_what_the_log_does_not_have()
    {
        var first = Shard("cart_untouched: 1h");
        CustomerEvent[] events = [Happening.Add("ann", 0, "MUG"), Happening.Add("bob", 1, "MUG"), Happening.Add("cid", 2, "MUG")];
        Apply(first, events);
        first.Advance(Ten + (90 * Moment.Minute));
        var fired = first.Outbox.Transitions.ToArray();
        Assert.Equal(3, fired.Length);

        var second = Shard("cart_untouched: 1h");
        second.IsReplaying = true;
        Apply(second, events);
        foreach (var one in fired[..2]) second.Apply(new RoutedEvent(one.Person, false, CustomerEvent.Read(OwnEvents.Json(one, Happening.Ten.AddMinutes(62)))));
        Assert.Empty(second.Outbox.Transitions);
        second.GoLive(Ten + (95 * Moment.Minute));
        Assert.Equal([fired[2].MessageId], second.Outbox.Transitions.Select(one => one.MessageId));
        Assert.Equal(3, second.Members()["S"]);
    }
}
