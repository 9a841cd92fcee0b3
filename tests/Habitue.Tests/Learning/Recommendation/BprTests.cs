using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;

namespace Habitue.Tests.Learning.Recommendation;

public sealed class BprTests
{
    [Fact]
    public void Step_by_step_it_does_what_numpy_does()
    {
        var model = new Bpr { Factors = 3, Epochs = 20, LearningRate = 0.1, Regularization = 0.02, Seed = 9 }.Fit(Expected.Bought);

        for (var user = 0; user < 24; user++) Expected.Near(Expected.Table("bpr_scores")[user], model.Scores(user), 2e-4);
    }

    [Fact]
    public void What_a_user_took_comes_before_what_they_did_not()
    {
        var bought = Tastes.Of(users: 90, items: 30);
        var (model, right, all) = (new Bpr { Factors = 8 }.Fit(bought), 0, 0);
        for (var user = 0; user < 90; user++)
        {
            var (scores, has) = (model.Scores(user), bought.Values.IndicesOf(user).ToArray());
            foreach (var taken in has)
            {
                foreach (var other in Enumerable.Range(0, 30).Except(has))
                {
                    all++;
                    if (scores[taken] > scores[other]) right++;
                }
            }
        }

        Assert.True(right > 0.95 * all, $"{right} of {all}");
    }

    [Fact]
    public void A_path_holds_the_very_models_that_as_many_rounds_give()
    {
        var recipe = new Bpr { Factors = 3, LearningRate = 0.1, Seed = 9 };
        var path = recipe.FitPath(Expected.Bought, [1, 5, 20]);
        foreach (var (model, epochs) in path.Zip([1, 5, 20]))
        {
            var alone = (recipe with { Epochs = epochs }).Fit(Expected.Bought);
            for (var user = 0; user < 24; user++) Assert.Equal(alone.Scores(user), model.Scores(user));
            Assert.Equal(alone.Card.Settings, model.Card.Settings);
        }
        Assert.Equal("Epochs", Assert.Throws<SettingException>(() => recipe.FitPath(Expected.Bought, [5, 5])).Setting);
    }

    [Fact]
    public void Nothing_above_0_and_steps_too_long_are_refused()
    {
        Assert.Contains("value above 0", Assert.Throws<BadDataException>(() => new Bpr().Fit(Interactions.Of([("ann", "tea", 0f)]))).Message, StringComparison.Ordinal);
        var error = Assert.Throws<SettingException>(() => new Bpr { LearningRate = 10, Regularization = 10, Factors = 2 }.Fit(Expected.Bought));
        Assert.Equal("LearningRate", error.Setting);
    }
}
