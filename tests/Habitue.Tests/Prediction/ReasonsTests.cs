using Habitue.Lake.Features;
using Habitue.Learning.Data;
using Habitue.Prediction;

namespace Habitue.Tests.Prediction;

public sealed class ReasonsTests
{
    [Theory]
    [InlineData("recency_days", 182, 45, -0.7419, "no order for 182 days (usually 45): 2.1 times as unlikely")]
    [InlineData("recency_days", 3, 45, 0.5, "ordered 3 days ago (usually 45): 1.65 times as likely")]
    [InlineData("recency_days", 1, 45, 0.5, "ordered 1 day ago (usually 45): 1.65 times as likely")]
    [InlineData("frequency", 1, 1, -0.5, "a single order so far: 1.65 times as unlikely")]
    [InlineData("orders_90d", 0, 2, -0.5, "no order in 90 days (usually 2): 1.65 times as unlikely")]
    [InlineData("orders_30d", 1, 2, 0.5, "1 order in 30 days (usually 2): 1.65 times as likely")]
    [InlineData("spend_90d", 1234.5, 200, 3, "1,234 ordered in 90 days (usually 200): 20 times as likely")]
    [InlineData("spend_change_90d", -120, 0, -0.5, "spends 120 less than in the 90 days before (usually 0): 1.65 times as unlikely")]
    [InlineData("mean_gap_days", double.NaN, 20, -0.5, "no second order yet: 1.65 times as unlikely")]
    [InlineData("overdue_ratio", 2.5, 1, -0.5, "2.5 times the usual time since the last order (usually 1): 1.65 times as unlikely")]
    [InlineData("season_orders", 2, 0, 0.5, "2 orders in this season a year ago (usually 0): 1.65 times as likely")]
    [InlineData("cart_abandonment_rate", 0.8, 0.5, -0.5, "leaves 80 % of carts (usually 50 %): 1.65 times as unlikely")]
    [InlineData("product_views", 12, 3, 0.5, "product pages seen 12 views (usually 3): 1.65 times as likely")]
    [InlineData("shoe_size", 43, 41, 0.5, "shoe size 43 (usually 41): 1.65 times as likely")]
    public void A_reason_says_in_words_what_is_known_what_is_usual_and_how_much_it_matters(string feature, double value, double usual, double contribution, string words)
    {
        var reasons = Of(new NumberColumn(feature, value, usual, usual), [[contribution], [0], [0]]);
        Assert.Equal([(0, 1, feature, words)], reasons.Select(reason => (reason.Row, reason.Place, reason.Feature, reason.Words)));
    }

    [Theory]
    [InlineData("spend_90d", 1234.5, 200, "£1,234 ordered in 90 days (usually £200): 1.65 times as likely")]
    [InlineData("spend_change_90d", -120, 0, "spends £120 less than in the 90 days before (usually £0): 1.65 times as likely")]
    [InlineData("average_unit_price", 2.5, 3, "£2.5 per piece on average (usually £3): 1.65 times as likely")]
    [InlineData("orders_90d", 3, 2, "3 orders in 90 days (usually 2): 1.65 times as likely")]
    [InlineData("discount_share", 0.5, 0, "a discount in 50 % of orders (usually 0 %): 1.65 times as likely")]
    public void Amounts_and_nothing_else_have_the_currency_of_the_shop(string feature, double value, double usual, string words)
    {
        var frame = new Frame(new NumberColumn(feature, value, usual, usual));
        Assert.Equal([words], Reasons.Of(Contributing(frame, [[0.5], [0], [0]]), frame, "£").Select(reason => reason.Words));
    }

    [Fact]
    public void The_weightiest_come_first_and_what_hardly_matters_is_left_out()
    {
        var frame = new Frame(Enumerable.Range(0, 8).Select(c => new NumberColumn($"c{c}", 1.0)).ToArray());
        var reasons = Reasons.Of(Contributing(frame, [[0.1, -0.9, 0.019, 0.3, 0.3, -0.5, 0.2, 0.15]]), frame, most: 5).ToArray();
        Assert.Equal(["c1", "c5", "c3", "c4", "c6"], reasons.Select(reason => reason.Feature));
        Assert.Equal([1, 2, 3, 4, 5], reasons.Select(reason => reason.Place));
        Assert.Equal(3, Reasons.Of(Contributing(frame, [[0.01, -0.9, 0.019, 0.3, 0, 0.021, 0, 0]]), frame).Count());
    }

    [Fact]
    public void What_is_usual_the_reasons_and_everything_else_sum_to_the_answer()
    {
        var frame = new Frame(Enumerable.Range(0, 7).Select(c => new NumberColumn($"c{c}", 1.0, 1, 1)).ToArray());
        var contributions = Contributing(frame, [[0, 0, 0, 0, 0, 0, 0.015], [0.1, -0.9, 0.019, 0.3, 0.3, -0.5, 0.2], [0, 0, 0, 0, 0, 0, 0]]) with { Base = [0, Math.Log(0.25), 2] };
        var told = Reasons.Summing(contributions, frame).ToArray();
        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (2, 0), (2, 1)], told.Select(reason => (reason.Row, reason.Place)));
        Assert.Equal([0.015, Math.Log(0.25) - 0.481, 2.0], told.GroupBy(reason => reason.Row).Select(row => row.Sum(reason => reason.Contribution)), (a, b) => Math.Abs(a - b) < 1e-6);
        // Odds of one to four are a fifth; 0.1 and 0.019 have no reason of their own.
        Assert.Equal(["what is usual: 50 %", "what is usual: 20 %", "what is usual: 88.1 %"], told.Where(reason => reason.Feature == Reasons.Usually).Select(reason => reason.Words));
        Assert.Equal(["everything else: 1.02 times as likely", "everything else: 1.13 times as likely", "everything else: 1.0 times as unlikely"], told.Where(reason => reason.Feature == Reasons.Others).Select(reason => reason.Words));
    }

    [Fact]
    public void Texts_and_truths_are_said_as_they_are()
    {
        var frame = new Frame(new TextColumn("preferred_category", ["Tea"]), new BooleanColumn("consent", [true]));
        var reasons = Reasons.Of(Contributing(frame, [[0.5, -0.5]]), frame).ToArray();
        Assert.Equal(["the category that most was spent in Tea: 1.65 times as likely", "consent yes: 1.65 times as unlikely"], reasons.Select(reason => reason.Words));
    }

    [Fact]
    public void Features_that_have_words_of_their_own_are_features_of_the_catalogue()
    {
        var known = FeatureCatalogue.All.Select(feature => feature.Name).ToHashSet();
        Assert.All(ReasonWords.Features, feature => Assert.Contains(feature, known));
        Assert.InRange(ReasonWords.Features.Count(), 40, 80);
    }

    private static Reason[] Of(FrameColumn column, double[][] values)
    {
        var frame = new Frame(column);
        return [.. Reasons.Of(Contributing(frame, values), frame)];
    }

    private static Contributions Contributing(Frame frame, double[][] values)
    {
        var matrix = new Matrix(values.Length, [.. frame.Columns.Select(column => column.Name)]);
        for (var row = 0; row < values.Length; row++)
            for (var column = 0; column < values[row].Length; column++) matrix[row, column] = (float)values[row][column];
        return new Contributions([.. frame.Columns.Select(column => column.Name)], new double[values.Length], matrix);
    }
}
