using Habitue.Host.Answers;

namespace Habitue.Tests.Host;

public sealed class GridTests
{
    private static string[] Draw(int width, GridColumn[] columns, params string[][] rows)
    {
        var grid = new Grid(columns);
        foreach (var row in rows) grid.Add(row);
        var output = new StringWriter();
        grid.Write(output, width);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void Numbers_stand_right_and_texts_left() =>
        Assert.Equal(["name  n", "────  ─", "a     1"], Draw(80, ["name", GridColumn.Number("n")], ["a", "1"]));

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    [InlineData(30)]
    public void No_line_is_wider_than_the_terminal(int width)
    {
        var columns = Enumerable.Range(0, 12).Select(i => i % 3 == 0 ? GridColumn.Number($"number {i}") : new GridColumn($"text {i}")).ToArray();
        var row = Enumerable.Range(0, 12).Select(i => i % 3 == 0 ? "1234567" : "some words that go on and on").ToArray();
        Assert.All(Draw(width, columns, row).Where(line => !line.Contains("more columns")), line => Assert.True(line.Length <= width, line));
    }

    [Fact]
    public void The_widest_text_gives_way_first_and_numbers_never() =>
        Assert.Equal("short  a very long t…  12345", Draw(28, ["a", "b", GridColumn.Number("c")], ["short", "a very long text indeed", "12345"])[2]);

    [Fact]
    public void A_sentence_wraps_at_words_before_anything_is_cut() =>
        Assert.Equal(["name  what", "────  ──────────────────────────", "a     days since the last order,", "      0 for whoever buys today"],
            Draw(32, ["name", GridColumn.Sentence("what")], ["a", "days since the last order, 0 for whoever buys today"]));

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var lines = Draw(20, [GridColumn.Number("first"), GridColumn.Number("second"), GridColumn.Number("third")], ["1", "2", "123456789012"]);
        Assert.Equal("1 more columns: third", lines[^1]);
    }

    [Fact]
    public void A_line_break_in_a_cell_stays_on_the_line() => Assert.Equal("a↵b", Draw(80, ["x"], ["a\nb"])[2]);
}
