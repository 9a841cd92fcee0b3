using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;

namespace Habitue.Tests.Learning.Recommendation;

/// <summary>How well the first ten recommendations of each user met what they took later, as the shared peers compute it.</summary>
internal static class RankQuality
{
    public static (double HitRate, double Recall, double Ndcg) Of(IRecommender model, Interactions train, IReadOnlyList<(string User, string Item, float Value)> later)
    {
        const int at = 10;
        double hits = 0, recall = 0, ndcg = 0;
        var truths = later.GroupBy(pair => pair.User).ToList();
        foreach (var truth in truths)
        {
            var (wanted, user) = (truth.Select(pair => train.Items.Of(pair.Item)).ToHashSet(), train.Users.Of(truth.Key));
            bool[] got = [.. model.Recommend(user, at).Select(one => wanted.Contains(one.Item))];
            var most = Math.Min(at, wanted.Count);
            hits += got.Any(hit => hit) ? 1 : 0;
            recall += (double)got.Count(hit => hit) / most;
            ndcg += got.Select((hit, k) => hit ? 1 / Math.Log2(k + 2) : 0).Sum() / Enumerable.Range(0, most).Sum(k => 1 / Math.Log2(k + 2));
        }

        return (hits / truths.Count, recall / truths.Count, ndcg / truths.Count);
    }
}
