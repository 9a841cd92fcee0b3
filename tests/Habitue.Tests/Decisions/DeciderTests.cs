using Habitue.Decisions;
using Habitue.Decisions.Customers;

namespace Habitue.Tests.Decisions;

public sealed class DeciderTests
{
    private const string Offers = """
        offers:
          vip: { when: frequency > 10, reason: a thank you, margin: 2, chance: 0.3 }
          sale: { margin: 5, chance: purchase_30d }
          mug: { product: P1, purpose: none, margin: 1, chance: 1 }
          banner: { purpose: none }

        """;

    [Fact]
    public void Rules_show_the_first_that_may_be_shown()
    {
        using var shop = new TinyShop(Offers + "placements: { p: { offers: [vip, sale, mug], count: 2, fallback: banner } }");

        var ann = shop.Decide("p", "ann");
        Assert.Equal("vip sale", TinyShop.Shown(ann));
        Assert.Equal("a thank you; first in the list of what may be shown", ann.Actions[0].Reason);
        Assert.Equal((1, "rules", null), (ann.Propensity, ann.Policy, ann.FallbackReason));
        var bob = shop.Decide("p", "bob"); // refused marketing, and is no VIP
        Assert.Equal("mug", TinyShop.Shown(bob));
        Assert.Equal("no consent to marketing 2", string.Join(", ", bob.LeftOut.Select(one => $"{one.Key} {one.Value}")));
        Assert.Equal("sale mug", TinyShop.Shown(shop.Decide("p", null, anonymous: "somebody")));
    }

    [Fact]
    public void Consent_is_what_was_said_last()
    {
        using var shop = new TinyShop(Offers + "placements: { p: { offers: [sale, mug] } }");

        Assert.Equal("mug", TinyShop.Shown(shop.Decide("p", "bob", "r1")));
        Assert.Equal("sale", TinyShop.Shown(shop.Decide("p", "bob", "r2", consents: [("marketing", true)])));
        shop.Memory.Consents.Set("ann", new Dictionary<string, bool> { ["marketing"] = false });
        Assert.Equal("mug", TinyShop.Shown(shop.Decide("p", "ann", "r3")));
        shop.Memory.Consents.Set("ann", new Dictionary<string, bool> { ["marketing"] = true });
        Assert.Equal("sale", TinyShop.Shown(shop.Decide("p", "ann", "r4")));
        using var strict = new TinyShop("silence_is_consent: false\n" + Offers + "placements: { p: { offers: [sale, mug] } }");
        Assert.Equal("mug", TinyShop.Shown(strict.Decide("p", null, anonymous: "visitor-7")));
    }

    [Fact]
    public void Who_refuses_to_be_profiled_is_decided_for_without_a_profile()
    {
        using var shop = new TinyShop(Offers + "placements: { p: { offers: [vip, mug] }, list: { products: recommendations } }");

        Assert.Equal("mug", TinyShop.Shown(shop.Decide("p", "ann", consents: [("personalization", false)])));
        Assert.Equal("P4", TinyShop.Shown(shop.Decide("list", "ann", consents: [("personalization", false)])));
    }

    [Fact]
    public void Caps_count_what_was_shown_within_their_period()
    {
        using var shop = new TinyShop("offers: { a: { cap: 2 per 1d }, b: {}, banner: { purpose: none } }\nplacements: { p: { offers: [a, b], cap: 4 per 7d, fallback: banner } }");

        Assert.Equal(["a", "a", "b"], Enumerable.Range(0, 3).Select(i => TinyShop.Shown(shop.Decide("p", request: $"r{i}"))));
        Assert.Equal("a", TinyShop.Shown(shop.Decide("p", "cid", "other"))); // somebody else has their own count
        shop.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("a", TinyShop.Shown(shop.Decide("p", request: "r4")));
        var full = shop.Decide("p", request: "r5");
        Assert.Equal(("banner", FallbackReasons.Capped, "fallback"), (TinyShop.Shown(full), full.FallbackReason, full.Policy));
        shop.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("a", TinyShop.Shown(shop.Decide("p", request: "r6")));
    }

    [Fact]
    public void What_is_sold_out_is_gone_at_once_and_comes_back()
    {
        using var shop = new TinyShop(Offers + "placements: { p: { offers: [mug, banner] }, list: { products: recommendations, count: 3 } }");

        Assert.Equal("P1 P2 P4", TinyShop.Shown(shop.Decide("list", request: "r1"))); // P3 is sold out; P4, of which nobody counts the stock, fills up
        shop.Memory.SetStock("P1", 0);
        Assert.Equal("banner", TinyShop.Shown(shop.Decide("p", request: "r2")));
        Assert.Equal("P2 P4", TinyShop.Shown(shop.Decide("list", request: "r3")));
        shop.Memory.SetStock("P3", 1);
        shop.Memory.SetStock("no such product", 1);
        Assert.Equal("P3 P2 P4", TinyShop.Shown(shop.Decide("list", request: "r4")));
    }

