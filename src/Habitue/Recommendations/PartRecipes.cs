using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;

namespace Habitue.Recommendations;

/// <summary>The recommenders that compete, with the settings that fit what there is, and the caps that bound time and memory.</summary>
internal static class PartRecipes
{
    /// <summary>EASE takes the cube of the products in time: it speaks for so many at most, those with the most buyers.</summary>
    public const int MostEaseProducts = 1_000;

    /// <summary>The names of those that learn.</summary>
    public static IReadOnlyList<string> Learned { get; } = [PartNames.Bpr, PartNames.Ease, PartNames.Als, PartNames.Bm25, PartNames.Cosine, PartNames.Content];

    /// <summary>All parts of a snapshot, freshly learned; the learned ones only when wanted.</summary>
    /// <param name="snapshot">What to learn from.</param>
    /// <param name="wanted">The names of those that are to learn.</param>
    /// <param name="seed">Where chance starts from.</param>
    /// <param name="run">How the fits are carried out.</param>
    /// <param name="bpr">How BPR learns; needed where it does.</param>
    /// <param name="byBasket">Judge also those customers by their baskets who were learned from: as a model does that comes from the shelf.</param>
    public static IReadOnlyList<Part> Fit(Snapshot snapshot, IReadOnlyCollection<string> wanted, Seed seed, FitRun run, BprTuning? bpr, bool byBasket = false)
    {
        string[] names = [.. Learned.Where(name => wanted.Contains(name) && Can(name, snapshot))];
        var models = new Part[names.Length];
        // The slow ones come first; BPR works on one thread, the others beside it.
        Parallel.For(0, names.Length, new ParallelOptions { CancellationToken = run.Cancel, MaxDegreeOfParallelism = run.Threads > 0 ? run.Threads : -1 },
            i => models[i] = new ModelPart(names[i], Model(names[i], snapshot, seed, bpr, run with { Progress = null }), snapshot, isFresh: !byBasket));
        return [.. Counted(snapshot), .. models.Reverse()];
    }

    /// <summary>The parts that need no learning.</summary>
    public static IReadOnlyList<Part> Counted(Snapshot snapshot) =>
        [new PopularPart(PartNames.Popular, snapshot.Buyers), new PopularPart(PartNames.Lately, snapshot.BuyersLately), new BuyAgainPart(snapshot)];

    /// <summary>Where nobody knows what the products are, nothing can be said by it.</summary>
    public static bool Can(string name, Snapshot snapshot) => name != PartNames.Content || snapshot.Known.Attributes is { Count: > 0 };

    private static IRecommender Model(string name, Snapshot snapshot, Seed seed, BprTuning? bpr, FitRun run)
    {
        var known = snapshot.Known;
        return name switch
        {
            PartNames.Cosine => new ItemNeighbours { Neighbours = 100 }.Fit(known, run),
            PartNames.Bm25 => new ItemNeighbours { Similarity = Similarity.Bm25, Neighbours = 100 }.Fit(known, run),
            PartNames.Als => new ImplicitAls { Factors = 32, Iterations = 8, Seed = seed }.Fit(known, run),
            PartNames.Bpr => bpr!.Recipe(known.Values.Count, seed).Fit(known, run),
            PartNames.Ease => new Ease { Ridge = Math.Clamp(known.Values.Rows / 10.0, 20, 1000) }.Fit(MostBought(snapshot), run),
            PartNames.Content => new ContentBased().Fit(known, run),
            _ => throw new ArgumentException($"There is no recipe for {name}.", nameof(name)),
        };
    }

    /// <summary>The products with the most buyers, in the order of their ids.</summary>
    private static Interactions MostBought(Snapshot snapshot)
    {
        var known = snapshot.Known;
        if (known.Items.Count <= MostEaseProducts) return known;
        int[] kept = [.. Enumerable.Range(0, known.Items.Count).OrderByDescending(item => snapshot.Buyers[item]).ThenBy(item => item).Take(MostEaseProducts).Order()];
        var number = new int[known.Items.Count];
        Array.Fill(number, -1);
        for (var i = 0; i < kept.Length; i++) number[kept[i]] = i;
        List<int> starts = [0], indices = [];
        List<float> values = [];
        foreach (var basket in snapshot.Baskets)
        {
            for (var i = 0; i < basket.Items.Length; i++)
            {
                if (number[basket.Items[i]] < 0) continue;
                indices.Add(number[basket.Items[i]]);
                values.Add(basket.Values[i]);
            }
            starts.Add(indices.Count);
        }
        return new Interactions(known.Users, new Names("item", [.. kept.Select(item => known.Items[item])]), new SparseMatrix(kept.Length, [.. starts], [.. indices], [.. values]));
    }
}
