using System.Text.Json;
using Habitue.Decisions;
using Habitue.Decisions.Log;
using Habitue.Live;
using static Habitue.Tests.Decisions.BanditPlacementTests;

namespace Habitue.Tests.Decisions;

public sealed class OutcomesTests
{
    private const string File = """
        offers: { a: { purpose: none }, b: { purpose: none } }
        placements:
          hero: { offers: [a], goal: { event: Order Completed, value: revenue, window: 1h } }
          click: { offers: [b] }
          list: { products: popular, count: 2, goal: { event: Product Viewed, window: 1d } }
        """;

    [Fact]
    public void An_order_is_the_outcome_of_the_last_decision_within_the_window_once()
    {
        using var shop = new TinyShop(File);
        shop.Decide("hero", request: "early");
        shop.Clock.Advance(TimeSpan.FromMinutes(50));
        shop.Decide("hero", request: "late");
        shop.Decide("hero", "cid", "other");
        shop.Clock.Advance(TimeSpan.FromMinutes(5));

        var outcome = Assert.Single(shop.Memory.Take(Event("Order Completed", "ann", shop.Clock, ("revenue", 25.5))));
        Assert.Equal(new Outcome("late:hero", "hero", 25.5), outcome);
        Assert.Equal("early:hero", Assert.Single(shop.Memory.Take(Event("Order Completed", "ann", shop.Clock, ("revenue", 7)))).Decision);
        Assert.Empty(shop.Memory.Take(Event("Order Completed", "ann", shop.Clock, ("revenue", 9))));
        shop.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(shop.Memory.Take(Event("Order Completed", "cid", shop.Clock, ("revenue", 9)))); // too late
    }

    [Fact]
    public void A_click_names_its_decision_or_what_was_shown()
    {
        using var shop = new TinyShop(File);
        shop.Decide("click", request: "r1");
        shop.Decide("click", request: "r2");

        Assert.Empty(shop.Memory.Take(Event("Promotion Clicked", "ann", shop.Clock, ("promotion_id", "something else"))));
        Assert.Equal("r1:click", Assert.Single(shop.Memory.Take(Event("Promotion Clicked", "ann", shop.Clock, ("decision_id", "r1:click")))).Decision);
        Assert.Equal("r2:click", Assert.Single(shop.Memory.Take(Event("Promotion Clicked", "ann", shop.Clock, ("promotion_id", "b")))).Decision);
        Assert.Empty(shop.Memory.Take(Event("Promotion Clicked", "ann", shop.Clock, ("decision_id", "r1:click"))));
        // The visitor has signed in meanwhile: the decision is known by its own name.
        Assert.Equal("r9:click", Assert.Single(shop.Memory.Take(Event("Promotion Clicked", "cid", shop.Clock, ("decision_id", "r9:click")))).Decision);
    }

    [Fact]
    public void A_list_of_products_has_an_outcome_when_one_of_them_is_meant()
    {
        using var shop = new TinyShop(File);
        Assert.Equal("P4 P1", TinyShop.Shown(shop.Decide("list", "cid")));

        Assert.Empty(shop.Memory.Take(Event("Product Viewed", "cid", shop.Clock, ("product_id", "P2"))));
        Assert.Empty(shop.Memory.Take(Event("Product Viewed", "cid", shop.Clock) with { IsBot = true }));
        Assert.Single(shop.Memory.Take(Event("Product Viewed", "cid", shop.Clock, ("product_id", "P1"))));
    }

