using System.Text.Json;
using Habitue.Decisions;
using Habitue.Decisions.Policies;
using Habitue.Decisions.Reading;
using Habitue.Learning.Bandits;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Decisions;

public sealed class CatalogueReaderTests
{
    private const string Whole = """
        deadline_ms: 30
        holdout: { share: 0.1, salt: spring }
        silence_is_consent: no
        conditions:
          loyal: frequency >= 5
          at_risk: loyal and recency_days > 90
        offers:
          shipping:
            title: Free shipping
            content: { headline: "Today: free", amount: 4.5, big: true, code: "007", none: ~, tags: [a, b] }
            when: loyal
            margin: spend_per_purchase
            chance: purchase_30d
            priority: 5
            purpose: none
            cap: 2 per 7d
            product: P1
            from: 2026-11-01
            to: 2026-12-24T18:00:00Z
            reason: a thank you
          plain: { title: Plain }
        placements:
          hero:
            offers: [shipping, plain]
            policy:
              kind: bandit
              recipe: linucb
              alpha: 2
              context: [purchase_7d, { field: recency_days, centre: 30, scale: 10 }]
            cap: 5 per 1d
            fallback: plain
            then: list
            goal: { event: Order Completed, value: revenue, window: 2h }
          list: { products: recommendations, count: 4, holdout: false }
        steering:
          - { placements: hero, bury: plain, margin_weight: 0.25 }
          - { placements: list, pin: [P9], boost: { P2: 2.5 }, never_together: [[P1, P2]] }
        """;

    [Fact]
    public void A_whole_file_is_read()
    {
        var catalogue = CatalogueReader.Read(Whole, "decisions.yaml");
        var (shipping, hero, list) = (catalogue.Offers["shipping"], catalogue.Placements["hero"], catalogue.Placements["list"]);

        Assert.Equal((TimeSpan.FromMilliseconds(30), new Holdout(0.1, "spring"), false), (catalogue.Deadline, catalogue.Holdout, catalogue.SilenceIsConsent));
        Assert.Equal("""{"headline":"Today: free","amount":4.5,"big":true,"code":"007","none":null,"tags":["a","b"]}""", shipping.Content);
        Assert.Equal(("Free shipping", 5, null, "P1", "a thank you"), (shipping.Title, shipping.Priority, shipping.Purpose, shipping.Product, shipping.Reason));
        Assert.Equal(new FrequencyCap(2, TimeSpan.FromDays(7)), shipping.Cap);
        Assert.Equal((new DateTime(2026, 11, 1), new DateTime(2026, 12, 24, 18, 0, 0)), (shipping.From, shipping.To));
        Assert.Equal("spend_per_purchase", shipping.Margin.Field!.Name);
        Assert.Equal("marketing", catalogue.Offers["plain"].Purpose);
        Assert.Equal(new LinUcb { Features = 3, Alpha = 2, Explore = 0.05 }, hero.Policy.Recipe);
        Assert.Equal((30, 10), (hero.Policy.Context[1].Centre, hero.Policy.Context[1].Scale));
        Assert.Equal(new Goal("Order Completed", "revenue", TimeSpan.FromHours(2)), hero.Goal);
        Assert.Equal(("plain", "list", 1), (hero.Fallback!.Id, hero.Then, hero.Count));
        Assert.Equal((ProductSource.Recommendations, PolicyKind.Recommender, 4, false), (list.Products, list.Policy.Kind, list.Count, list.Holdout));
        Assert.Equal(0.25, catalogue.Steerings["hero"].MarginWeight);
        Assert.Equal(["plain"], catalogue.Steerings["hero"].Bury);
        Assert.Equal(2.5, catalogue.Steerings["list"].Boost["P2"]);
        Assert.Equal(TimeSpan.FromDays(7), catalogue.LongestCap);
        Assert.Matches("^[0-9a-f]{12}$", catalogue.Version);
        Assert.NotEqual(catalogue.Version, CatalogueReader.Read(Whole + "\n# other\n", "decisions.yaml").Version);
    }

    [Fact]
    public void Json_is_read_too()
    {
        var catalogue = CatalogueReader.Read("""{"offers": {"a": {"content": {"x": [1, "2"]}}}, "placements": {"p": {"offers": ["a"]}}}""", "decisions.json");
        Assert.Equal("""{"x":[1,"2"]}""", catalogue.Placements["p"].Offers[0].Content);
    }

