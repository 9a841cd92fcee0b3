using System.Globalization;
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
    ];

    private static Interactions Ratings(PeerInputs inputs, string file) => Interactions.Of(Pairs(inputs, file));

    private static IEnumerable<(string User, string Item, float Value)> Pairs(PeerInputs inputs, string file) =>
        inputs.Lines(file).Skip(1).Select(line => line.Split(',')).Select(cells => (cells[0], cells[1], float.Parse(cells[2], CultureInfo.InvariantCulture)));
}
