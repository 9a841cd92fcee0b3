using Habitue.Learning;
using Habitue.Learning.Recommendation;

namespace Habitue.Recommendations;

/// <summary>One voice in the choice of products: it gives every product of a snapshot a score for a customer; 0 and less is nothing to say.</summary>
internal abstract class Part(string name)
{
    /// <summary>As in the tables.</summary>
    public string Name => name;

    /// <summary>Writes the score of each product.</summary>
    /// <param name="customer">The customer's id.</param>
    /// <param name="basket">What they had bought.</param>
    /// <param name="into">One place per product of the snapshot.</param>
    public abstract void Scores(string customer, Basket basket, Span<float> into);
}

/// <summary>The same for everybody: how many bought it.</summary>
internal sealed class PopularPart(string name, float[] buyers) : Part(name)
{
    public override void Scores(string customer, Basket basket, Span<float> into) => buyers.CopyTo(into);
}

/// <summary>
/// What a customer has bought before and people come back for: the surer they do and the oftener this one did, the
/// higher, and ever lower when the usual time for it has passed.
/// </summary>
internal sealed class BuyAgainPart(Snapshot snapshot) : Part(PartNames.Again)
{
    /// <summary>A shorter time than this is not told apart.</summary>
    public const double LeastGapDays = 30;

    public override void Scores(string customer, Basket basket, Span<float> into)
    {
        into.Clear();
        for (var i = 0; i < basket.Items.Length; i++)
        {
            var repeat = snapshot.Repeats[basket.Items[i]];
            if (!repeat.IsReplenishable) continue;
            var gap = Math.Max(repeat.GapDays, LeastGapDays);
            var late = Math.Max(0, basket.DaysSince(i, snapshot.At) - gap);
            into[basket.Items[i]] = (float)(repeat.Share.Low * basket.Orders[i] * Math.Pow(0.5, late / gap));
        }
    }
}

/// <summary>
/// A recommender of the learning library. It may know other products than the snapshot, in another order: one that was learned
/// earlier, or from some of the products only. Customers whom it does not know it judges by their baskets.
/// </summary>
internal sealed class ModelPart : Part
{
    private readonly int[]? numbers;   // of the snapshot's products in the model, -1 where it does not know one; null when they are the same
    private readonly bool isFresh;

    /// <param name="name">As in the tables.</param>
    /// <param name="model">The recommender.</param>
    /// <param name="snapshot">What is scored.</param>
    /// <param name="isFresh">The model learned from this very snapshot, so what it knows of a customer is all there is.</param>
    public ModelPart(string name, IRecommender model, Snapshot snapshot, bool isFresh)
        : base(name)
    {
        (Model, this.isFresh) = (model, isFresh);
        if (ReferenceEquals(model.Known.Items, snapshot.Known.Items)) return;
        numbers = [.. snapshot.Products.Select(product => model.Known.Items.Find(product.Id))];
    }

    public IRecommender Model { get; }

    public override void Scores(string customer, Basket basket, Span<float> into)
    {
        var own = numbers is null ? into : new float[Model.Known.Items.Count];
        Own(customer, basket, own);
        if (numbers is null) return;
        for (var item = 0; item < into.Length; item++) into[item] = numbers[item] < 0 ? 0 : own[numbers[item]];
    }

    private void Own(string customer, Basket basket, Span<float> into)
    {
        var user = isFresh || Model is not IBasketRecommender ? Model.Known.Users.Find(customer) : -1;
        if (user >= 0)
        {
            Model.Scores(user, into);
            return;
        }
        into.Clear();
        if (Model is not IBasketRecommender strangers) return;
        if (numbers is null)
        {
            strangers.BasketScores(basket.Items, basket.Values, into);
            return;
        }
        var known = Enumerable.Range(0, basket.Items.Length).Where(i => numbers[basket.Items[i]] >= 0).OrderBy(i => numbers[basket.Items[i]]).ToArray();
        if (known.Length > 0) strangers.BasketScores([.. known.Select(i => numbers[basket.Items[i]])], [.. known.Select(i => basket.Values[i])], into);
    }

    /// <summary>Which product of the basket speaks most for another one; only neighbours and weights between products can say.</summary>
    /// <returns>Its place in the basket; -1 when none does.</returns>
    public int Because(Basket basket, int item)
    {
        var (best, because, wanted) = (0f, -1, Number(item));
        for (var place = 0; place < basket.Items.Length && wanted >= 0; place++)
        {
            var from = Number(basket.Items[place]);
            var weight = from < 0 || from == wanted ? 0 : Weight(from, wanted) * basket.Values[place];
            if (weight > best) (best, because) = (weight, place);
        }
        return because;
    }

    private int Number(int item) => numbers is null ? item : numbers[item];

    private float Weight(int from, int to)
    {
        if (Model is EaseModel ease) return ease.Weights(from)[to];
        if (Model is not ItemNeighboursModel { Nearest: var nearest }) return 0;
        var place = nearest.IndicesOf(from).BinarySearch(to);
        return place < 0 ? 0 : nearest.ValuesOf(from)[place];
    }
}

/// <summary>The parts, as the tables name them and as people say it.</summary>
internal static class PartNames
{
    public const string Popular = "popular", Lately = "popular lately", BuyAgain = "buy again", Again = "time to buy again", Cosine = "neighbours (cosine)", Bm25 = "neighbours (BM25)",
        Als = "ALS", Bpr = "BPR", Ease = "EASE", Content = "content", Hybrid = "hybrid";

    /// <summary>What needs no model.</summary>
    public static readonly string[] Baselines = [Popular, Lately, BuyAgain];

    /// <summary>As the name of a file.</summary>
    public static string File(string name) => string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
}
