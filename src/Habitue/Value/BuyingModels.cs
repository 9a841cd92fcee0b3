using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Lifetime;

namespace Habitue.Value;

/// <summary>
/// The models of buying, leaving and spending, as of a moment. Their parameters are few: more customers than <see cref="MostCustomers"/> would not
/// make them better, so then as many are drawn evenly.
/// </summary>
internal sealed record BuyingModels(ParetoNbdModel Pareto, BgNbdModel Bg, GammaGammaModel Spend)
{
    private const int MostCustomers = 20_000;

    private const double LeastLeaving = 0.02;

    public static BuyingModels Fit(ValueHistories at, FitRun run)
    {
        var (buying, spending) = (at.Buying, at.Spending);
        if (Drawn(at) is { } drawn) (buying, spending) = (buying.Take(drawn), spending.Take(drawn));
        var quiet = run with { Progress = null };
        return new BuyingModels(new ParetoNbd().Fit(buying, quiet), new BgNbd().Fit(buying, quiet), Sane(new GammaGamma().Fit(spending, quiet), spending));
    }

    /// <summary>The model of buying and leaving alone.</summary>
    public static ParetoNbdModel OfBuying(ValueHistories at, FitRun run) => new ParetoNbd().Fit(Drawn(at) is { } drawn ? at.Buying.Take(drawn) : at.Buying, run with { Progress = null });

    private static int[]? Drawn(ValueHistories at) => at.Count > MostCustomers ? [.. Enumerable.Range(0, MostCustomers).Select(i => (int)((long)i * at.Count / MostCustomers))] : null;

    /// <summary>Where hardly anybody seems to leave within a year, as in a season in which everybody buys, silence says nothing.</summary>
    public bool KnowsLeaving => Pareto.S / Pareto.Beta * (365.0 / 7) > LeastLeaving;

    /// <summary>The same, with customers leaving as they did at a moment at which that could be seen.</summary>
    public BuyingModels LeavingAs(BuyingModels earlier) => this with { Pareto = ParetoNbdModel.Of(Pareto.R, Pareto.Alpha, earlier.Pareto.S, earlier.Pareto.Beta) };

    public double[] Purchases(ValueHistories at, double days) => Pareto.ExpectedPurchases(at.Buying, at.Weeks(days));

    /// <summary>By BG/NBD; where its parameters have run away, as when nobody tells of leaving, by Pareto/NBD.</summary>
    public double[] PurchasesByBg(ValueHistories at, double days) => Bg.ExpectedPurchases(at.Buying, at.Weeks(days)) is var answers && answers.All(double.IsFinite) ? answers : Purchases(at, days);

    public double[] Alive(ValueHistories at) => Pareto.ProbabilityAlive(at.Buying);

    /// <summary>Where amounts are too alike, or too wild, to tell customers apart, everybody's are taken to vary as much as those of strangers do.</summary>
    private static GammaGammaModel Sane(GammaGammaModel fitted, PurchaseHistories spending)
    {
        if (fitted is { P: > 0.01 and < 1000, Q: > 1.05 and < 1000 } && double.IsFinite(fitted.V)) return fitted;
        var mean = 0.0;
        for (var i = 0; i < spending.Count; i++) mean += spending.Spend[i] / spending.Count;
        return GammaGammaModel.Of(2, 3, mean);
    }
}
