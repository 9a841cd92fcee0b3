using System.Buffers;
using Habitue.Learning.Data;

namespace Habitue.Learning.Recommendation;

/// <summary>One item of an answer.</summary>
/// <param name="Item">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">Its score; higher is better.</param>
public readonly record struct Recommended(int Item, string Name, float Score);

/// <summary>
/// The best items, of every recommender: for a known user, for a basket, or like another item. The best come first, of
/// equal ones the one with the lower number. There may be fewer than asked for when few items are allowed.
/// Cost: one score for each item, and a heap of as many places as are asked for.
/// </summary>
public static class Recommending
{
    /// <summary>The best items for a known user.</summary>
    /// <param name="model">The recommender.</param>
    /// <param name="user">The user's number.</param>
    /// <param name="count">How many at most, 1 or more.</param>
    /// <param name="allowed">One place per item: whether it may be recommended (in stock, legal, in season); empty when all may.</param>
    /// <param name="again">Whether items that the user has already may come again; else they are left out.</param>
    public static Recommended[] Recommend(this IRecommender model, int user, int count, ReadOnlySpan<bool> allowed = default, bool again = false)
    {
        MustBeOne(user, model.Known.Users);
        return Best(model, count, allowed, again ? default : model.Known.Values.IndicesOf(user), (model, user), static (from, into) => from.model.Scores(from.user, into));
    }

    /// <summary>The best items for a known user.</summary>
    /// <exception cref="BadDataException">There is no such user; <c>RecommendForBasket</c> answers for strangers.</exception>
    /// <inheritdoc cref="Recommend(IRecommender, int, int, ReadOnlySpan{bool}, bool)"/>
    public static Recommended[] Recommend(this IRecommender model, string user, int count, ReadOnlySpan<bool> allowed = default, bool again = false) =>
        model.Recommend(model.Known.Users.Of(user), count, allowed, again);

    /// <summary>The best items for somebody of whom only a basket is known; what is in it is left out.</summary>
    /// <param name="model">The recommender.</param>
    /// <param name="basket">Items and how much of each; one that comes twice is added up. It may be empty.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="allowed">One place per item: whether it may be recommended; empty when all may.</param>
    /// <exception cref="BadDataException">An item is not known, or a value is missing or infinite.</exception>
    public static Recommended[] RecommendForBasket(this IBasketRecommender model, IEnumerable<(string Item, float Value)> basket, int count, ReadOnlySpan<bool> allowed = default)
    {
        ArgumentNullException.ThrowIfNull(basket);
        var amounts = new SortedDictionary<int, float>();
        foreach (var (name, value) in basket)
        {
            if (!float.IsFinite(value)) throw new BadDataException($"The basket has the value {value} for item '{name}'; leave it out.", name);
            var item = model.Known.Items.Of(name);
            amounts[item] = amounts.GetValueOrDefault(item) + value;
        }

        int[] items = [.. amounts.Keys];
        float[] values = [.. amounts.Values];
        return Best(model, count, allowed, items, (model, items, values), static (from, into) => from.model.BasketScores(from.items, from.values, into));
    }

    /// <summary>The best items for somebody of whom only a basket is known, one of each.</summary>
    /// <inheritdoc cref="RecommendForBasket(IBasketRecommender, IEnumerable{ValueTuple{string, float}}, int, ReadOnlySpan{bool})"/>
    public static Recommended[] RecommendForBasket(this IBasketRecommender model, IEnumerable<string> basket, int count, ReadOnlySpan<bool> allowed = default) =>
        model.RecommendForBasket(basket.Distinct(StringComparer.Ordinal).Select(item => (item, 1f)), count, allowed);

    /// <summary>The items that are most like one of them, itself left out.</summary>
    /// <param name="model">The recommender.</param>
    /// <param name="item">The item's number.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="allowed">One place per item: whether it may be among them; empty when all may.</param>
    public static Recommended[] SimilarItems(this ISimilarItems model, int item, int count, ReadOnlySpan<bool> allowed = default)
    {
        MustBeOne(item, model.Known.Items);
        return Best(model, count, allowed, [item], (model, item), static (from, into) => from.model.Similarities(from.item, into));
    }

    /// <summary>The items that are most like one of them, itself left out.</summary>
    /// <exception cref="BadDataException">There is no such item.</exception>
    /// <inheritdoc cref="SimilarItems(ISimilarItems, int, int, ReadOnlySpan{bool})"/>
    public static Recommended[] SimilarItems(this ISimilarItems model, string item, int count, ReadOnlySpan<bool> allowed = default) =>
        model.SimilarItems(model.Known.Items.Of(item), count, allowed);

    /// <summary>The scores of all items for a known user.</summary>
    public static float[] Scores(this IRecommender model, int user)
    {
        var into = new float[model.Known.Items.Count];
        model.Scores(user, into);
        return into;
    }

    internal static void MustBe(this IRecommender model, Span<float> into)
    {
        if (into.Length != model.Known.Items.Count) throw new ArgumentException($"There are {into.Length} places for {model.Known.Items}.", nameof(into));
    }

    private static void MustBeOne(int number, Names of)
    {
        if (number < 0 || number >= of.Count) throw new ArgumentOutOfRangeException(of.What, number, $"There are {of}, numbered from 0.");
    }

    private delegate void Scorer<T>(T from, Span<float> into);

    private static Recommended[] Best<T>(IRecommender model, int count, ReadOnlySpan<bool> allowed, ReadOnlySpan<int> leftOut, T from, Scorer<T> score)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var items = model.Known.Items;
        if (!allowed.IsEmpty && allowed.Length != items.Count) throw new ArgumentException($"There are {allowed.Length} places for {items}.", nameof(allowed));
        var rented = ArrayPool<float>.Shared.Rent(items.Count);
        var scores = rented.AsSpan(0, items.Count);
        score(from, scores);
        foreach (var item in leftOut) scores[item] = float.NegativeInfinity;
        var best = new TopList(Math.Min(count, items.Count));
        best.Offer(scores, allowed);
        ArrayPool<float>.Shared.Return(rented);
        var sorted = best.Sorted();
        var answer = new Recommended[sorted.Length];
        for (var i = 0; i < answer.Length; i++) answer[i] = new Recommended(sorted[i].Number, items[sorted[i].Number], sorted[i].Score);
        return answer;
    }
}
