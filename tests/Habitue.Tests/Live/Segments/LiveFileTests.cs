using System.Text.Json;
using Habitue.Live.Segments;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Live.Segments;

public sealed class LiveFileTests
{
    private static LiveDefinitions Parse(string text) => LiveFile.Parse(text, "live-segments.yaml");

    [Fact]
    public void The_standard_segments_are_those_that_the_page_names()
    {
        var all = Parse(LiveFile.Standard).All;
        Assert.Equal(["Abandoned cart", "Price drop on a viewed product", "VIP browsing", "At-risk customer back", "Looking around"], all.Select(one => one.Name));
        Assert.Equal(["Cart Abandoned", "Viewed Product Reduced", "VIP Browsing", "At-Risk Customer Back", null], all.Select(one => one.Trigger));
        Assert.All(all, one => Assert.NotEmpty(one.About));
    }

    [Fact]
    public void Every_kind_of_condition_can_be_written()
    {
        var written = Parse("""
            segments:
              - name: All
                when:
                  - events: { at_least: 1, within: 90s }
                  - pages: { at_least: 1, within: 90s }
                  - views: { at_least: 3, within: 10m }
                  - searches: { at_most: 2, within: 1h }
                  - adds: { at_least: 1, at_most: 3, within: 1d }
                  - removes: { at_least: 1, within: 0.5d }
                  - checkouts: { at_least: 1, within: 2d }
                  - orders: { at_most: 0, within: 365d }
                  - no_order_for: 30d
                  - cart_untouched: 1h
                  - cart_value: { at_least: 20, at_most: 1000 }
                  - visiting: yes
                  - back_after: 30d
                  - intent: { at_least: 60% }
                  - segment: [VIP, "High value"]
                  - risk: high
                  - value: { at_least: 100 }
                  - buys_7d: { at_most: 0.2 }
                  - buys_30d: { at_least: 0.2 }
                  - interest: { in: products, half_life: 1d, at_least: 4 }
                  - price_drop: { at_least: 10%, within: 7d }
            """);
        Assert.Equal(ConditionKinds.Words.Count, written.All.Single().Conditions.Count);
        Assert.True(written.WatchPrices);
    }

    [Fact]
    public void The_schema_and_the_page_name_every_condition_that_can_be_read()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "live-segments.schema.json")));
        var segment = schema.RootElement.GetProperty("properties").GetProperty("segments").GetProperty("items").GetProperty("properties");
        Assert.Equal(["name", "about", "when", "trigger", "on_leave", "quiet_for"], segment.EnumerateObject().Select(one => one.Name));
        Assert.Equal(ConditionKinds.Words, segment.GetProperty("when").GetProperty("items").GetProperty("properties").EnumerateObject().Select(one => one.Name));
        var page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "live.md"));
        Assert.All(ConditionKinds.Words, word => Assert.Contains($"`{word}", page));
        var example = page[page.IndexOf("```yaml", StringComparison.Ordinal)..][7..];
        Assert.Equal("Abandoned cart", Parse(example[..example.IndexOf("```", StringComparison.Ordinal)]).All.Single().Name);
    }

    [Theory]
    [InlineData("segments:\n  - name: A\n    when:\n      - veiws: { at_least: 3, within: 10m }", 4, "knows no `veiws`; the nearest is views")]
    [InlineData("segments:\n  - name: A\n    when:\n      - views: { at_least: 3 }", 4, "lacks `within`")]
    [InlineData("segments:\n  - name: A\n    when:\n      - views: { within: 10m }", 4, "how often is missing")]
    [InlineData("segments:\n  - name: A\n    when:\n      - views:\n          at_least: 99\n          within: 10m", 5, "must lie between 1 and 15")]
    [InlineData("segments:\n  - name: A\n    when:\n      - cart_untouched: soon", 4, "a time span is a number with s, m, h or d")]
    [InlineData("segments:\n  - name: A\n    when:\n      - cart_untouched: 10000d", 4, "up to five years")]
    [InlineData("segments:\n  - name: A\n    when: []", 2, "everybody would be in the segment")]
    [InlineData("segments:\n  - name: A\n    about: x", 2, "lacks `when`")]
    [InlineData("segments:\n  - when:\n      - visiting: true", 2, "lacks `name`")]
    [InlineData("segments:\n  - name: A\n    when:\n      - risk: enormous", 4, "a risk is one of low, medium, high, lapsed")]
    [InlineData("segments:\n  - name: A\n    when:\n      - visiting: true\n        risk: high", 4, "a condition is one name")]
    [InlineData("segments:\n  - name: A\n    when:\n      - visiting: perhaps", 4, "must be true or false")]
    [InlineData("segments:\n  - name: A\n    trigger: Order Completed\n    when:\n      - visiting: true", 3, "what the convention calls something that customers do")]
    [InlineData("segments:\n  - name: A\n    when:\n      - visiting: true\n  - name: a\n    when:\n      - visiting: true", 5, "two segments called \"a\"")]
    [InlineData("segments:\n  - name: A\n    when:\n      - interest: { in: hats, half_life: 1d, at_least: 1 }", 4, "`in` is one of events, pages, products, adds, orders, revenue")]
    [InlineData("segments:\n  - name: A\n    when:\n      - interest: { in: pages, half_life: 2d, at_least: 1 }", 4, "a half-life is one of 1h, 1d, 7d, 30d")]
    [InlineData("segments: nothing", 1, "must be a list")]
    [InlineData("segmants:\n  - name: A", 1, "the nearest is segments")]
    [InlineData("segments:\n  - name: [unclosed", 3, "no YAML")]
    [InlineData("", 1, "lacks `segments`")]
    public void A_mistake_is_a_sentence_that_names_the_line(string text, int line, string words)
    {
        var mistake = Assert.Throws<LiveFileException>(() => Parse(text)).Message;
        Assert.Contains(words, mistake);
        Assert.StartsWith($"live-segments.yaml, line {line}: ", mistake);
    }
}
