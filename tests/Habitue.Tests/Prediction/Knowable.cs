using System.Globalization;
using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning.Evaluation;
using Habitue.Tests.Simulation;

namespace Habitue.Tests.Prediction;

/// <summary>What a model of a simulated shop reached on the customers that it was judged by, beside what could be known of them.</summary>
/// <param name="Reached">The model's AUC.</param>
/// <param name="Orders">That of somebody who knows how the shop was made and sees the days of each customer's orders.</param>
/// <param name="Files">That of somebody who knows how the shop was made and reads the same files.</param>
/// <param name="Truth">That of somebody from whom not even each customer's type, rate and leaving are hidden.</param>
/// <param name="Missed">What the files would have told besides, with its paired 95 % interval.</param>
internal sealed record Knowable(string Model, int Customers, double Reached, double Orders, double Files, double Truth, Interval Missed, double CalibrationError, double FilesCalibrationError)
{
    private sealed record Judged(string Subject, double Probability, bool Happened);

    private sealed record Bought(string CustomerId, DateTime OrderedAt);

    private sealed record Horizon(int HorizonDays, double OwnGaps);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Model}: AUC {Reached:0.0000} on {Customers} customers; orders tell {Orders:0.0000}, all files {Files:0.0000} (more by {Missed.Estimate:+0.0000;-0.0000}, {Missed.Low:+0.000;-0.000} to {Missed.High:+0.000;-0.000}), the whole truth {Truth:0.0000}; calibration error {CalibrationError:0.0000}, of who knows the files {FilesCalibrationError:0.0000}");

    /// <summary>Of <c>purchase</c> within so many days, or of <c>churn</c> within the shop's own horizon.</summary>
    public static Knowable Of(DuckConnection warehouse, TrueShop shop, int? purchaseDays)
    {
        var churn = purchaseDays is null ? warehouse.Rows<Horizon>("SELECT horizon_days, own_gaps FROM churn_horizon")[0] : null;
        var (days, model) = purchaseDays is { } asked ? (asked, $"purchase-{asked}d") : (churn!.HorizonDays, $"churn-{churn.HorizonDays}d");
        var moment = Origins.Of(warehouse, warehouse.Scalar<DateTime>("SELECT as_of FROM customer_features LIMIT 1"), days).Test;
        var orders = warehouse.Rows<Bought>($"SELECT customer_id, ordered_at FROM orders WHERE is_known AND ordered_at < {PastFeatures.Literal(moment)} ORDER BY customer_id, ordered_at").ToLookup(one => one.CustomerId, one => one.OrderedAt);
        var judged = warehouse.Rows<Judged>($"SELECT subject, probability, happened FROM model_judgements WHERE model = '{model}' ORDER BY subject").ToArray();
        var (observer, plain) = (new FilesObserver(shop), new FilesObserver(shop, ordersOnly: true));
        var (at, orderly, files, truth) = (shop.Second(moment), new float[judged.Length], new float[judged.Length], new float[judged.Length]);
        for (var i = 0; i < judged.Length; i++)
        {
            var (who, horizon) = (TrueShop.Number(judged[i].Subject), churn is null ? days : Own(churn, [.. orders[judged[i].Subject]]));
            (orderly[i], files[i], truth[i]) = ((float)plain.StaysAway(who, at, horizon), (float)observer.StaysAway(who, at, horizon), (float)shop.StaysAway(who, at, horizon));
        }

        // Both are asked who stays away.
        double[] away = [.. judged.Select(one => one.Happened == (churn is not null) ? 1.0 : 0.0)];
        float[] said = [.. judged.Select(one => (float)(churn is null ? 1 - one.Probability : one.Probability))];
        var both = DeLong.Compare(away, files, said);
        return new Knowable(model, judged.Length, both.Second, BinaryMeasures.RocAuc(away, orderly), both.First, BinaryMeasures.RocAuc(away, truth), both.Difference, BinaryMeasures.ExpectedCalibrationError(away, said), BinaryMeasures.ExpectedCalibrationError(away, files));
    }

    /// <summary>A customer's own horizon, from three orders on.</summary>
    private static int Own(Horizon horizon, DateTime[] orders) =>
        orders.Length < 3 || orders[^1] == orders[0] ? horizon.HorizonDays
        : (int)Math.Min(horizon.HorizonDays, Math.Max(30, Math.Ceiling(horizon.OwnGaps * (orders[^1] - orders[0]).TotalDays / (orders.Length - 1))));
}