    [Fact]
    public void Offers_begin_and_end_and_priority_goes_before_policy()
    {
        using var shop = new TinyShop("offers: { a: { to: 2026-11-28, priority: 1 }, b: { from: 2026-11-28, priority: 2 }, c: { margin: 100 } }\nplacements: { p: { offers: [c, a, b], count: 3, policy: expected_value } }");

        Assert.Equal("a c", TinyShop.Shown(shop.Decide("p", request: "r1")));
        shop.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal("b c", TinyShop.Shown(shop.Decide("p", request: "r2")));
    }

    [Fact]
    public void Expected_value_is_chance_times_margin_and_says_so()
    {
        using var shop = new TinyShop(Offers + "placements: { p: { offers: [mug, vip, sale], count: 3, policy: expected_value } }");

        var ann = shop.Decide("p");
        Assert.Equal("sale mug vip", TinyShop.Shown(ann)); // 0.5 × 5, 1 × 1, 0.3 × 2
        Assert.Equal("expected to bring 2.5: a chance of 50% of 5", ann.Actions[0].Reason);
        Assert.Equal((IEnumerable<double>)[2.5, 1, 0.6], ann.Values.Select(value => Math.Round(value, 9)));
        Assert.Equal("how likely it is accepted is not known", shop.Decide("p", "cid", "r2").Actions[1].Reason);
    }

    [Fact]
    public void Exploring_is_drawn_with_the_chance_that_is_logged()
    {
        using var shop = new TinyShop("offers: { a: {}, b: {}, c: {}, d: { priority: -1 } }\nplacements: { p: { offers: [a, b, c, d], policy: { kind: rules, explore: 0.6 } } }");
        var counts = new Dictionary<string, int>();
        const int draws = 3_000;
        for (var i = 0; i < draws; i++)
        {
            var decision = shop.Decide("p", $"customer {i}", $"r{i}");
            counts[TinyShop.Shown(decision)] = counts.GetValueOrDefault(TinyShop.Shown(decision)) + 1;
            Assert.Equal(decision.Chances[decision.Eligible.IndexOf(TinyShop.Shown(decision))], decision.Propensity);
            Assert.Equal((IEnumerable<double>)[0.6, 0.2, 0.2], decision.Chances.Select(chance => Math.Round(chance, 9)));
        }

        // Four standard errors of a share of 0.2 in 3,000 are 88.
        Assert.InRange(counts["b"], 600 - 88, 600 + 88);
        Assert.InRange(counts["c"], 600 - 88, 600 + 88);
        Assert.False(counts.ContainsKey("d"));
    }

    [Fact]
    public void Merchants_pin_boost_bury_and_keep_apart()
    {
        const string placements = "placements: { list: { products: recommendations, count: 3 }, p: { offers: [vip, sale, mug], count: 3 } }\n";
        string Shown(string steering, string placement, string user = "ann")
        {
            using var shop = new TinyShop(Offers + placements + "steering:\n  - " + steering);
            return TinyShop.Shown(shop.Decide(placement, user));
        }

        Assert.Equal("P4 P1 P2", Shown("{ placements: list, pin: [P4] }", "list"));
        Assert.Equal("P1 P2 P4", Shown("{ placements: list, pin: [P3] }", "list")); // sold out stays sold out
        Assert.Equal("P2 P1 P4", Shown("{ placements: list, boost: { P2: 3 } }", "list"));
        Assert.Equal("P2 P4 P1", Shown("{ placements: list, bury: [P1] }", "list"));
        Assert.Equal("P1 P4", Shown("{ placements: list, never_together: [[P1, P2]] }", "list"));
        Assert.Equal("P2 P1 P4", Shown("{ placements: list, margin_weight: 1 }", "list")); // margins 10, 5, 4
        Assert.Equal("mug vip sale", Shown("{ pin: [mug] }", "p"));
        Assert.Equal("vip sale mug", Shown("{ placements: list, pin: [mug] }", "p"));
        Assert.Equal("mug", Shown("{ pin: [sale] }", "p", "bob")); // a pin is no consent
    }

    [Fact]
    public void Products_come_from_the_customers_list_from_the_page_or_from_what_sells()
    {
        using var shop = new TinyShop("placements: { list: { products: recommendations, count: 2 }, page: { products: similar, count: 3 }, top: { products: popular } }");

        var list = shop.Decide("list");
        Assert.Equal("because you bought Lamp", list.Actions[0].Reason);
        Assert.Equal(("recommendations", "2026-11-27", true), (list.Model, list.ModelVersion, list.OfProducts));
        Assert.Equal("P4 P1", TinyShop.Shown(shop.Decide("list", "nobody")));
        Assert.Equal("P2 P4", TinyShop.Shown(shop.Decide("page", "nobody", context: [("product", "P1")])));
        Assert.Equal("P4", TinyShop.Shown(shop.Decide("top", "nobody")));
        Assert.Equal("P2", TinyShop.Shown(shop.Decide("top", "bob"))); // popular in Spain
        Assert.Equal("P2", TinyShop.Shown(shop.Decide("top", "nobody", "r2", context: [("country", "Spain")])));
    }