    [Fact]
    public void Events_tell_of_stock_and_consent()
    {
        using var shop = new TinyShop(File);

        shop.Memory.Take(Event("Stock Changed", "shop", shop.Clock, ("product_id", "P4"), ("stock", 0)));
        Assert.Equal("P1", TinyShop.Shown(shop.Decide("list", "cid")));
        shop.Memory.Take(Event("Unsubscribed", "ann", shop.Clock));
        Assert.False(shop.Memory.Consents.Of("ann", "marketing"));
        shop.Memory.Take(Event("Product Viewed", "ann", shop.Clock) with
        {
            GlobalPrivacyControl = true,
            Context = JsonDocument.Parse("""{"consent": {"categoryPreferences": {"Marketing": true, "odd": "yes"}}}""").RootElement,
        });
        Assert.Equal((true, false, null), (shop.Memory.Consents.Of("ann", "marketing"), shop.Memory.Consents.Of("ann", "advertising"), shop.Memory.Consents.Of("ann", "odd")));
    }

    [Fact]
    public void A_list_of_products_comes_back_from_the_log_and_from_the_warehouse_with_every_reason_and_figure()
    {
        using var shop = new TinyShop("offers: {}\nplacements: { p: { products: recommendations, count: 3, policy: recommender } }");
        var made = shop.Decide("p");
        Assert.Equal(3, made.Actions.Length);
        Assert.NotEmpty(made.LeftOut);
        Assert.All(made.Actions, action => Assert.True(action.Reason.Length > 0 && double.IsFinite(action.Score)));

        var happened = CustomerEvent.Read(DecisionJson.Of(made, "ann", null));
        foreach (var read in (Decision[])[DecisionJson.Read(happened)!, DecisionJson.Read(CustomerEvent.Read(DecisionJson.Of(made.Id, "ann", made.At, happened.Properties.GetRawText())))!, shop.Memory.Recent.Find(made.Id)!])
        {
            Assert.Equal((made.Id, made.Customer, made.At), (read.Id, read.Customer, read.At));
            Assert.Equal(made.Actions, read.Actions);
            Assert.Equal(made.LeftOut, read.LeftOut);
        }
        Assert.Null(shop.Memory.Recent.Find("another"));
    }

    [Fact]
    public void A_decision_comes_back_from_the_log_as_it_was_made_and_counts_once()
    {
        using var shop = new TinyShop("offers: { a: { reason: \"<b>\\\"x\\\"\" }, b: {} }\nplacements: { p: { offers: [a, b], cap: 1 per 1d, policy: { kind: bandit, recipe: linucb, context: [recency_days] } } }");
        var made = shop.Decide("p");
        var happened = CustomerEvent.Read(DecisionJson.Of(made, "ann", null));

        var read = DecisionJson.Read(happened)!;

        Assert.Equal((DecisionJson.Made, "r1:p", CallType.Track), (happened.Name, happened.MessageId, happened.Type));
        Assert.Equal(made with { Actions = [], Eligible = [], Chances = [], Values = [], Context = [], LeftOut = read.LeftOut }, read with { Actions = [], Eligible = [], Chances = [], Values = [], Context = [] });
        Assert.Equal(made.Actions, read.Actions);
        Assert.Equal(made.Eligible, read.Eligible);
        Assert.Equal(made.Chances.Concat(made.Values).Concat(made.Context), read.Chances.Concat(read.Values).Concat(read.Context));

        // The process begins anew and reads the log twice: shown once, and its outcome teaches the bandit.
        using var again = new TinyShop("offers: { a: {}, b: {} }\nplacements: { p: { offers: [a, b], cap: 1 per 1d, policy: { kind: bandit, recipe: linucb, context: [recency_days] } } }");
        again.Memory.Take(happened);
        again.Memory.Take(happened);
        Assert.Equal(FallbackReasons.Capped, again.Decide("p", request: "r2").FallbackReason);
        Assert.Single(again.Memory.Take(Event("Promotion Clicked", "ann", again.Clock)));
        Assert.Equal(1, again.Bandits.With("p", bandit => bandit.Of(made.Actions[0].Id).Sum));
        Assert.Equal(made.Actions.Select(action => action.Id), again.Memory.Recent.Find("r1:p")!.Actions.Select(action => action.Id));
    }
}
