using Habitue.Insights;

namespace Habitue.Recommendations;

/// <summary>One line of what is recommended.</summary>
internal sealed record Recommendation(string Customer, int Place, string Product, double Score, string Reason, string Source);

/// <summary>
/// Recommends to every customer who bought before and has not objected, those who ordered last first as far as time and memory
/// are bounded; and to known customers who never bought what their country buys.
/// </summary>
internal sealed class Serving(SliceRun run, Snapshot snapshot, IReadOnlyList<Part> parts, Blend blend, Contexts contexts, HashSet<string> objections)
{
    /// <summary>Customers times products times parts: so many scores at most are worked out.</summary>
    private const double MostScores = 3e9;

    /// <summary>New products whose likeness to what somebody bought is less than this are not shown.</summary>
    private const float LeastLikeness = 0.2f;

    private readonly Why why = new(snapshot, parts, blend, contexts);
    private readonly int[] fresh = [.. Enumerable.Range(0, snapshot.Products.Length).Where(item => snapshot.Products[item].IsNew && snapshot.OnSale[item])];
    private readonly ModelPart? content = parts.OfType<ModelPart>().FirstOrDefault(part => part.Name == PartNames.Content);

    /// <summary>How many customers may be served at once.</summary>
    public long MostServed => (long)(MostScores / Math.Max(1, snapshot.Products.Length) / Math.Max(1, parts.Count));

    /// <summary>The lists of these customers, in their order.</summary>
    public IEnumerable<Recommendation> Recommend(PurchaseLog log)
    {
        var numbers = NumbersOf(log);
        var answers = new List<Recommendation>?[log.Customers.Length];
        Parallel.For(0, answers.Length, new ParallelOptions { CancellationToken = run.Cancel, MaxDegreeOfParallelism = run.Threads > 0 ? run.Threads : -1 }, customer =>
        {
            if (objections.Contains(log.Customers[customer])) return;
            answers[customer] = For(log.Customers[customer], Basket.Of(log, customer, snapshot.At, numbers));
        });
        return answers.Where(list => list is not null).SelectMany(list => list!);
    }

    private List<Recommendation> For(string customer, Basket basket)
    {
        var allowed = snapshot.AllowedFor(basket);
        var list = Shortlist.Of(parts, customer, basket, allowed);
        var scores = blend.Scores(list);
        var best = Best(basket, list, Shortlist.Top(scores, scores.Length));
        var answer = new List<Recommendation>(RecommendationTables.Places);
        var novelty = best.Any(place => snapshot.Products[list.Items[place]].IsNew) ? null : NewOne(customer, basket, allowed);
        foreach (var place in novelty is null || best.Count < RecommendationTables.Places ? best : best.SkipLast(1))
        {
            var (words, source) = why.Of(customer, basket, list, place);
            answer.Add(new Recommendation(customer, answer.Count + 1, snapshot.Products[list.Items[place]].Id, scores[place], words, source));
        }
        if (novelty is not null) answer.Add(novelty with { Place = answer.Count + 1 });
        return answer;
    }

    /// <summary>The best ten, and behind them as many of the next as it takes to have five that are new to the customer.</summary>
    private static List<int> Best(Basket basket, Shortlist list, int[] ranked)
    {
        var best = new List<int>(RecommendationTables.Places);
        var fresh = 0;
        foreach (var place in ranked)
        {
            var isNew = !basket.Has(list.Items[place]);
            if (best.Count >= RecommendationTables.Places && (fresh >= RecommendationTables.FewestNew || !isNew)) continue;
            best.Add(place);
            if (isNew) fresh++;
        }
        return best;
    }

    /// <summary>The last place is for a product that nobody has bought yet, when it is of the sort that the customer buys.</summary>
    private Recommendation? NewOne(string customer, Basket basket, bool[] allowed)
    {
        if (fresh.Length == 0 || content is null) return null;
        var scores = new float[allowed.Length];
        content.Scores(customer, basket, scores);
        var best = fresh.MaxBy(item => scores[item]);
        return scores[best] < LeastLikeness || why.Alike(basket, best) is not { } words ? null
            : new Recommendation(customer, 0, snapshot.Products[best].Id, 0, $"new, {words}", PartNames.Content);
    }

    private int[] NumbersOf(PurchaseLog log) => [.. log.Products.Select(id => snapshot.Known.Items.Find(id))];
}
