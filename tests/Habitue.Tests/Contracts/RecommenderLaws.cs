using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;
using Habitue.Tests.Learning.Recommendation;

namespace Habitue.Tests.Contracts;

/// <summary>What holds besides for every algorithm that recommends.</summary>
public sealed class RecommenderLaws
{
    private static readonly Interactions Bought = Tastes.Of(users: 200, items: 45);

    public static TheoryData<string> Names() => [.. Algorithms.All.Where(algorithm => algorithm.Recipe is IEstimator<Interactions, IRecommender>).Select(algorithm => algorithm.Name)];

    /// <summary>Popularity knows no tastes; and to one that learns from ratings, what was not rated says nothing.</summary>
    public static TheoryData<string> NamesThatKnowTastes() => [.. Names().Select(row => row.Data).Except(["popularity", "matrix factorization of ratings"])];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_best_are_new_allowed_and_in_order(string name)
    {
        var model = Fit(name);
        bool[] allowed = [.. Enumerable.Range(0, 45).Select(item => item % 4 != 1)];

        for (var user = 0; user < 20; user++)
        {
            var (best, scores) = (model.Recommend(user, 10, allowed), model.Scores(user));
            int[] expected = [.. Enumerable.Range(0, 45).Where(item => allowed[item] && !Bought.Values.IndicesOf(user).Contains(item)).OrderByDescending(item => scores[item]).ThenBy(item => item).Take(10)];

            Assert.Equal(expected, best.Select(one => one.Item));
            Assert.All(best, one => Assert.Equal((Bought.Items[one.Item], scores[one.Item]), (one.Name, one.Score)));
        }
    }

    [Theory]
    [MemberData(nameof(NamesThatKnowTastes))]
    public void A_shop_with_a_known_truth_is_seen_through(string name)
    {
        var model = Fit(name);
        var right = Enumerable.Range(0, 100).Count(user => model.Recommend(user, 1)[0].Item % Tastes.Count == user % Tastes.Count);
        Assert.InRange(right, 90, 100); // chance would be right in 20: most of what is to one's taste is there already
    }

    [Theory]
    [MemberData(nameof(NamesThatKnowTastes))]
    public void A_basket_of_one_taste_gets_more_of_it(string name)
    {
        if (Fit(name) is not IBasketRecommender model) return;

        var best = model.RecommendForBasket(["item 4", "item 10", "item 16", "item 4"], 3);

        Assert.All(best, one => Assert.Equal(1, one.Item % Tastes.Count));
        Assert.DoesNotContain(best, one => one.Item is 4 or 10 or 16);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_empty_basket_is_fine_and_an_unknown_item_is_named(string name)
    {
        if (Fit(name) is not IBasketRecommender model) return;

        Assert.Equal(5, model.RecommendForBasket(Array.Empty<string>(), 5).Length);
        Assert.Contains("no item 'item 99'", Assert.Throws<BadDataException>(() => model.RecommendForBasket(["item 99"], 5)).Message, StringComparison.Ordinal);
        Assert.Contains("'item 1'", Assert.Throws<BadDataException>(() => model.RecommendForBasket([("item 1", float.NaN)], 5)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NamesThatKnowTastes))]
    public void What_is_alike_is_to_the_same_taste(string name)
    {
        if (Fit(name) is not ISimilarItems model) return;

        for (var item = 0; item < 45; item += 7)
        {
            var alike = model.SimilarItems($"item {item}", 3);
            Assert.All(alike, one => Assert.Equal(item % Tastes.Count, one.Item % Tastes.Count));
            Assert.DoesNotContain(alike, one => one.Item == item);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_place_too_few_or_a_stranger_is_refused(string name)
    {
        var model = Fit(name);

        Assert.Throws<ArgumentException>(() => model.Scores(0, new float[44]));
        Assert.Throws<ArgumentException>(() => model.Recommend(0, 5, new bool[44]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Recommend(0, 0));
        Assert.Contains("There are 200 users", Assert.Throws<ArgumentOutOfRangeException>(() => model.Recommend(200, 5)).Message, StringComparison.Ordinal);
        Assert.Contains("no user 'nobody'", Assert.Throws<BadDataException>(() => model.Recommend("nobody", 5)).Message, StringComparison.Ordinal);
    }

    /// <summary>The default recipe; where it has factors, as many as the shop has tastes, for more would learn chance by heart.</summary>
    private static IRecommender Fit(string name)
    {
        var recipe = Algorithms.All.Single(one => one.Name == name).Recipe;
        if (recipe.GetType().GetProperty("Factors") is { } factors)
        {
            recipe = recipe.GetType().GetMethod("<Clone>$")!.Invoke(recipe, null)!;
            factors.SetValue(recipe, Tastes.Count);
        }

        return ((IEstimator<Interactions, IRecommender>)recipe).Fit(Bought);
    }
}
