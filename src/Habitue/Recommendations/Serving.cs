using Habitue.Insights;

namespace Habitue.Recommendations;

/// <summary>One line of what is recommended.</summary>
internal sealed record Recommendation(string Customer, int Place, string Product, double Score, string Reason, string Source);

/// <summary>
/// Recommends to every customer who bought before and has not objected, block after block; those who ordered last first as far as time is bounded.
/// </summary>
internal sealed class Serving
{
    /// <summary>Beside them each customer costs as much as so many scores: choosing, reasons, writing.</summary>
    private const int ScoresOfACustomer = 5_000;

    /// <summary>New products whose likeness to what somebody bought is less than this are not shown.</summary>
    private const float LeastLikeness = 0.2f;

    private readonly SliceRun run;
    private readonly Snapshot snapshot;
    private readonly Part[] parts;
    private readonly Blend blend;
    private readonly IReadOnlySet<string> refusals;
    private readonly ServingBounds bounds;
    private readonly Why why;
    private readonly int[] fresh;
    private readonly ModelPart? content;

    /// <param name="run">Threads and cancellation.</param>
    /// <param name="snapshot">What is known now.</param>
    /// <param name="parts">All parts; those without a weight give reasons only.</param>
    /// <param name="blend">How much each counts.</param>
    /// <param name="contexts">What is popular where.</param>
    /// <param name="refusals">Who must not be addressed.</param>
    /// <param name="bounds">How much is in memory at once, and how much is worked out at most.</param>
    public Serving(SliceRun run, Snapshot snapshot, IReadOnlyList<Part> parts, Blend blend, Contexts contexts, IReadOnlySet<string> refusals, ServingBounds bounds)
    {
        (this.run, this.snapshot, this.refusals, this.bounds) = (run, snapshot, refusals, bounds);
        int[] heard = [.. Enumerable.Range(0, parts.Count).Where(part => blend.Weights[part] > 0 || parts[part].Name == PartNames.Popular)];
        this.parts = [.. heard.Select(part => parts[part])];
        this.blend = new Blend([.. heard.Select(part => blend.Parts[part])], [.. heard.Select(part => blend.Weights[part])]);
        why = new Why(snapshot, this.parts, this.blend, contexts, parts);
        fresh = [.. Enumerable.Range(0, snapshot.Products.Length).Where(item => snapshot.Products[item].IsNew && snapshot.OnSale[item])];
        content = parts.OfType<ModelPart>().FirstOrDefault(part => part.Name == PartNames.Content);
    }

    /// <summary>How many customers may be served at once.</summary>
    public long MostServed => (long)(bounds.MostScores / (ScoresOfACustomer + parts.Sum(part => (double)part.ScoresFor(snapshot.Products.Length))));

    /// <summary>The lists of these customers, in their order.</summary>
    public IEnumerable<Recommendation> Recommend(PurchaseLog log)
    {
        var numbers = NumbersOf(log);
        for (var first = 0; first < log.Customers.Length; first += bounds.AtOnce)
        {
            var from = first;
            var answers = new List<Recommendation>?[Math.Min(bounds.AtOnce, log.Customers.Length - from)];
            Parallel.For(0, answers.Length, new ParallelOptions { CancellationToken = run.Cancel, MaxDegreeOfParallelism = run.Threads > 0 ? run.Threads : -1 }, place =>
            {
                var customer = log.Customers[from + place];
                if (!refusals.Contains(customer)) answers[place] = For(customer, Basket.Of(log, from + place, snapshot.At, numbers));
            });
            foreach (var list in answers)
                foreach (var line in list ?? []) yield return line;
        }
    }

    /// <summary>Those who ordered last, as many as may be served; what they bought is read for some at a time, so that memory does not grow with the customers.</summary>
    /// <param name="customers">How many ordered.</param>
    public IEnumerable<Recommendation> InBlocks(long customers)
    {
        const string Served = "recommendation_served";
        run.Warehouse.Execute($"CREATE OR REPLACE TEMP TABLE {Served} AS SELECT customer_id FROM orders WHERE is_known AND ordered_at < {PastFeatures.Literal(run.AsOf)} GROUP BY customer_id ORDER BY MAX(ordered_at) DESC, customer_id LIMIT {MostServed}", run.Cancel);
        var blocks = 1 + ((Math.Min(customers, MostServed) - 1) / bounds.Read);
        for (var block = 0; block < blocks; block++)
        {
            var log = PurchaseLog.Read(run.Warehouse, run.AsOf, $"customer_id IN (SELECT customer_id FROM {Served} WHERE stable_hash(customer_id) % {blocks} = {block})", run.Cancel);
            foreach (var line in Recommend(log)) yield return line;
        }
        run.Warehouse.Execute($"DROP TABLE {Served}");
    }

    private List<Recommendation> For(string customer, Basket basket)
    {
        var allowed = snapshot.AllowedFor(basket);
        var list = Shortlist.Of(parts, customer, basket, allowed);
        var scores = blend.Scores(list);
        var best = Best(basket, list, Shortlist.Top(scores, scores.Length));
        var answer = new List<Recommendation>(RecommendationTables.Places);
        var novelty = best.Any(place => snapshot.Products[list.Items[place]].IsNew) ? null : NewOne(customer, basket);
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
    private Recommendation? NewOne(string customer, Basket basket)
    {
        if (fresh.Length == 0 || content is null) return null;
        var scores = new float[fresh.Length];
        content.ScoresOf(basket, fresh, scores);
        var place = Enumerable.Range(0, fresh.Length).MaxBy(i => scores[i]);
        var best = fresh[place];
        return scores[place] < LeastLikeness || why.Alike(basket, best) is not { } words ? null
            : new Recommendation(customer, 0, snapshot.Products[best].Id, 0, $"new, {words}", PartNames.Content);
    }

    private int[] NumbersOf(PurchaseLog log) => [.. log.Products.Select(id => snapshot.Known.Items.Find(id))];
}
