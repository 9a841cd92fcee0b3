using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;

namespace Habitue.Tests.Learning.Recommendation;

public sealed class ContentBasedTests
{
    [Fact]
    public void Similarities_and_scores_are_those_of_scikit_learn()
    {
        var (model, alike) = (new ContentBased().Fit(Expected.Bought), new float[10]);

        for (var item = 0; item < 10; item++)
        {
            model.Similarities(item, alike);
            Expected.Near(Expected.Table("content_similarities")[item], alike);
        }

        for (var user = 0; user < 24; user++) Expected.Near(Expected.Table("content_scores")[user], model.Scores(user));
    }

    [Fact]
    public void An_item_that_nobody_took_is_recommended_for_what_it_is()
    {
        var bought = Interactions.Of([("ann", "black tea", 1f), ("bob", "cup", 1f)], moreItems: ["green tea", "saucer"])
            .WithAttributes([("black tea", "tea", 1f), ("green tea", "tea", 1f), ("cup", "china", 1f), ("saucer", "china", 1f)]);

        var model = new ContentBased { WeighRareness = false }.Fit(bought);

        Assert.Equal("green tea", model.Recommend("ann", 1)[0].Name);
        Assert.Equal(new Recommended(3, "saucer", 1), model.SimilarItems("cup", 1)[0]);
    }

    [Fact]
    public void Some_items_alone_get_the_very_scores_that_they_get_among_all()
    {
        var model = new ContentBased().Fit(Expected.Bought);
        var (all, some) = (new float[10], new float[3]);
        model.BasketScores([0, 4], [1, 2], all);
        model.BasketScores([0, 4], [1, 2], [7, 2, 5], some);
        Assert.Equal([all[7], all[2], all[5]], some);
    }

    [Fact]
    public void Without_attributes_there_is_nothing_to_learn_from() => Assert.Contains(
        "Interactions.WithAttributes", Assert.Throws<BadDataException>(() => new ContentBased().Fit(Interactions.Of([("ann", "tea", 1f)]))).Message, StringComparison.Ordinal);
}
