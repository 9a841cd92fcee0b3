using Habitue.Decisions;
using Habitue.Live;

namespace Habitue.Tests.Decisions;

public sealed class BanditPlacementTests
{
    private const string File = "offers: { a: {}, b: {}, c: { priority: -1 } }\nplacements: { p: { offers: [a, b, c], policy: { kind: bandit, explore: 0.1 }, goal: { event: Promotion Clicked, window: 1h } } }";

    [Fact]
    public void A_bandit_learns_from_clicks_and_shifts_to_what_is_clicked()
    {
        using var shop = new TinyShop(File);
        for (var i = 0; i < 400; i++)
        {
            var decision = shop.Decide("p", null, $"r{i}", anonymous: $"v{i}");
            Assert.Equal(decision.Chances[decision.Eligible.IndexOf(decision.Actions[0].Id)], decision.Propensity, 1e-12);
            if (TinyShop.Shown(decision) == "b") Assert.Single(shop.Memory.Take(Event("Promotion Clicked", $"v{i}", shop.Clock, ("decision_id", decision.Id))));
            shop.Clock.Advance(TimeSpan.FromMinutes(1));
            shop.Bandits.Tidy(shop.Decider.World.Catalogue, Eligibility.Seconds(shop.Clock.GetUtcNow().UtcDateTime));
        }

        var last = shop.Decide("p", null, "last", anonymous: "v");
        Assert.Equal(["a", "b"], last.Eligible);                    // c is of a lower priority
        Assert.InRange(last.Chances[1], 0.94, 0.950001);                // 0.9 and half of the tenth that is explored
        Assert.Equal("BetaThompson", last.Model);
        Assert.Equal(last.ModelVersion, shop.Bandits.With("p", bandit => $"{bandit.Learned}"));
    }

    [Fact]
    public void The_same_request_draws_the_same_whatever_was_learned_since()
    {
        using var shop = new TinyShop(File);
        var first = shop.Decide("p", null, "r", anonymous: "v");
        for (var i = 0; i < 50; i++) shop.Bandits.With("p", bandit => { bandit.Learn(TinyShop.Shown(first) == "a" ? "b" : "a", [], 1); return true; });

        var again = shop.Decide("p", null, "r", anonymous: "v");

        Assert.Equal((TinyShop.Shown(first), first.Propensity), (TinyShop.Shown(again), again.Propensity));
    }

    [Fact]
    public void A_pin_leaves_the_bandit_out_of_it()
    {
        using var shop = new TinyShop(File + "\nsteering:\n  - pin: [b]");

        var decision = shop.Decide("p");

        Assert.Equal(("b", "pin", 1), (TinyShop.Shown(decision), decision.Policy, decision.Propensity));
        Assert.Equal(0, shop.Bandits.With("p", bandit => bandit.Open));
    }

    [Fact]
    public void A_contextual_bandit_looks_at_the_profile()
    {
        using var shop = new TinyShop("offers: { a: {}, b: {} }\nplacements: { p: { offers: [a, b], policy: { kind: bandit, recipe: linucb, explore: 0, context: [{ field: recency_days, centre: 100, scale: 50 }] } } }");
        shop.Bandits.With("p", bandit =>
        {
            for (var i = 0; i < 40; i++)
            {
                bandit.Learn("a", [1, -2], 1);
                bandit.Learn("a", [1, 2], 0);
                bandit.Learn("b", [1, -2], 0);
                bandit.Learn("b", [1, 2], 1);
            }
            return true;
        });

        var (recent, away) = (shop.Decide("p", "ann"), shop.Decide("p", "bob", "r2", consents: [("marketing", true)]));

        Assert.Equal((IEnumerable<double>)[1, -1.94], recent.Context.Select(value => Math.Round(value, 9)));
        Assert.Equal("a b", $"{TinyShop.Shown(recent)} {TinyShop.Shown(away)}");
        Assert.Equal(0, shop.Decide("p", "nobody", "r3").Context[1]); // what is missing counts as usual
    }

    [Fact]
    public void A_bandit_outlives_a_change_of_the_file_but_not_of_its_recipe()
    {
        using var shop = new TinyShop(File);
        shop.Bandits.With("p", bandit => { bandit.Learn("a", [], 1); return true; });
        var world = shop.Decider.World;

        shop.Decider.World = world with { Catalogue = Habitue.Decisions.Reading.CatalogueReader.Read(File.Replace("window: 1h", "window: 2h"), "d.yaml") };
        Assert.Equal(1, shop.Bandits.With("p", bandit => bandit.Learned));
        shop.Decider.World = world with { Catalogue = Habitue.Decisions.Reading.CatalogueReader.Read(File.Replace("explore: 0.1", "explore: 0.1, recipe: epsilon_greedy"), "d.yaml") };
        Assert.Equal(("EpsilonGreedy", 0), shop.Bandits.With("p", bandit => (bandit.Recipe.GetType().Name, bandit.Learned)));
    }

    internal static CustomerEvent Event(string name, string customer, TimeProvider clock, params (string Name, object Value)[] properties) => new()
    {
        Type = CallType.Track,
        MessageId = $"{name} {customer} {clock.GetUtcNow().Ticks}",
        UserId = customer,
        Name = name,
        Timestamp = clock.GetUtcNow().UtcDateTime,
        ReceivedAt = clock.GetUtcNow().UtcDateTime,
        Properties = System.Text.Json.JsonSerializer.SerializeToElement(properties.ToDictionary(one => one.Name, one => one.Value)),
    };
}
