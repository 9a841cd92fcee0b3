using Habitue.Learning.Recommendation;

namespace Habitue.Recommendations;

/// <summary>One product that goes with another one or is like it.</summary>
internal sealed record SimilarProduct(string Product, int Place, string Similar, double Score, string Reason, string Source);

/// <summary>
/// For each product the ten that the same customers bought; where there are fewer than ten, as for new ones, those that are
/// called and priced alike.
/// </summary>
internal static class SimilarProducts
{
    /// <summary>Comparing by content looks at all products: so many have it done for them at most.</summary>
    private const int MostByContent = 3_000;

    /// <summary>With fewer neighbours than this the content is asked.</summary>
    private const int Fewest = 5;

    private const float LeastLikeness = 0.3f;

    public static IReadOnlyList<SimilarProduct> Of(Snapshot snapshot, IReadOnlyList<Part> parts, Why why, int threads, CancellationToken cancel)
    {
        var neighbours = parts.OfType<ModelPart>().Select(part => part.Model).OfType<ItemNeighboursModel>().FirstOrDefault();
        var content = parts.OfType<ModelPart>().Select(part => part.Model).OfType<ContentBasedModel>().FirstOrDefault();
        var rows = new List<SimilarProduct>[snapshot.Products.Length];
        var byContent = 0;
        Parallel.For(0, rows.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = threads > 0 ? threads : -1 }, item => rows[item] = Bought(snapshot, neighbours, why, item));
        foreach (var item in Enumerable.Range(0, rows.Length).Where(item => rows[item].Count < Fewest))
            if (content is not null && byContent++ < MostByContent) Fill(snapshot, content, item, rows[item]);
        return [.. rows.SelectMany(list => list)];
    }

    private static List<SimilarProduct> Bought(Snapshot snapshot, ItemNeighboursModel? model, Why why, int item)
    {
        var product = snapshot.Products[item].Id;
        var own = model?.Known.Items.Find(product) ?? -1;
        if (own < 0) return [];
        var near = model!.Nearest.IndicesOf(own).ToArray();
        var alike = model.Nearest.ValuesOf(own).ToArray();
        return [.. near.Zip(alike, (other, score) => (Other: snapshot.Known.Items.Find(model.Known.Items[other]), Score: score))
            .Where(one => one.Other >= 0 && snapshot.OnSale[one.Other] && why.Both(item, one.Other) > 1)
            .OrderByDescending(one => one.Score).ThenBy(one => one.Other).Take(RecommendationTables.Places)
            .Select((one, place) => new SimilarProduct(product, place + 1, snapshot.Products[one.Other].Id, one.Score, $"bought by the same {why.Both(item, one.Other):N0} customers", PartNames.Bm25))];
    }

    private static void Fill(Snapshot snapshot, ContentBasedModel model, int item, List<SimilarProduct> rows)
    {
        var own = model.Known.Items.Find(snapshot.Products[item].Id);
        if (own < 0) return;
        foreach (var alike in model.SimilarItems(own, 3 * RecommendationTables.Places))
        {
            if (rows.Count >= RecommendationTables.Places || alike.Score < LeastLikeness) return;
            var other = snapshot.Known.Items.Find(alike.Name);
            if (other < 0 || !snapshot.OnSale[other] || rows.Any(row => row.Similar == alike.Name)) continue;
            if (Why.Alike(snapshot.Products[item], snapshot.Products[other]) is not { } words) continue;
            rows.Add(new SimilarProduct(snapshot.Products[item].Id, rows.Count + 1, alike.Name, alike.Score, words, PartNames.Content));
        }
    }
}
