using System.Text.Json;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Patterns;
using Habitue.Learning.Statistics;

namespace Habitue.Tests.Learning.Patterns;

public sealed class AssociationRulesTests
{
    private static readonly AssociationRules Recipe = new() { Itemsets = new() { MinimumSupport = 0.1 }, MinimumConfidence = 0.4 };

    [Fact]
    public void Rules_and_their_measures_are_those_of_the_reference()
    {
        var model = Recipe.Fit(PatternsReference.Baskets);
        var expected = PatternsReference.Rules.ToDictionary(rule => $"{PatternsReference.Set(rule.GetProperty("left"))} => {PatternsReference.Set(rule.GetProperty("right"))}");

        Assert.Equal(expected.Keys.Order(), model.Rules.Select(Sides).Order());
        Assert.Equal(PatternsReference.PossibleRules, model.PossibleRules);
        for (var i = 0; i < model.Rules.Count; i++)
        {
            var (rule, its) = (model.Rules[i], expected[Sides(model.Rules[i])]);
            Assert.Equal(its.GetProperty("count").GetInt32(), rule.Count);
            Assert.Equal(its.GetProperty("support").GetDouble(), rule.Support, 1e-12);
            Assert.Equal(its.GetProperty("confidence").GetDouble(), rule.Confidence, 1e-12);
            Assert.Equal(its.GetProperty("lift").GetDouble(), rule.Lift, 1e-12);
            Assert.Equal(its.GetProperty("leverage").GetDouble(), rule.Leverage, 1e-12);
            Assert.Equal(its.GetProperty("conviction") is { ValueKind: JsonValueKind.Number } conviction ? conviction.GetDouble() : double.PositiveInfinity, rule.Conviction, 1e-9);
            Assert.Equal(1, rule.PValue / its.GetProperty("p").GetDouble(), 1e-9);
            Assert.Equal(1, model.AdjustedPValues[i] / its.GetProperty("adjusted").GetDouble(), 1e-9);
        }
    }

    [Fact]
    public void The_most_confident_rules_come_first()
    {
        var rules = Recipe.Fit(PatternsReference.Baskets).Rules;

        Assert.Equal(rules.Select(rule => rule.Confidence).OrderDescending(), rules.Select(rule => rule.Confidence));
        Assert.Matches(@"^.+ => .+ \(confidence [01]\.\d\d, lift \d\.\d\)$", rules[0].ToString());
    }

    [Fact]
    public void Limits_leave_out_exactly_what_is_below_them()
    {
        var all = Recipe.Fit(PatternsReference.Baskets);

        var lifted = (Recipe with { MinimumLift = 1.5 }).Fit(PatternsReference.Baskets);
        Assert.Equal(all.Rules.Where(rule => rule.Lift >= 1.5).Select(Sides), lifted.Rules.Select(Sides));
        Assert.InRange(lifted.Rules.Count, 1, all.Rules.Count - 1);

        var single = (Recipe with { Consequents = RuleConsequents.SingleItem }).Fit(PatternsReference.Baskets);
        Assert.Equal(all.Rules.Where(rule => rule.Consequent.Items.Count == 1).Select(Sides), single.Rules.Select(Sides));

        var sure = (Recipe with { MaximumFalseDiscoveryRate = 0.05 }).Fit(PatternsReference.Baskets);
        int[] kept = [.. Enumerable.Range(0, all.Rules.Count).Where(rule => all.AdjustedPValues[rule] <= 0.05)];
        Assert.Equal(kept.Select(rule => Sides(all.Rules[rule])), sure.Rules.Select(Sides));
        Assert.Equal(kept.Select(rule => all.AdjustedPValues[rule]), sure.AdjustedPValues);
        Assert.InRange(kept.Length, 1, all.Rules.Count - 1);
    }

    [Fact]
    public void A_rule_that_is_never_wrong_has_infinite_conviction()
    {
        var rules = new AssociationRules { Itemsets = new() { MinimumSupport = 0.25 } }.Fit(Baskets.OfNumbers([[0, 1], [0, 1], [1], [2]])).Rules;

        var rule = rules.Single(rule => Sides(rule) == "0 => 1");
        Assert.Equal((1.0, 4 / 3.0, double.PositiveInfinity), (rule.Confidence, rule.Lift, rule.Conviction));
        Assert.Equal(0.5, rule.PValue, 1e-12); // of six ways to choose two baskets of four, three lie within the three
    }

    [Fact]
    public void Rules_for_a_basket_are_those_that_say_something_new()
    {
        var model = Recipe.Fit(PatternsReference.Baskets);
        string[] basket = ["ale", "bread", "unheard of"];

        var rules = model.RulesFor(basket);

        Assert.Equal(
            model.Rules.Where(rule => rule.Antecedent.Items.All(basket.Contains) && !rule.Consequent.Items.All(basket.Contains)).Select(Sides),
            rules.Select(Sides));
        Assert.NotEmpty(rules);
        Assert.Empty(model.RulesFor([]));
    }

    [Fact]
    public void Too_many_rules_are_stopped_and_the_setting_named()
    {
        var error = Assert.Throws<SettingException>(() => (Recipe with { MaximumRules = 20 }).Fit(PatternsReference.Baskets));

        Assert.Equal("MaximumRules", error.Setting);
    }

    [Fact]
    public void Tails_are_those_of_the_hypergeometric_distribution()
    {
        foreach (var tail in PatternsReference.Tails)
        {
            var p = FisherExact.Greater((int)tail[0], (int)tail[1], (int)tail[2], (int)tail[3]);
            if (tail[4] == 0) Assert.Equal(0, p); // below what a double can hold
            else Assert.Equal(1, p / tail[4], 1e-7);
        }

        Assert.Equal(0, FisherExact.Greater(5, 4, 6, 10));
    }

    /// <summary>The 15 p-values of Benjamini and Hochberg (1995), section 4: at 5 % the first four are rejected.</summary>
    [Fact]
    public void Adjusted_values_decide_as_in_the_paper()
    {
        double[] p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];

        var adjusted = FalseDiscovery.BenjaminiHochberg(p);

        Assert.Equal(4, adjusted.Count(one => one <= 0.05));
        Assert.Equal(0.0095 * 15 / 4, adjusted[3], 1e-12);
        Assert.Equal(0.0344 * 15 / 8, adjusted[7], 1e-12);
        Assert.Equal(adjusted[7], FalseDiscovery.BenjaminiHochberg([.. p.Reverse()])[7], 1e-12);
        Assert.Equal(0.002, FalseDiscovery.BenjaminiHochberg([0.001], tests: 2)[0], 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => FalseDiscovery.BenjaminiHochberg([0.1, 0.2], tests: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FalseDiscovery.BenjaminiHochberg([double.NaN]));
    }

    [Fact]
    public void A_model_whose_rules_name_no_set_is_refused()
    {
        var model = Recipe.Fit(PatternsReference.Baskets);
        var saved = ModelFile.Save(model);

        var again = ModelFile.Load<AssociationRulesModel>(new MemoryStream(saved));

        Assert.Equal(model.Rules.Select(rule => rule.ToString()), again.Rules.Select(rule => rule.ToString()));
        Assert.Equal(model.AdjustedPValues, again.AdjustedPValues);
    }

    private static string Sides(AssociationRule rule) => $"{string.Join(", ", rule.Antecedent.Items)} => {string.Join(", ", rule.Consequent.Items)}";
}
