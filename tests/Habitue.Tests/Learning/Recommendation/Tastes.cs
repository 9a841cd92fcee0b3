using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Recommendation;

/// <summary>
/// A shop whose truth is known: a user of number u has taste u % 3 and an item of number i is to taste i % 3. Users mostly
/// take what is to their taste, never all of it, and now and then something else.
/// </summary>
internal static class Tastes
{
    public const int Count = 3;

    public static Interactions Of(int users, int items, int seed = 5)
    {
        var (random, pairs) = (((Seed)seed).For(0), new List<(int, int, float)>());
        for (var user = 0; user < users; user++)
        {
            for (var item = 0; item < items; item++)
            {
                var (draw, amount) = (random.NextDouble(), 1 + random.Below(5));
                if (draw < (user % Count == item % Count ? 0.6 : 0.04)) pairs.Add((user, item, amount));
            }
        }

        var attributes = Enumerable.Range(0, items).SelectMany(item => new[] { (item, item % Count, 3f), (item, Count + (item % 5), 1f) });
        return new Interactions(
            new Names("user", [.. Enumerable.Range(0, users).Select(user => $"user {user}")]),
            new Names("item", [.. Enumerable.Range(0, items).Select(item => $"item {item}")]),
            SparseMatrix.Of(users, items, pairs),
            SparseMatrix.Of(items, Count + 5, attributes));
    }
}
