using System.Globalization;
using Habitue.Insights;
using Habitue.Learning.Evaluation;
using Habitue.ModelShelf;

namespace Habitue.Value;

/// <summary>
/// How a forecast did on a period that it had never seen, beside saying of everybody what the period before brought, and beside saying the same for everybody; and
/// how often the intervals held what came.
/// </summary>
internal sealed record ValueSheet(IReadOnlyList<ModelMetric> Metrics, double In80, double In95, bool BeatsBaseline, string Verdict)
{
    public static ValueSheet Of(Forecast judged, Forecast trial, (double In80, double In95) held, SliceRun run)
    {
        var at = judged.At;
        double[] bought = [.. at.Bought], money = [.. at.Money], lastBought = [.. at.Number("recent")], lastMoney = [.. at.Number("recent_spent")];
        List<ModelMetric> metrics =
        [
            .. ForecastErrors.Metrics("purchases", bought, judged.Counts, lastBought, run.Seed, run.Fit),
            .. ForecastErrors.Metrics("money", money, judged.Amounts, lastMoney, run.Seed, run.Fit),
        ];
        double Beside(double[] came, double[] said, double mean) => ForecastErrors.Of(came, said).BesideMean(ForecastErrors.Of(came, ForecastErrors.Same(mean, came.Length)));
        // The mean for everybody is that of the period before: nobody knew that of the coming one.
        var (meanBought, meanMoney) = (Mean(trial.At.Bought), Mean(trial.At.Money));
        var (purchases, ofMoney) = (Beside(bought, judged.Counts, meanBought), Beside(money, judged.Amounts, meanMoney));
        var (lastPurchases, lastOfMoney) = (Beside(bought, lastBought, meanBought), Beside(money, lastMoney, meanMoney));
        metrics.Add(new ModelMetric("all", "error of purchases beside the mean", purchases, purchases, purchases, lastPurchases, false));
        foreach (var (what, came, said, last) in new[] { ("purchases", bought, judged.Counts, lastBought), ("money", money, judged.Amounts, lastMoney) })
        {
            var share = Mean(said) / Math.Max(1e-9, Mean(came));
            metrics.Add(new ModelMetric("all", $"all expected {what} as a share of what came", share, share, share, Mean(last) / Math.Max(1e-9, Mean(came)), true));
        }
        metrics.Add(new ModelMetric("all", "error of money beside the mean", ofMoney, ofMoney, ofMoney, lastOfMoney, false));

        var customers = Math.Min(at.Count, IntervalLevels.MostCustomers);
        foreach (var (within, level) in new[] { (held.In80, 0.8), (held.In95, 0.95) })
        {
            var share = Interval.Wilson((int)Math.Round(within * customers), customers);
            metrics.Add(new ModelMetric("all", string.Create(CultureInfo.InvariantCulture, $"share within the {level:0%} interval"), share.Estimate, share.Low, share.High, level, true));
        }
        // Better than both, by the measure that chooses; or closer for most customers and better in order, for purchases and for money.
        bool Closer(int first) => metrics[first].Value < metrics[first].Baseline && metrics[first + 2].Value > metrics[first + 2].Baseline;
        var beats = purchases + ofMoney < Math.Min(2, lastPurchases + lastOfMoney) || (purchases + ofMoney < 2 && Closer(0) && Closer(3));
        var verdict = string.Create(CultureInfo.InvariantCulture, $"Over {at.HorizonDays} days the error, beside that of saying the mean for everybody, is {purchases:0.00} for purchases (saying last period's: {lastPurchases:0.00}) and {ofMoney:0.00} for money ({lastOfMoney:0.00}); mean absolute error of purchases {metrics[0].Value:0.000} ({metrics[0].Low:0.000} to {metrics[0].High:0.000}) beside {metrics[0].Baseline:0.000}, correlation {metrics[2].Value:0.00} beside {metrics[2].Baseline:0.00}; {held.In80:0.0%} and {held.In95:0.0%} of customers spent within the 80 and 95 % intervals.");
        return new ValueSheet(metrics, held.In80, held.In95, beats, verdict);
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return values.Length > 0 ? sum / values.Length : 0;
    }
}
