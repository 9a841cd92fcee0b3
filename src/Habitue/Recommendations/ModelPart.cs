using Habitue.Learning;
using Habitue.Learning.Recommendation;

namespace Habitue.Recommendations;

/// <summary>
/// A recommender of the learning library. It may know other products than the snapshot, in another order: one that was learned
/// earlier, or from some of the products only. Customers whom it does not know it judges by their baskets.
/// </summary>
internal sealed class ModelPart : SparsePart
{
    private readonly int[]? numbers;   // of the snapshot's products in the model, -1 where it does not know one; null when they are the same
    private readonly int[]? products;  // of the model's items in the snapshot, the same the other way round
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
        products = new int[model.Known.Items.Count];
        Array.Fill(products, -1);
        for (var item = 0; item < numbers.Length; item++)
            if (numbers[item] >= 0) products[numbers[item]] = item;
    }

    public IRecommender Model { get; }

    public override void Scores(string customer, Basket basket, Span<float> into)
    {
        var own = numbers is null ? into : new float[Model.Known.Items.Count];
        Own(customer, basket, own);
        if (numbers is null) return;
        for (var item = 0; item < into.Length; item++) into[item] = numbers[item] < 0 ? 0 : own[numbers[item]];
    }

    public override int ScoresFor(int products) => Model is ItemNeighboursModel ? FewScores : products;

    /// <summary>The neighbours of what the customer has are few.</summary>
    protected override bool Scatter(string customer, Basket basket, ScoreBoard into)
    {
        if (Model is not ItemNeighboursModel { Nearest: var nearest }) return false;
        var user = User(customer);
        var (items, values) = user >= 0 ? (Model.Known.Values.IndicesOf(user).ToArray(), Model.Known.Values.ValuesOf(user).ToArray()) : InModel(basket);
        for (var i = 0; i < items.Length; i++)
        {
            var others = nearest.IndicesOf(items[i]);
            var alike = nearest.ValuesOf(items[i]);
            for (var other = 0; other < others.Length; other++)
                if ((products is null ? others[other] : products[others[other]]) is >= 0 and var item) into.Add(item, values[i] * alike[other]);
        }
        return true;
    }

    private int User(string customer) => isFresh || Model is not IBasketRecommender ? Model.Known.Users.Find(customer) : -1;

    /// <summary>The basket by the model's numbers.</summary>
    private (int[] Items, float[] Values) InModel(Basket basket)
    {
        if (numbers is null) return (basket.Items, basket.Values);
        var known = Enumerable.Range(0, basket.Items.Length).Where(i => numbers[basket.Items[i]] >= 0).OrderBy(i => numbers[basket.Items[i]]).ToArray();
        return ([.. known.Select(i => numbers[basket.Items[i]])], [.. known.Select(i => basket.Values[i])]);
    }

    private void Own(string customer, Basket basket, Span<float> into)
    {
        var user = User(customer);
        if (user >= 0)
        {
            Model.Scores(user, into);
            return;
        }
        into.Clear();
        if (Model is not IBasketRecommender strangers) return;
        var (items, values) = InModel(basket);
        if (items.Length > 0) strangers.BasketScores(items, values, into);
    }

    /// <summary>The scores of some products by their content alone; 0 for those that it does not know, and where the model is another one.</summary>
    public void ScoresOf(Basket basket, int[] some, Span<float> into)
    {
        into.Clear();
        if (Model is not ContentBasedModel content) return;
        var (items, values) = InModel(basket);
        int[] known = [.. Enumerable.Range(0, some.Length).Where(place => Number(some[place]) >= 0)];
        var scores = new float[known.Length];
        content.BasketScores(items, values, Array.ConvertAll(known, place => Number(some[place])), scores);
        for (var i = 0; i < known.Length; i++) into[known[i]] = scores[i];
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
