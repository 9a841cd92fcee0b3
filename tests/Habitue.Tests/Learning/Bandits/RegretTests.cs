using Habitue.Learning;
using Habitue.Learning.Bandits;

namespace Habitue.Tests.Learning.Bandits;

/// <summary>
/// What bandits are for: they lose less than an even split does, outcomes late by 50 decisions. The small form of what
/// <c>bench decisions</c> prints.
/// </summary>
public sealed class RegretTests
{
    private const int Rounds = 1_500, Runs = 4, Delay = 50;
    private static readonly double[] Rates = [0.1, 0.15, 0.3];
    private static readonly string[] Arms = ["a", "b", "c"];

    public static TheoryData<IBanditRecipe, double> Bounds => new()
    {
        { new BetaThompson(), 0.35 },
        { new NormalThompson { PriorSpread = 0.5 }, 0.35 },
        { new EpsilonGreedy { Explore = 0.1 }, 0.5 },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Without_a_context_a_bandit_loses_less_than_a_share_of_what_an_even_split_loses(IBanditRecipe recipe, double share)
    {
        double lost = 0, even = Runs * Rounds * (0.3 - Rates.Average());
        for (var run = 0; run < Runs; run++)
        {
            var (bandit, world, waiting) = (new Bandit(recipe, run), ((Seed)(100 + run)).For(0), new Queue<(string, double)>());
            for (var round = 0; round < Rounds; round++)
            {
                var arm = Array.IndexOf(Arms, bandit.Choose($"d{round}", Arms).Arm);
                lost += 0.3 - Rates[arm];
                waiting.Enqueue(($"d{round}", world.NextDouble() < Rates[arm] ? 1 : 0));
                if (waiting.Count <= Delay) continue;
                var (id, reward) = waiting.Dequeue();
                Assert.Equal(RewardOutcome.Counted, bandit.Reward(id, reward));
            }
        }

        Assert.InRange(lost / even, 0, share);
    }

    public static TheoryData<IBanditRecipe, double> ContextBounds => new()
    {
        { new LinUcb { Features = 2, Alpha = 1 }, 0.35 },
        { new LinearThompson { Features = 2, Width = 0.5 }, 0.35 },
    };

    [Theory]
    [MemberData(nameof(ContextBounds))]
    public void With_a_context_it_finds_out_who_wants_what(IBanditRecipe recipe, double share)
    {
        // Half of the customers want a, half want b: an even split, and any one arm for all, loses 0.2 of every decision.
        double lost = 0, even = Runs * Rounds * 0.2;
        for (var run = 0; run < Runs; run++)
        {
            var (bandit, world) = (new Bandit(recipe, run), ((Seed)(200 + run)).For(0));
            for (var round = 0; round < Rounds; round++)
            {
                var side = world.Below(2) == 0 ? -1 : 1;
                var chosen = bandit.Choose($"d{round}", ["a", "b"], [1, side]).Arm;
                var rate = (chosen == "a") == (side < 0) ? 0.5 : 0.1;
                lost += 0.5 - rate;
                bandit.Reward($"d{round}", world.NextDouble() < rate ? 1 : 0);
            }
        }

        Assert.InRange(lost / even, 0, share);
    }
}
