using System.Diagnostics;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;

namespace Habitue.Bench.Learning;

/// <summary>No peer here fits these to a million customers; the figures tell what it takes.</summary>
internal static class LifetimeTasks
{
    public static LearningTask[] All =>
    [
        new("bgnbd", "BG/NBD, 1,000,000 customers by days: fit, expectation and 90 % interval of each by 100 refits", 0,
            _ =>
            {
                var histories = Customers(1_000_000);
                return () =>
                {
                    // Copied, so that each run groups equal histories anew.
                    var fresh = new PurchaseHistories(histories.Repeats, histories.Recency, histories.Age);
                    var model = new BgNbd().Fit(fresh);
                    return (model, model.ExpectedPurchases(fresh, 26).Sum(), new ParametricBootstrap { Seed = 1 }.Expectations(model, fresh, 26));
                };
            },
            (_, answer) =>
            {
                var (model, expected, _) = ((BgNbdModel, double, ExpectationIntervals))answer;
                using var process = Process.GetCurrentProcess();
                return new() { ["log_likelihood"] = model.Estimates.LogLikelihood, ["expected_purchases"] = expected, ["peak_memory_MB"] = process.PeakWorkingSet64 >> 20 };
            }),
    ];

    /// <summary>Drawn from the model of CDNOW: known for 1 to 104 weeks, times rounded up to whole days as a shop's records are.</summary>
    private static PurchaseHistories Customers(int count)
    {
        double[] ages = [.. Enumerable.Range(0, count).Select(i => (7 + (i % 722)) / 7.0)];
        var drawn = BgNbdModel.Of(0.243, 4.414, 0.793, 2.426).Simulate(ages, seed: 1);
        return new PurchaseHistories(drawn.Repeats, [.. drawn.Recency.ToArray().Select(time => Math.Ceiling(time * 7) / 7)], ages);
    }
}
