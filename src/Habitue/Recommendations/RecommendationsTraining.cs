using Habitue.Insights;
using Habitue.ModelShelf;
using Habitue.Stages;

namespace Habitue.Recommendations;

/// <summary>Learns what to recommend, shelves it, and publishes everybody's list with reasons, similar products and how good it all is.</summary>
internal static class RecommendationsTraining
{
    public static StageDone Train(SliceRun run) => Train(run, new ServingBounds());

    /// <summary>The same with other bounds on how much is in memory at once.</summary>
    public static StageDone Train(SliceRun run, ServingBounds bounds)
    {
        Consent.Unknown.Keep(run);
        Publishing.Withdraw(run.Warehouse, RecommendationTables.Quality);
        var (log, customers) = Read(run);
        run.Stage.Moves(new StageProgress("comparing ways to recommend", 0, 3));
        var moments = Moments.Of(log, run.AsOf);
        var contest = RecommendationsContest.Run(run, log, moments, canServeBpr: customers <= PurchaseLog.MostCustomers);
        Publishing.Quality(run.Warehouse, contest);

        run.Stage.Moves(new StageProgress("learning from all orders", 1, 3));
        var snapshot = Snapshot.Of(run, log, run.AsOf, Shelves.Read(run));
        var parts = PartRecipes.Fit(snapshot, [.. PartRecipes.Learned.Where(name => contest.Blend.Used.Contains(name) || RecommendationsShelf.IsAlwaysThere(name, snapshot))], run.Seed, run.Fit, contest.Bpr, byBasket: true);
        var shelved = run.Shelf.Put(RecommendationsShelf.Draft(run, log, moments, contest, snapshot, parts));
        var weights = parts.Select(part => Array.IndexOf(contest.Blend.Parts, part.Name) is >= 0 and var i ? contest.Blend.Weights[i] : 0);
        var blend = new Blend([.. parts.Select(part => part.Name)], [.. weights]);
        var contexts = Contexts.Of(run, log, snapshot);
        Publish(run, snapshot, parts, new Why(snapshot, parts, blend, contexts, parts));
        if (shelved.PromotedSince is not null) return Recommend(run, log, customers, snapshot, parts, blend, contexts, shelved, bounds);

        // One of an earlier day may be promoted while that of today is not.
        var promoted = Promoted(run);
        var (itsParts, itsBlend) = RecommendationsShelf.Load(run.Shelf, promoted, snapshot);
        return Recommend(run, log, customers, snapshot, itsParts, itsBlend, contexts, promoted, bounds);
    }

    /// <summary>The lists anew, by the promoted model.</summary>
    public static StageDone Score(SliceRun run) => Score(run, new ServingBounds());

    /// <summary>The same with other bounds on how much is in memory at once.</summary>
    public static StageDone Score(SliceRun run, ServingBounds bounds)
    {
        var (log, customers) = Read(run);
        var promoted = Promoted(run);
        var snapshot = Snapshot.Of(run, log, run.AsOf, Shelves.Read(run));
        var (parts, blend) = RecommendationsShelf.Load(run.Shelf, promoted, snapshot);
        var contexts = Contexts.Of(run, log, snapshot);
        Publish(run, snapshot, parts, new Why(snapshot, parts, blend, contexts, parts));
        return Recommend(run, log, customers, snapshot, parts, blend, contexts, promoted, bounds);
    }

    /// <summary>What is there to learn from; from here on no table of an earlier moment is left.</summary>
    private static (PurchaseLog Log, long Customers) Read(SliceRun run)
    {
        Publishing.Withdraw(run.Warehouse, RecommendationTables.Recommendations, RecommendationTables.Starters, RecommendationTables.Similar, RecommendationTables.Repeats, RecommendationTables.LeftOut);
        var customers = run.Warehouse.Scalar<long>($"SELECT COUNT(DISTINCT customer_id) FROM orders WHERE is_known AND ordered_at < {PastFeatures.Literal(run.AsOf)}");
        return (PurchaseLog.Read(run.Warehouse, run.AsOf, PurchaseLog.PartToLearnFrom(customers), run.Cancel), customers);
    }

    private static ShelvedModel Promoted(SliceRun run) => run.Shelf.Promoted(RecommendationsShelf.Name) ?? throw new NotReadyException(
        run.Shelf.All().FirstOrDefault(one => one.Name == RecommendationsShelf.Name) is { } tried
            ? $"no way to recommend is surely better than what needs no model: {tried.Verdict} It needs more customers or a longer history."
            : "there is no model yet; `habitue train recommendations` makes one.");

    /// <summary>What is true of the products whether or not a model is good enough.</summary>
    private static void Publish(SliceRun run, Snapshot snapshot, IReadOnlyList<Part> parts, Why why)
    {
        Publishing.Repeats(run.Warehouse, snapshot);
        Publishing.Similar(run.Warehouse, SimilarProducts.Of(snapshot, parts, why, run.Threads, run.Cancel));
    }

    private static StageDone Recommend(SliceRun run, PurchaseLog log, long customers, Snapshot snapshot, IReadOnlyList<Part> parts, Blend blend, Contexts contexts, ShelvedModel shelved, ServingBounds bounds)
    {
        var refusals = Consent.Refusals(run.Warehouse) is { } query ? run.Warehouse.Rows<(string Customer, string Why)>($"SELECT customer_id, why FROM ({query}) refusals").ToDictionary(one => one.Customer, one => one.Why) : [];
        var serving = new Serving(run, snapshot, parts, blend, contexts, refusals.Keys.ToHashSet(StringComparer.Ordinal), bounds);
        run.Stage.Moves(new StageProgress("recommending", 2, 3));
        var everybody = customers <= serving.MostServed;
        var lists = everybody && customers <= PurchaseLog.MostCustomers && customers <= bounds.Read ? serving.Recommend(log) : serving.InBlocks(customers);
        var (all, strangers) = Publishing.Recommendations(run, snapshot, contexts, lists, refusals, serving.MostServed);
        var left = !everybody ? $", those who ordered last of {customers:N0}" : "";
        return new StageDone($"{Words.Count(all, "customer")}{left} with {RecommendationTables.Places} products each by {shelved.Recipe}{(strangers > 0 ? $", {strangers:N0} of whom never bought" : "")}{(Consent.InWords([.. refusals.Values.CountBy(why => why).Select(one => (one.Key, (long)one.Value))]) is { } words ? $"; {words}" : "")} ({Judgement(run, shelved)})");
    }

    private static string Judgement(SliceRun run, ShelvedModel shelved)
    {
        var hits = run.Shelf.Metrics(shelved).First(metric => metric is { Part: RankingSheet.All, Metric: RankingSheet.HitRate });
        return $"one right for {hits.Value:0 %}, {hits.Baseline:0 %} without a model";
    }
}
