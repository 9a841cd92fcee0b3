using Habitue.Learning.Data;

namespace Habitue.Value;

/// <summary>
/// What the learned candidates see of a customer: what the models of buying say, the history in figures, every feature that is a number, and the external
/// series as it was known then. Amounts and counts are spread over orders of magnitude, so all go in as their inverse hyperbolic sine: a logarithm that knows 0.
/// </summary>
internal static class ValueFeatures
{
    private static readonly string[] Unseen = ["bought", "money"];

    public static Frame Of(ValueHistories at, BuyingModels models, ValueSeries? series)
    {
        var (pareto, bg, alive) = (models.Purchases(at, at.HorizonDays), models.PurchasesByBg(at, at.HorizonDays), models.Alive(at));
        var spend = models.Spend.ExpectedSpend(at.Spending);
        double[] Each(Func<int, double> value) => [.. Enumerable.Range(0, at.Count).Select(value)];
        List<FrameColumn> columns =
        [
            new NumberColumn("forecast", Each(i => Math.Log(1e-6 + pareto[i]))),
            new NumberColumn("forecast_of_bg", Each(i => Math.Log(1e-6 + bg[i]))),
            new NumberColumn("forecast_of_money", Each(i => Math.Log(1e-6 + (pareto[i] * spend[i])))),
            new NumberColumn("expected_purchases", pareto),
            new NumberColumn("expected_money", Each(i => pareto[i] * spend[i])),
            new NumberColumn("probability_alive", alive),
            new NumberColumn("expected_spend", Each(i => Math.Log(1e-6 + spend[i]))),
            new NumberColumn("silence", Each(i => at.Buying.Age[i] > 0 ? 1 - (at.Buying.Recency[i] / at.Buying.Age[i]) : 0)),
        ];
        foreach (var column in at.Rows.Columns.OfType<NumberColumn>())
            if (!Unseen.Contains(column.Name)) columns.Add(new NumberColumn("of_" + column.Name, Array.ConvertAll(column.Values.ToArray(), Math.Asinh)));
        if (series is not null)
            foreach (var (name, value) in series.At(at.Moment, at.HorizonDays)) columns.Add(new NumberColumn(name, Each(_ => value)));
        return new Frame(columns);
    }

    /// <summary>Several moments, one below the other.</summary>
    public static Frame Join(IReadOnlyList<Frame> moments) => new([.. moments[0].Columns.Select(column =>
        new NumberColumn(column.Name, [.. moments.SelectMany(moment => ((NumberColumn)moment[column.Name]).Values.ToArray())]))]);
}
