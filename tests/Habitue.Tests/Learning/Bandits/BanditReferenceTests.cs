using Habitue.Learning.Bandits;
using Habitue.Tests.Learning.Evaluation;

namespace Habitue.Tests.Learning.Bandits;

/// <summary>Bandits against what scipy and numpy make of the same outcomes (tests/reference/decisions.py).</summary>
public sealed class BanditReferenceTests
{
    [Fact]
    public void The_chance_of_the_best_rate_is_that_of_scipys_quadrature()
    {
        foreach (var one in Reference.Of("betas", "decisions").Items())
        {
            var (successes, trials) = (one.Integers("successes"), one.Integers("trials"));
            Posterior[] beliefs = [.. successes.Zip(trials, (s, n) => Posterior.Beta(1 + s, 1 + n - s))];
            var chances = new double[beliefs.Length];

            double error = ChanceOfBest.Exact(beliefs, chances);

            Reference.Near(one.Doubles("chances"), chances, 1e-8);
            Assert.InRange(error, 0, 1e-7);
        }
    }

    [Fact]
    public void A_bandit_hands_out_these_chances()
    {
        var one = Reference.Of("betas", "decisions").Items().ElementAt(1);
        var bandit = new Bandit(new BetaThompson { Explore = 0.3 }, seed: 1);
        string[] arms = ["a", "b", "c"];
        for (var arm = 0; arm < 3; arm++)
            for (var trial = 0; trial < one.Integers("trials")[arm]; trial++) bandit.Learn(arms[arm], [], trial < one.Integers("successes")[arm] ? 1 : 0);

        var chances = new double[3];
        bandit.Chances(arms, [], chances);

        Reference.Near([.. one.Doubles("chances").Select(chance => (0.7 * chance) + 0.1)], chances, 1e-8);
    }

    [Fact]
    public void The_mean_of_money_is_believed_as_integrating_over_its_spread_gives()
    {
        var expected = Reference.Of("money", "decisions");
        var recipe = new NormalThompson
        {
            PriorMean = expected.Number("priorMean"),
            PriorWeight = expected.Number("priorWeight"),
            PriorSpread = expected.Number("priorSpread"),
        };
        Posterior[] beliefs = [.. expected.Rows("samples").Select(sample => recipe.Belief(Filled(sample)))];
        var (at, below) = (expected.Doubles("at"), expected.Rows("below"));
        for (var arm = 0; arm < beliefs.Length; arm++)
        {
            for (var i = 0; i < at.Length; i++)
            {
                var chances = new double[2];
                ChanceOfBest.Exact([beliefs[arm], Posterior.Normal(at[i], 0)], chances); // a value that is known
                Assert.Equal(below[arm][i], chances[1], 1e-6);
            }
        }

        var best = new double[beliefs.Length];
        ChanceOfBest.Exact(beliefs, best);
        Reference.Near(expected.Doubles("chances"), best, 1e-6);
    }

    [Fact]
    public void LinUcb_scores_as_the_papers_algorithm_with_a_fresh_inverse()
    {
        var expected = Reference.Of("linear", "decisions");
        var (contexts, chosen, rewards) = (expected.Rows("contexts"), expected.Integers("chosen"), expected.Doubles("rewards"));
        var recipe = new LinUcb { Features = 4, Alpha = expected.Number("alpha"), Ridge = expected.Number("ridge") };
        var bandit = new Bandit(recipe, seed: 1);
        string[] arms = ["0", "1", "2"];
        var chances = new double[3];
        for (var step = 0; step < contexts.Length; step++)
        {
            Reference.Near(expected.Rows("scores")[step], [.. arms.Select(arm => recipe.Score(bandit.Of(arm), contexts[step]))], 1e-10);
            bandit.Chances(arms, contexts[step], chances);
            if (step >= 3) Assert.Equal(1, chances[chosen[step]]);
            bandit.Learn(arms[chosen[step]], contexts[step], rewards[step]);
        }
    }

    [Fact]
    public void Linear_Thompson_draws_each_arm_as_often_as_it_is_likely_the_best_here()
    {
        var expected = Reference.Of("linear", "decisions");
        var bandit = new Bandit(new LinearThompson { Features = 4, Ridge = expected.Number("ridge"), Width = 0.5 }, seed: 1);
        var contexts = expected.Rows("contexts");
        var steps = expected["chances"].Items().ToDictionary(one => (int)one.Number("step"), one => one.Doubles("chances"));
        for (var step = 0; step < contexts.Length; step++)
        {
            bandit.Learn($"{expected.Integers("chosen")[step]}", contexts[step], expected.Doubles("rewards")[step]);
            if (!steps.TryGetValue(step, out var chances)) continue;
            var found = new double[3];
            bandit.Chances(["0", "1", "2"], contexts[step], found);
            Reference.Near(chances, found, 1e-8);
        }

        Assert.Equal(2, steps.Count);
    }

    private static ArmSums Filled(double[] sample)
    {
        var arm = new ArmSums(0);
        foreach (var value in sample) arm.Add([], value);
        return arm;
    }
}
