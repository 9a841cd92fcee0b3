using System.CommandLine;
using System.Text.Json;
using Habitue.Duck;
using Habitue.Host;
using Habitue.Host.Verbs;
using Habitue.Tests.Host;

namespace Habitue.Tests.Experiments;

public sealed class ExperimentUpliftTests(PlantedShop shop) : IClassFixture<PlantedShop>
{
    [Fact]
    public void Whom_a_mail_helps_is_found_and_whom_it_harms()
    {
        var found = JsonElement.Parse(Ask("mail", "--cost", "1", "--worth", "10", "--json").Out);

        Assert.Equal("ready", found.GetProperty("state").GetString());
        Assert.True(found.GetProperty("qini_low").GetDouble() > 0, found.ToString());
        Assert.Equal(PlantedShop.Customers, found.GetProperty("known_customers").GetInt32());
        // Planted: a third gains 0.25 of which a contact takes 0.1, so 0.05 per customer over nobody; over everybody what the others would cost and lose: 0.1/3 + 0.25/3.
        Assert.InRange(0.05, found.GetProperty("over_nobody_low").GetDouble(), found.GetProperty("over_nobody_high").GetDouble());
        Assert.InRange(0.35 / 3, found.GetProperty("over_everybody_low").GetDouble(), found.GetProperty("over_everybody_high").GetDouble());
        Assert.InRange(found.GetProperty("sleeping_dogs").GetInt32(), PlantedShop.Customers / 5, PlantedShop.Customers / 2);

        // The truth of each customer: the number in the id.
        var scored = Scored("mail");
        Assert.Equal(found.GetProperty("customers").GetInt32(), scored.Count);
        double treated = scored.Count(one => one.Treat), helped = scored.Count(one => Kind(one) == 0), both = scored.Count(one => one.Treat && Kind(one) == 0);
        Assert.Equal(found.GetProperty("treat").GetInt32(), treated);
        Assert.True(both / treated > 0.9, $"{both} of {treated} are helped");
        Assert.True(both / helped > 0.9, $"{both} of {helped} are found");
        Assert.InRange(scored.Where(one => Kind(one) == 0).Average(one => one.Uplift), 0.15, 0.35);
        Assert.InRange(scored.Where(one => Kind(one) == 2).Average(one => one.Uplift), -0.25, -0.05);
        // Who unsubscribed is not there.
        Assert.DoesNotContain(scored, one => one.Customer == "c3");
        Assert.Equal("1 is left out: 1 unsubscribed", found.GetProperty("left_out").GetString());
    }

    [Fact]
    public void The_same_seed_says_the_same_and_pages_of_80_columns_hold_it()
    {
        var ran = Ask("mail");

        Assert.Equal(0, ran.Code);
        Assert.All(ran.Lines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains("sleeping dogs", ran.Out, StringComparison.Ordinal);
        Assert.Contains("surely better", ran.Out, StringComparison.Ordinal);
        var first = Scored("mail");
        Assert.Equal(ran.Out, Ask("mail").Out);
        Assert.Equal(first, Scored("mail"));
    }

    [Fact]
    public void Amounts_are_said_in_the_unit_of_the_goal()
    {
        var found = JsonElement.Parse(Ask("money", "--cost", "2", "--json").Out);

        Assert.Equal("ready", found.GetProperty("state").GetString());
        // A quarter of a third spends 23 on average, less 2 for each contact.
        Assert.InRange(((0.25 * 23) - 2) / 3, found.GetProperty("over_nobody_low").GetDouble(), found.GetProperty("over_nobody_high").GetDouble());
        Assert.InRange(Scored("money").Where(one => Kind(one) == 0).Average(one => one.Uplift), 0.15 * 23, 0.35 * 23);
    }

    [Fact]
    public void Where_all_react_alike_it_is_not_ready_and_nothing_is_published()
    {
        var ran = Ask("same");

        Assert.Equal(0, ran.Code);
        Assert.Contains("Not ready: needs a Qini surely above 0; on ", ran.Out, StringComparison.Ordinal);
        Assert.Empty(Scored("same"));
        Assert.Contains("Not ready: it needs 50 customers with the outcome in the control", Joined(Ask("few")), StringComparison.Ordinal);
        var lost = Ask("lost");
        Assert.Equal(0, lost.Code);
        Assert.Contains("WITHHELD: customers arrived", Joined(lost), StringComparison.Ordinal);
        Assert.Equal("withheld", JsonElement.Parse(Ask("lost", "--json").Out).GetProperty("state").GetString());
        Assert.Empty(Scored("lost"));
    }

    [Theory]
    [InlineData("nowhere", "There is no experiment 'nowhere'")]
    [InlineData("nobody", "nobody: nobody has seen mail yet; whom to treat is learned from customers of both arms.")]
    [InlineData("silent", "none has an outcome (conversion); uplift is learned from outcomes.")]
    [InlineData("three", "three has several treated variants (mail, call); say which with --variant.")]
    [InlineData("mail --variant none", "mail has no treated variant 'none'; there is mail.")]
    [InlineData("ratio", "ratio: its goal basket is a ratio")]
    [InlineData("mail --cost 1", "--cost: conversion is no amount; say with --worth")]
    [InlineData("mail --cost 1 --worth 0", "--worth 0: it must be above 0.")]
    [InlineData("mail --worth 1", "--worth: it says what --cost is held against")]
    [InlineData("money --cost 1 --worth 1", "--worth: spend is an amount already")]
    [InlineData("money --cost -1", "--cost -1: it must be 0 or more.")]
    public void A_mistake_is_one_sentence(string words, string sentence)
    {
        var ran = Ask(words.Split(' '));

        Assert.Equal(2, ran.Code);
        Assert.Single(ran.Error.TrimEnd().Split('\n'));
        Assert.Contains(sentence, ran.Error, StringComparison.Ordinal);
    }

    private static int Kind(Line line) => int.Parse(line.Customer.AsSpan(1)) % 3;

    private static string Joined(Ran ran) => string.Join(' ', ran.Lines);

    private sealed record Line(string Customer, double Uplift, int Fifth, bool Treat);

    private IReadOnlyList<Line> Scored(string experiment)
    {
        using var database = DuckDatabase.Open(Path.Combine(shop.Folder, "warehouse.duckdb"));
        using var warehouse = database.Connect();
        return warehouse.Rows<Line>("SELECT customer_id AS customer, uplift, fifth, treat FROM experiment_uplift WHERE experiment = $1 ORDER BY place", experiment);
    }

    /// <summary>Within this process, which starts faster.</summary>
    private Ran Ask(params string[] words)
    {
        var parsed = new RootCommand { new ExperimentsVerb() }.Parse(["experiments", "uplift", .. words, "--home", shop.Folder, "--as-of", "2024-01-01"]);
        Assert.Empty(parsed.Errors);
        using StringWriter output = new(), error = new();
        using var terminal = Terminal.Into(output, error, 80);
        try
        {
            var code = ((Verb)parsed.CommandResult.Command).Execute(new Call(parsed, terminal, TimeProvider.System, TestContext.Current.CancellationToken));
            return new Ran(code, output.ToString(), error.ToString());
        }
        catch (UserMistakeException mistake)
        {
            return new Ran(2, output.ToString(), mistake.Message);
        }
    }
}