    [Theory]
    [InlineData("offers:\n  a: { titl: x }", "decisions.yaml, line 2: `a` knows no `titl`; did you mean title?")]
    [InlineData("offers:\n  a:\n    when: lojal", "decisions.yaml, line 3: `when`: `lojal` is neither a field nor a named condition")]
    [InlineData("conditions:\n  a: b\n  b: not c\n  c: a or frequency > 1", "line 2: conditions lead back to themselves: a → b → c → a.")]
    [InlineData("conditions:\n  a: a", "conditions lead back to themselves: a → a.")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { offers: [a], then: q }\n  q: { offers: [a], then: p }", "line 3: placements hand on in a circle: p → q → p.")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { offers: [a], then: nowhere }", "line 3: placement p hands on to `nowhere`, which is no placement.")]
    [InlineData("offers: { banner: {} }\nplacements:\n  p:\n    offers: [baner]", "line 4: `baner` is no offer; did you mean banner?")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { count: 2 }", "line 3: placement p needs either `offers` or `products`.")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { offers: [a, a] }", "an offer stands twice in placement p")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { offers: [a], policy: luck }", "line 3: `policy` is `luck`; it must be one of rules, expected_value")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { offers: [a], policy: recommender }", "the recommender puts products in order")]
    [InlineData("placements:\n  p: { products: popular, policy: bandit }", "a bandit chooses among offers")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { offers: [a], policy: { kind: bandit, recipe: linucb } }", "linucb needs a `context`")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { offers: [a], policy: { kind: rules, alpha: 1 } }", "the policy rules takes no `alpha`")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { offers: [a], policy: { kind: bandit, recipe: linucb, alpha: -1, context: [frequency] } }", "LinUcb.Alpha is -1; it must be between 0")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { offers: [a], policy: { kind: experiment, experiment: e, variations: { x: b } } }", "variation x shows `b`, which is not among the placement's offers")]
    [InlineData("offers: { a: {} }\nplacements:\n  p: { offers: [a], policy: { kind: bandit }, goal: { value: revenue } }", "rewards from 0 to 1")]
    [InlineData("offers:\n  a: { cap: often }", "line 2: `cap` is `often`; it must be like `2 per 7d`")]
    [InlineData("offers:\n  a: { cap: 2 per fortnight }", "a period is a number and s, m, h, d or w")]
    [InlineData("offers:\n  a: { priority: 1.5 }", "it must be a whole number")]
    [InlineData("offers:\n  a: { chance: 1.5 }", "it must be between 0 and 1")]
    [InlineData("offers:\n  a: { margin: country }", "neither a number nor a field that holds one")]
    [InlineData("offers:\n  a: { from: tomorrow }", "it must be a day or a moment")]
    [InlineData("offers:\n  a: { from: 2026-02-01, to: 2026-01-01 }", "offer a ends before it begins")]
    [InlineData("holdout: { share: 0.9 }", "`share` is 0.9; it must be between 0 and 0.5")]
    [InlineData("deadline_ms: soon", "it must be a number")]
    [InlineData("offers: { a: {} }\nsteering:\n  - pin: [b]", "line 3: `b` is no offer")]
    [InlineData("offers: { a: {} }\nsteering:\n  - { pin: [a], bury: [a] }", "`a` is pinned and buried")]
    [InlineData("offers: { a: {} }\nsteering:\n  - { never_together: [a] }", "`never_together` is a list of lists")]
    [InlineData("offers:\n  a: {}\n  a: {}", "line 3: this is not YAML")]
    [InlineData("offers: [", "this is not YAML")]
    [InlineData("- a", "the file must be one document of names and values")]
    [InlineData("", "the file must be one document")]
    [InlineData("offers: 5", "line 1: `offers` must be names and values")]
    public void What_is_wrong_is_told_with_its_line(string text, string sentence)
    {
        var mistake = Assert.Throws<CatalogueException>(() => CatalogueReader.Read(text, "decisions.yaml"));
        Assert.Contains(mistake.Problems, problem => problem.Contains(sentence, StringComparison.Ordinal));
        Assert.All(mistake.Problems, problem => Assert.StartsWith("decisions.yaml, line ", problem));
    }

    [Fact]
    public void All_that_is_wrong_is_found_at_once()
    {
        var mistake = Assert.Throws<CatalogueException>(() => CatalogueReader.Read("deadline_ms: 0\nconditions: { x: y }\noffers:\n  a: { cap: 3 }\n  b: { to: 5x }\nplacements:\n  p: { offers: [c] }", "d.yaml"));
        Assert.Equal(5, mistake.Problems.Count);
    }

    [Fact]
    public void Content_that_unfolds_without_end_is_refused()
    {
        var bomb = string.Join('\n', Enumerable.Range(1, 9).Select(i => $"      l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 9))}]"));
        var text = $"offers:\n  a:\n    content:\n      l0: &l0 [lol, lol]\n{bomb}";
        Assert.Contains("larger than 32 KB", Assert.Throws<CatalogueException>(() => CatalogueReader.Read(text, "d.yaml")).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere.yaml: cannot be read", Assert.Throws<CatalogueException>(() => CatalogueReader.ReadFile(Path.Combine(Path.GetTempPath(), "nowhere.yaml"))).Message);

    [Fact]
    public void The_example_of_the_page_is_in_order()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "decisions-live.md"));
        var example = page.Split("```yaml\n")[1].Split("```")[0];

        var catalogue = CatalogueReader.Read(example, "decisions.yaml");

        Assert.Equal((4, 2), (catalogue.Offers.Count, catalogue.Placements.Count));
        Assert.All(CatalogueReader.Words.Concat(PlacementReader.Words).Concat(OfferReader.Words).Concat(SteeringReader.Words), word => Assert.Matches($@"\b{word}\b", page));
    }

    /// <summary>Editors complete and check by the schema; it must know the same words as the reader.</summary>
    [Fact]
    public void The_schema_knows_the_same_words()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "src", "Habitue", "Decisions", "decisions.schema.json")));
        var root = schema.RootElement;
        Same(CatalogueReader.Words, root);
        var parts = root.GetProperty("$defs");
        Same(OfferReader.Words, parts.GetProperty("offer"));
        Same(PlacementReader.Words, parts.GetProperty("placement"));
        Same(SteeringReader.Words, parts.GetProperty("steering"));
        Same(PolicyReader.Words, parts.GetProperty("policySettings"));
        Assert.Equal(PolicyReader.Kinds, Names(parts.GetProperty("policyKind").GetProperty("enum")));
        Assert.Equal(PolicyReader.Recipes, Names(parts.GetProperty("policySettings").GetProperty("properties").GetProperty("recipe").GetProperty("enum")));

        static void Same(string[] words, JsonElement part)
        {
            Assert.Equal(words.Order(), part.GetProperty("properties").EnumerateObject().Select(one => one.Name).Order());
            Assert.False(part.GetProperty("additionalProperties").GetBoolean());
        }

        static IEnumerable<string> Names(JsonElement list) => list.EnumerateArray().Select(one => one.GetString()!);
    }
}
