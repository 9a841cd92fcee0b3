using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;

namespace Habitue.Tests.Learning.Recommendation;

/// <summary>Popularity and blends of it, counted by hand.</summary>
public sealed class HybridTests
{
    // Popularity: cup 1, pot 1, tea 3. Neighbours of tea: pot 1 / sqrt 3; cup was taken alone.
    private static readonly Interactions Bought = Interactions.Of([("ann", "tea", 1f), ("bob", "tea", 1f), ("bob", "pot", 1f), ("cat", "tea", 2f), ("dan", "cup", 1f)]);

    [Fact]
    public void Popularity_counts_users_or_adds_up_values()
    {
        Assert.Equal([1, 1, 3], new Popularity().Fit(Bought).Scores(0));
        Assert.Equal([1, 1, 4], new Popularity { ByValue = true }.Fit(Bought).Scores(3));
        Assert.Equal(["tea", "cup"], new Popularity().Fit(Bought).RecommendForBasket(Array.Empty<string>(), 2).Select(one => one.Name));
    }

    [Fact]
    public void Scores_are_brought_to_one_range_and_weighed()
    {
        var model = new Hybrid { Parts = [new(new ItemNeighbours(), 3), new(new Popularity(), 1)] }.Fit(Bought);

        Expected.Near([0, 0.75, 0.25], model.Scores(0)); // pot has the highest similarity, tea the highest popularity
    }

    [Fact]
    public void Reciprocal_ranks_count_places_only()
    {
        var model = new Hybrid { Parts = [new(new ItemNeighbours(), 3), new(new Popularity(), 1)], Blend = Blend.ReciprocalRanks, RankOffset = 60 }.Fit(Bought);

        Expected.Near([0, 3 / 61.0 / 4, 1 / 61.0 / 4], model.Scores(0));
    }

    [Fact]
    public void Equal_scores_share_a_rank_and_the_least_has_none()
    {
        var model = new Hybrid { Parts = [new(new Popularity())], Blend = Blend.ReciprocalRanks, RankOffset = 1 }
            .Fit(Interactions.Of([("a", "w", 1f), ("b", "w", 1f), ("a", "x", 1f), ("b", "x", 1f), ("a", "y", 1f)], moreItems: ["z"]));

        Expected.Near([1 / 2.0, 1 / 2.0, 1 / 4.0, 0], model.Scores(0));
    }

    [Fact]
    public void Where_one_knows_nothing_the_others_have_their_say()
    {
        var model = new Hybrid { Parts = [new(new ItemNeighbours(), 5), new(new Bpr { Factors = 2 }, 5), new(new Popularity(), 0.1)] }.Fit(Bought);
        var scores = new float[3];

        model.BasketScores([], [], scores); // neighbours know nothing of an empty basket, and Bpr has no answer for strangers

        Expected.Near([0, 0, 1], scores);
        Assert.Equal("tea", model.RecommendForBasket(Array.Empty<string>(), 1)[0].Name);
    }

    [Fact]
    public void Where_nobody_knows_anything_all_scores_are_0()
    {
        var model = new Hybrid { Parts = [new(new ItemNeighbours())] }.Fit(Bought);

        Assert.Equal([0, 0, 0], model.Scores(3)); // dan has only the cup, which nobody took with anything
    }

    [Fact]
    public void No_parts_and_weights_of_nothing_are_refused()
    {
        Assert.Contains("Hybrid.Parts is empty", Assert.Throws<SettingException>(() => new Hybrid { Parts = [] }.Fit(Bought)).Message, StringComparison.Ordinal);
        Assert.Contains("weight 0", Assert.Throws<SettingException>(() => new Hybrid { Parts = [new(new Popularity(), 0)] }.Fit(Bought)).Message, StringComparison.Ordinal);
    }
}