    [Fact]
    public void The_page_of_a_visit_goes_by_what_was_looked_at()
    {
        using var shop = new TinyShop("placements: { page: { products: similar } }", live: (_, _) => LiveFacts.None with { Products = ["P1"] });
        Assert.Equal("bought together", shop.Decide("page", null, anonymous: "v").Actions[0].Reason);
    }

    [Fact]
    public void The_holdout_sees_the_fallback_and_stays_the_holdout()
    {
        using var shop = new TinyShop("holdout: { share: 0.2, salt: s }\n" + Offers + "placements: { p: { offers: [sale], fallback: banner }, always: { offers: [sale], holdout: false } }");
        var held = Enumerable.Range(0, 1_000).Where(i => shop.Decide("p", null, $"r{i}", anonymous: $"v{i}").FallbackReason == FallbackReasons.Holdout).ToArray();

        Assert.InRange(held.Length, 200 - 51, 200 + 51); // four standard errors
        Assert.Equal(held, Enumerable.Range(0, 1_000).Where(i => shop.Decide("p", null, $"again{i}", anonymous: $"v{i}").IsFallback));
        Assert.False(shop.Decide("always", null, anonymous: $"v{held[0]}").IsFallback);
    }

    [Fact]
    public void A_placement_hands_on_before_it_falls_back()
    {
        using var shop = new TinyShop(Offers + "placements: { p: { offers: [vip], then: q, fallback: banner }, q: { offers: [sale] } }");

        Assert.Equal("vip", TinyShop.Shown(shop.Decide("p", "ann")));
        var handed = shop.Decide("p", "cid", "r2");
        Assert.Equal(("sale", "p", null), (TinyShop.Shown(handed), handed.Placement, handed.FallbackReason));
        var none = shop.Decide("p", "bob", "r3");
        Assert.Equal(("banner", FallbackReasons.NothingEligible), (TinyShop.Shown(none), none.FallbackReason));
        Assert.Equal("shown because nothing may be shown to this customer now", none.Actions[0].Reason);
    }

    [Fact]
    public void When_time_is_over_the_fallback_answers()
    {
        using var shop = new TinyShop("deadline_ms: 20\n" + Offers + "placements: { p: { offers: [sale], fallback: banner } }");

        shop.Clock.CostOfALook = TimeSpan.FromMilliseconds(30);
        var late = shop.Decide("p");
        shop.Clock.CostOfALook = TimeSpan.FromMilliseconds(1);
        var inTime = shop.Decide("p", request: "r2");

        Assert.Equal(("banner", FallbackReasons.Deadline), (TinyShop.Shown(late), late.FallbackReason));
        Assert.Equal("sale", TinyShop.Shown(inTime));
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(50, 25)]
    [InlineData(10_000, 25)]
    public void Live_state_is_waited_for_during_half_of_the_time_at_most(int deadline, int patience)
    {
        var waited = new List<TimeSpan>();
        using var shop = new TinyShop($"deadline_ms: {deadline}\n" + Offers + "placements: { p: { offers: [sale] } }", live: (_, most) =>
        {
            waited.Add(most);
            return LiveFacts.None;
        });

        shop.Decide("p");

        Assert.Equal([TimeSpan.FromMilliseconds(patience)], waited);
    }

    [Fact]
    public void What_breaks_is_reported_and_the_fallback_answers()
    {
        using var shop = new TinyShop(Offers + "placements: { p: { offers: [sale], fallback: banner } }", live: (_, _) => LiveFacts.None with { Consents = null! });

        var broken = shop.Decide("p", null, anonymous: "v");

        Assert.Equal(("banner", FallbackReasons.Failed), (TinyShop.Shown(broken), broken.FallbackReason));
        Assert.IsType<NullReferenceException>(Assert.Single(shop.Failures));
    }

    [Fact]
    public void An_experiment_shows_each_customer_their_variation()
    {
        const string file = "offers: { a: {}, b: { when: frequency > 10 } }\nplacements: { p: { offers: [a, b], policy: { kind: experiment, experiment: hero, variations: { control: { offer: a, weight: 3 }, new: b } } } }";
        using var shop = new TinyShop(file);
        var decisions = Enumerable.Range(0, 1_000).Select(i => shop.Decide("p", null, $"r{i}", anonymous: $"v{i}")).ToArray();

        var control = decisions.Count(one => one.Variation == "control");
        Assert.InRange(control, 750 - 55, 750 + 55);
        Assert.All(decisions.Where(one => one.Variation == "control"), one => Assert.Equal(0.75, one.Propensity));
        // Whom the variation's offer may not be shown sees the fallback, not the other arm.
        Assert.All(decisions.Where(one => one.Variation is null), one => Assert.True(one.IsFallback));
        Assert.Equal(1_000 - control, decisions.Count(one => one.IsFallback));
        using var known = new TinyShop(file, experiments: (_, _) => "new");
        Assert.Equal("b", TinyShop.Shown(known.Decide("p", "ann")));
    }
}
