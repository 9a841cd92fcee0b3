using Habitue.Segments;

namespace Habitue.Tests.Segments;

public sealed class SegmentRulesTests : IDisposable
{
    private static readonly Dictionary<string, bool> Known = new() { ["spend_365d"] = false, ["recency_days"] = false, ["discount_share"] = false, ["preferred_category"] = true };
    private static readonly string[] Found = ["High value, frequent", "Low value, lapsed"];

    private readonly PlantedGroups groups = new();

    public void Dispose() => groups.Dispose();

    private static string Mistake(string text) => Assert.Throws<SegmentRuleException>(() => SegmentRules.Parse(text, "segments.rules", Known, Found)).Message;

    [Theory]
    [InlineData("# mine\n\nVIP: spend_365 > 5000", "segments.rules, line 3: there is no feature spend_365; the nearest is spend_365d. `habitue features` lists all.")]
    [InlineData("VIP spend_365d > 5000", "segments.rules, line 1: a rule is a name, a colon and a condition, such as `VIP: spend_365d > 5000 and recency_days < 90`.")]
    [InlineData("VIP: spend_365d > many", "segments.rules, line 1: spend_365d is a number, and `many` is none.")]
    [InlineData("VIP: spend_365d", "segments.rules, line 1: the condition ends where a comparison should stand.")]
    [InlineData("VIP: (spend_365d > 1", "segments.rules, line 1: a closing bracket is missing.")]
    [InlineData("VIP: spend_365d > 1 recency_days < 2", "segments.rules, line 1: `recency_days` stands where the condition should end; join conditions with `and` or `or`.")]
    [InlineData("VIP: preferred_category > \"a\"", "segments.rules, line 1: preferred_category is a text: it can be = or != a text in double quotes.")]
    [InlineData("VIP: segment = \"High valu, frequent\"", "segments.rules, line 1: there is no segment \"High valu, frequent\" among those found; the nearest is \"High value, frequent\".")]
    [InlineData("VIP: spend_365d > 1; DROP TABLE x", "segments.rules, line 1: `;` cannot be understood; a text stands in double quotes, a number has no separators.")]
    [InlineData("VIP: spend_365d > 1\nvip: spend_365d > 2", "segments.rules, line 2: \"vip\" has a rule already; join the two with `or`.")]
    public void A_mistake_is_a_sentence_with_its_line_and_what_would_be_right(string text, string sentence) => Assert.Equal(sentence, Mistake(text));

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not ", "")]
    [InlineData("not (", ")")]
    public void What_stands_too_deep_within_each_other_is_a_mistake_and_ends_no_program(string before, string after)
    {
        string Within(int times) => string.Concat(Enumerable.Repeat(before, times)) + "spend_365d > 1" + string.Concat(Enumerable.Repeat(after, times));
        Assert.Equal("segments.rules, line 1: more than 50 brackets or `not` stand within each other; write it more simply.", Mistake("VIP: " + Within(100_000)));
        Assert.Single(SegmentRules.Parse("VIP: " + Within(25), "segments.rules", Known, Found));
        // Side by side there may be as many as one likes.
        Assert.Single(SegmentRules.Parse("VIP: " + string.Join(" and ", Enumerable.Repeat(Within(2), 60)), "segments.rules", Known, Found));
    }

    [Fact]
    public void The_first_rule_that_holds_overrides_what_was_found_and_a_named_segment_is_refined()
    {
        // 100 regulars spend 5000 to 5490 in steps of 10, each amount twice; above 5400 are 9 amounts, so 18 customers.
        Rules("""
            VIP: monetary > 5400 and recency_days < 90   # the best
            Old friends: segment = "Low value, lapsed" and not (recency_days < 420)
            Everybody of autumn: word = "Y" or monetary between 5401 and 9999
            """);
        var report = groups.Three().Train();
        // Of the 300 who are gone, recency is 400 to 429, each 10 times: 420 and more are 100.
        Assert.Equal(
            ["Everybody of autumn,rule,200", "Low value, lapsed,found,200", "Old friends,rule,100", "High value, frequent,found,82", "VIP,rule,18"],
            groups.Bench.Ask("SELECT segment, kind, customers FROM segments ORDER BY customers DESC, segment"));
        Assert.Contains("3 rules of your own", report.Notes);
        Assert.Equal(["Low value, lapsed"], groups.Bench.Ask("SELECT DISTINCT found_name FROM customer_segments WHERE cluster_name = 'Old friends'"));
        Assert.Equal(["600"], groups.Bench.Ask("SELECT SUM(customers) FROM segment_portraits"));
    }

    [Fact]
    public void A_wrong_rule_takes_away_the_rules_and_not_the_segments()
    {
        Rules("VIP: moneytary > 5000");
        var done = groups.Three().Words();
        Assert.Contains("no rule was applied: segments.rules, line 1: there is no feature moneytary; the nearest is monetary.", done.Words, StringComparison.Ordinal);
        Assert.Equal(["3"], groups.Bench.Ask("SELECT COUNT(*) FROM segments"));
    }

    [Fact]
    public void A_segment_of_a_rule_keeps_its_number_when_the_rule_changes()
    {
        Rules("VIP: monetary > 5400");
        groups.Three().Train();
        var first = groups.Bench.Ask("SELECT cluster FROM segments WHERE segment = 'VIP'");
        Rules("Other: monetary > 5480\nVIP: monetary > 5300");
        groups.Train();
        Assert.Equal(first, groups.Bench.Ask("SELECT cluster FROM segments WHERE segment = 'VIP'"));
        Assert.Equal(["5"], groups.Bench.Ask("SELECT COUNT(DISTINCT segment_id) FROM segment_ids"));
    }

    private void Rules(string text) => groups.Rules(text);
}
