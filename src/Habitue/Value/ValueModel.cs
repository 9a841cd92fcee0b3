using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;
using Habitue.Learning.Trees;
using Habitue.ModelShelf;

namespace Habitue.Value;

/// <summary>
/// All that forecasts for one moment: the models of buying as they are then, and regressors that learned at earlier moments how to do better. Which
/// of the answers counts is chosen elsewhere; <see cref="Answers"/> gives those that are asked for.
/// </summary>
internal sealed record ValueModel(BuyingModels Buying, FrameEncoding? Encoding, IReadOnlyDictionary<string, IRegressor> Regressors)
{
    /// <summary>Fewer purchases than this after the moments to learn from teach a regressor nothing.</summary>
    private const int LeastPurchases = 50;

    /// <summary>A customer further than this from the others, in standard deviations, is taken to be just so far: what lies beyond was never seen.</summary>
    private const float Farthest = 4;

    /// <summary>The answers that need nothing learned at earlier moments.</summary>
    public static bool IsPlain(string candidate) => candidate is "BG/NBD" or "Pareto/NBD" or "both models" or "purchases times spend";

    public static ValueModel Learn(BuyingModels now, IReadOnlyList<(ValueHistories At, BuyingModels Models)> past, ValueSeries? series, Seed seed, FitRun run)
    {
        var bought = past.Sum(one => Sum(one.At.Bought));
        if (past.Count == 0 || bought < LeastPurchases) return new ValueModel(now, null, new Dictionary<string, IRegressor>());
        var rows = ValueFeatures.Join([.. past.Select(one => ValueFeatures.Of(one.At, one.Models, series))]);
        double[] purchases = [.. past.SelectMany(one => one.At.Bought.ToArray())], money = [.. past.SelectMany(one => one.At.Money.ToArray()).Select(amount => Math.Max(0, amount))];
        var encoding = new FrameEncoder().Fit(rows, run);
        var encoded = Encode(encoding, rows);
        var (counts, amounts) = (new Labeled(encoded, purchases), new Labeled(encoded, money));
        var trees = new GradientBoostingRegressor { Loss = BoostedLoss.Poisson, Rounds = 80, LearningRate = 0.05, MaxLeaves = 6, MinLeafRows = 50, L2 = 10, Seed = seed };
        var spread = Math.Sqrt(money.Average(amount => amount * amount));
        var regressors = new Dictionary<string, IRegressor>
        {
            ["purchases of Poisson regression"] = new PoissonRegression { Alpha = 0.1 }.Fit(counts, run),
            ["purchases of boosting"] = trees.Fit(counts, run),
        };
        if (spread > 0)
        {
            regressors["money of Ridge"] = new Ridge { Alpha = 0.05 * encoded.Rows }.Fit(amounts, run);
            regressors["money of Lasso"] = new Lasso { Alpha = 0.02 * spread }.Fit(amounts, run);
            regressors["money of boosting"] = trees.Fit(amounts, run);
        }
        return new ValueModel(now, encoding, regressors);
    }

    /// <summary>What each candidate says for the customers: purchases and money in the period, never below 0.</summary>
    /// <param name="at">The customers.</param>
    /// <param name="wanted">The candidate for purchases; the money of "purchases times spend" follows from it. Null for all.</param>
    /// <param name="wantedMoney">The candidate for money; null for all.</param>
    /// <param name="series">The external series.</param>
    public (IReadOnlyDictionary<string, double[]> Purchases, Func<double[], IReadOnlyDictionary<string, double[]>> Money) Answers(ValueHistories at, string? wanted, string? wantedMoney, ValueSeries? series)
    {
        var features = Encoding is not null && (wanted is null || wantedMoney is null || !IsPlain(wanted) || !IsPlain(wantedMoney)) ? Encode(Encoding, ValueFeatures.Of(at, Buying, series)) : null;
        double[] Learned(string name) => Array.ConvertAll(Regressors[name].Predict(features!), answer => Math.Max(0, (double)answer));
        var (pareto, bg) = (Buying.Purchases(at, at.HorizonDays), Buying.PurchasesByBg(at, at.HorizonDays));
        var purchases = new Dictionary<string, double[]> { ["BG/NBD"] = bg, ["Pareto/NBD"] = pareto, ["both models"] = Mean(bg, pareto) };
        if (features is not null && Regressors.ContainsKey("purchases of boosting"))
        {
            // What was learned at a few moments is half believed: the geometric mean of it and of the model.
            var (regression, boosting) = (Learned("purchases of Poisson regression"), Learned("purchases of boosting"));
            purchases["Pareto/NBD with Poisson regression"] = [.. pareto.Zip(regression, (a, b) => Math.Sqrt(a * b))];
            purchases["Pareto/NBD with boosting"] = [.. pareto.Zip(boosting, (a, b) => Math.Sqrt(a * b))];
            purchases["all together"] = Mean(bg, pareto, regression, boosting);
        }
        return (purchases, chosen =>
        {
            var spend = Buying.Spend.ExpectedSpend(at.Spending);
            var money = new Dictionary<string, double[]> { ["purchases times spend"] = [.. chosen.Select((count, i) => count * spend[i])] };
            if (features is null || !Regressors.ContainsKey("money of boosting")) return money;
            foreach (var name in (string[])["Ridge", "Lasso", "boosting"]) money[name] = Learned("money of " + name);
            money["all together"] = Mean(money["purchases times spend"], money["Ridge"], money["boosting"]);
            return money;
        });
    }

    /// <summary>As the parts of a model on the shelf.</summary>
    public IReadOnlyList<(string Part, IModel Model)> Parts =>
        [("pareto-nbd", Buying.Pareto), ("bg-nbd", Buying.Bg), ("gamma-gamma", Buying.Spend), .. Encoding is null ? (IEnumerable<(string, IModel)>)[] : [("encoding", Encoding)],
            .. Regressors.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (PartOf(one.Key), (IModel)one.Value))];

    public static ValueModel Load(Shelf shelf, ShelvedModel from, bool learned)
    {
        var buying = new BuyingModels(shelf.Load<Learning.Lifetime.ParetoNbdModel>(from, "pareto-nbd"), shelf.Load<Learning.Lifetime.BgNbdModel>(from, "bg-nbd"), shelf.Load<Learning.Lifetime.GammaGammaModel>(from, "gamma-gamma"));
        var regressors = new Dictionary<string, IRegressor>();
        if (!learned) return new ValueModel(buying, null, regressors);
        regressors["purchases of Poisson regression"] = shelf.Load<LogLinearModel>(from, PartOf("purchases of Poisson regression"));
        foreach (var name in (string[])["purchases of boosting", "money of boosting"]) regressors[name] = shelf.Load<BoostedRegressor>(from, PartOf(name));
        foreach (var name in (string[])["money of Ridge", "money of Lasso"]) regressors[name] = shelf.Load<LinearModel>(from, PartOf(name));
        return new ValueModel(buying, shelf.Load<FrameEncoding>(from, "encoding"), regressors);
    }

    private static string PartOf(string regressor) => regressor.Replace(' ', '-').ToLowerInvariant();

    private static Matrix Encode(FrameEncoding encoding, Frame rows)
    {
        var encoded = encoding.Encode(rows.Select(encoding.Card.Columns));
        foreach (ref var value in encoded.Values) value = Math.Clamp(value, -Farthest, Farthest);
        return encoded;
    }

    private static double[] Mean(params double[][] answers) => [.. Enumerable.Range(0, answers[0].Length).Select(i => answers.Average(answer => answer[i]))];

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }
}
