using System.Globalization;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;

namespace Habitue.Bench.Learning;

internal static class RecommendationTasks
{
    public static LearningTask[] All =>
    [
        new("cosine", "item-item cosine, the 20 nearest of each product of Online Retail, 4,339 x 3,665", 1.0,
            inputs =>
            {
                var bought = Ratings(inputs, "ratings.csv");
                return () => new ItemNeighbours { Neighbours = 20 }.Fit(bought);
            },
            (_, model) =>
            {
                var nearest = ((ItemNeighboursModel)model).Nearest;
                var sum = 0.0;
                foreach (var similarity in nearest.Values) sum += similarity;
                return new() { ["pairs"] = nearest.Count, ["sum"] = sum };
            },
            PeerVariant.Sklearn("cosine"),
            PeerVariant.Sklearn("cosine_implicit") with { BlasThreads = "1", Stored = ("cosine_top20", "implicit CosineRecommender") }),
        Als("als", "implicit ALS by conjugate gradients, 64 factors, 15 iterations, Online Retail before November", 3, "als_cg", "implicit 0.7.3 conjugate gradient"),
        Als("als_exact", "implicit ALS solved exactly, 64 factors, 15 iterations, Online Retail before November", 0, "als_exact", "implicit 0.7.3 exact"),
        new("top10", "100 requests, one after the other, for the best 10 of 100,000 items by 64 factors, one item in ten not allowed (goal: 200 ms)", 1.0,
            _ =>
            {
                var (model, allowed) = (Wide(items: 100_000), new bool[100_000]);
                for (var item = 0; item < allowed.Length; item++) allowed[item] = item % 10 != 3;
                return () =>
                {
                    var first = new Recommended[100];
                    for (var user = 0; user < first.Length; user++) first[user] = model.Recommend(user, 10, allowed)[0];
                    return first;
                };
            },
            (_, found) => new() { ["score_of_first"] = ((Recommended[])found)[0].Score }),
    ];

    /// <summary>A shop of many items, of which each of 1,000 users took 200.</summary>
    private static ImplicitAlsModel Wide(int items)
    {
        var (random, pairs) = (new Seed(1).For(0), new Dictionary<(int, int), float>());
        for (var user = 0; user < 1_000; user++)
            for (var i = 0; i < 200; i++) pairs[(user, random.Below(items))] = 1;
        Names users = new("user", [.. Enumerable.Range(0, 1_000).Select(user => $"u{user}")]), names = new("item", [.. Enumerable.Range(0, items).Select(item => $"i{item}")]);
        var bought = new Interactions(users, names, SparseMatrix.Of(users.Count, items, pairs.Select(pair => (pair.Key.Item1, pair.Key.Item2, pair.Value))));
        return new ImplicitAls { Factors = 64, Iterations = 2 }.Fit(bought);
    }

    /// <summary>
    /// implicit's confidence is alpha × value, ours 1 + alpha × value as in the paper: with values less 1 / alpha both make the
    /// very same loss small.
    /// </summary>
    private static LearningTask Als(string name, string title, int steps, string script, string peer) => new(name, title, 1.0,
        inputs =>
        {
            const float alpha = 10;
            var bought = Interactions.Of(Pairs(inputs, "ratings_train.csv").Select(pair => (pair.User, pair.Item, pair.Value - (1 / alpha))));
            return () => new ImplicitAls { Factors = 64, Alpha = alpha, Regularization = 0.1, Iterations = 15, Steps = steps }.Fit(bought);
        },
        (inputs, model) => new() { ["loss"] = ((ImplicitAlsModel)model).Loss, ["hit_rate_10"] = HitRate((ImplicitAlsModel)model, Pairs(inputs, "ratings_test.csv")) },
        PeerVariant.Sklearn(script) with { BlasThreads = "1", Stored = ("als", peer) });

    /// <summary>The share of the users of whom one of the first ten recommendations was right.</summary>
    private static double HitRate(ImplicitAlsModel model, IEnumerable<(string User, string Item, float Value)> later)
    {
        var truths = later.GroupBy(pair => pair.User, pair => pair.Item).ToList();
        return Math.Round((double)truths.Count(truth => model.Recommend(truth.Key, 10).Any(one => truth.Contains(one.Name))) / truths.Count, 5);
    }

    private static Interactions Ratings(PeerInputs inputs, string file) => Interactions.Of(Pairs(inputs, file));

    private static IEnumerable<(string User, string Item, float Value)> Pairs(PeerInputs inputs, string file) =>
        inputs.Lines(file).Skip(1).Select(line => line.Split(',')).Select(cells => (cells[0], cells[1], float.Parse(cells[2], CultureInfo.InvariantCulture)));
}
