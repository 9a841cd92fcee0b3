using Habitue.Learning;
using Habitue.Learning.Evaluation;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class RegressionAndRankingTests
{
    private static readonly Reference Amounts = Reference.Of("regression");
    private static readonly Reference Lists = Reference.Of("ranking");

    [Theory]
    [InlineData("plain")]
    [InlineData("weighted")]
    public void Errors_of_amounts_are_those_of_scikit_learn(string which)
    {
        var (targets, predictions, weights) = (Amounts.Doubles("targets"), Amounts.Floats("predictions"), which == "plain" ? [] : Amounts.Doubles("weights"));
        var expected = Amounts[which];

        Assert.Equal(expected.Number("rmse"), RegressionMeasures.Rmse(targets, predictions, weights), 1e-10);
        Assert.Equal(expected.Number("mae"), RegressionMeasures.Mae(targets, predictions, weights), 1e-10);
        Assert.Equal(expected.Number("r2"), RegressionMeasures.R2(targets, predictions, weights), 1e-10);
        Assert.Equal(expected.Number("mape"), RegressionMeasures.Mape(targets, predictions, weights), 1e-10);
        Assert.Equal(expected.Number("pinball"), RegressionMeasures.Pinball(targets, predictions, 0.8, weights), 1e-10);
        Assert.Equal(Amounts.Number("median"), RegressionMeasures.MedianAbsoluteError(targets, predictions), 1e-10);
    }

    [Fact]
    public void Undefined_errors_are_no_numbers_or_named()
    {
        Assert.Equal(double.NaN, RegressionMeasures.R2([2, 2], [1, 2]));
        Assert.Equal(double.NaN, RegressionMeasures.R2([], []));
        Assert.Equal(double.NaN, RegressionMeasures.Rmse([], []));
        Assert.Equal(double.NaN, RegressionMeasures.MedianAbsoluteError([], []));
        Assert.Equal(1, Assert.Throws<BadDataException>(() => RegressionMeasures.Mape([2, 0], [1, 2])).Row);
        Assert.Equal("prediction", Assert.Throws<BadDataException>(() => RegressionMeasures.Mae([2, 3], [1, float.NaN])).Column);
        Assert.Equal("target", Assert.Throws<BadDataException>(() => RegressionMeasures.Mae([double.NaN, 3], [1, 2])).Column);
        Assert.Throws<ArgumentOutOfRangeException>(() => RegressionMeasures.Pinball([1], [1], 1));
    }

    [Fact]
    public void Rankings_are_measured_as_by_scikit_learn()
    {
        var (ranked, worth) = (Lists.Rows("ranked").Select(row => Array.ConvertAll(row, item => (int)item)).ToArray(), Lists.Rows("worth"));

        Reference.Near(Lists.Doubles("ndcg5"), [.. ranked.Zip(worth, (list, values) => RankingMeasures.NdcgAt(list, values.Select((value, item) => (value, item)).ToDictionary(one => one.item, one => one.value), 5))]);
        var report = RankingReport.Of(ranked, [.. worth.Select(values => Enumerable.Range(0, 15).Where(item => values[item] > 0).ToArray())], k: 15, items: 20);
        Assert.Equal(Lists.Number("map"), report.Map, 1e-12);
        Assert.Equal(Lists.Number("ndcg"), report.Ndcg, 1e-12);
        Assert.Equal((12, 1.0, 1.0, 0.75), (report.Customers, report.Recall, report.HitRate, report.Coverage));
    }

    [Fact]
    public void A_short_list_is_counted_by_hand()
    {
        // Three customers: hits at 2 and 3 of 3; none; and one for whom nothing was relevant.
        var report = RankingReport.Of([[7, 1, 2], [3, 4], [9]], [[1, 2, 5, 6], [8], []], k: 3, items: 10);

        Assert.Equal(2, report.Customers);
        Reference.Near(
            [(2 / 3.0) / 2, 0.5 / 2, ((1 / 2.0) + (2 / 3.0)) / 3 / 2, 0.5, 0.5 / 2, 0.6],
            [report.Precision, report.Recall, report.Map, report.HitRate, report.Mrr, report.Coverage]);
        Assert.Equal(double.NaN, RankingMeasures.RecallAt([1], new HashSet<int>(), 1));
        Assert.Equal(double.NaN, RankingMeasures.ReciprocalRankAt([1], new HashSet<int>(), 1));
        Assert.Contains("ranked twice", Assert.Throws<BadDataException>(() => RankingMeasures.HitAt([1, 1], new HashSet<int>(), 2)).Message, StringComparison.Ordinal);
        Assert.Throws<BadDataException>(() => RankingReport.Of([[1]], [], 1, 1));
        Assert.Throws<BadDataException>(() => RankingMeasures.NdcgAt([1], new Dictionary<int, double> { [1] = -1 }, 1));
    }
}
