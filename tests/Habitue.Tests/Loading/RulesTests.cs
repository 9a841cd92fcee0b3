using Habitue.Lake.Cleaning;

namespace Habitue.Tests.Loading;

public sealed class RulesTests
{
    [Fact]
    public void Every_rule_says_what_is_wrong_what_is_done_and_why_and_stands_at_a_place_of_its_own()
    {
        Assert.True(CleaningRules.All.Count >= 15);
        Assert.Equal(CleaningRules.All.Count, CleaningRules.All.Select(r => r.Step).Distinct().Count());
        Assert.All(CleaningRules.All, r => Assert.Contains(r.Action, (string[])["reject", "flag", "fill", "keep", "match"]));
        Assert.All(CleaningRules.All, r => Assert.True(r.Issue.Length > 3 && r.Method.Length > 3 && r.Reason.Length > 3 && r.Sql.Length > 10, r.Name));
    }

    [Fact]
    public void A_rule_without_a_heading_says_which()
    {
        var e = Assert.Throws<FormatException>(() => Rule.Parse("Cleaning/rules/10-x.sql", "-- issue: A\n-- kind: row\nx IS NULL"));
        Assert.Contains("-- action", e.Message);
    }
}
