using Habitue.Learning;
using Habitue.Learning.Bandits;

namespace Habitue.Bench.Decisions;

/// <summary>
/// What bandits lose against always taking the best arm, beside an even split, which is what a test of fixed shares loses. Outcomes come late by
/// some decisions, as they do on a site.
/// </summary>
internal static class Regret
{
    private const int Runs = 20, Rounds = 10_000, Delay = 200;
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];

    /// <param name="Name">The world in words.</param>
    /// <param name="Arms">How many arms there are.</param>
    /// <param name="Context">Draws who comes: the numbers that are known of them.</param>
    /// <param name="Mean">What an arm brings on average to one of whom this is known.</param>
    /// <param name="Reward">Draws what it brings.</param>
    private sealed record World(string Name, int Arms, Func<Habitue.Learning.Numerics.Generator, double[]> Context, Func<int, double[], double> Mean, Func<int, double[], Habitue.Learning.Numerics.Generator, double> Reward, (string Name, IBanditRecipe Recipe)[] Ways);

    public static void Write(TextWriter to)
    {
        to.WriteLine("## Bandits: regret");
        to.WriteLine();
        to.WriteLine($"{Runs} runs of {Rounds:N0} decisions each, outcomes {Delay} decisions late. Regret is what is lost against always taking the best arm; a share of");
        to.WriteLine("100 % is what an even split loses. The interval is of the mean over runs (95 %).");
        foreach (var world in Worlds())
        {
            to.WriteLine();
            to.WriteLine($"### {world.Name}");
            to.WriteLine();
            to.WriteLine("| way | regret per 1,000 decisions | share of the even split's | worst run |");
            to.WriteLine("|---|---:|---:|---:|");
            var even = Even(world);
            to.WriteLine($"| even split | {even * 1_000:N2} | 100 % | |");
            foreach (var (name, recipe) in world.Ways)
            {
                double[] shares = [.. Enumerable.Range(0, Runs).AsParallel().AsOrdered().Select(run => One(world, recipe, run) / even)];
                var mean = shares.Average();
                var error = 1.96 * Math.Sqrt(shares.Sum(share => (share - mean) * (share - mean)) / (Runs - 1) / Runs);
                to.WriteLine($"| {name} | {mean * even * 1_000:N2} | {mean:P1} ± {error:P1} | {shares.Max():P1} |");
            }
        }
        to.WriteLine();
    }

    private static World[] Worlds()
    {
        double[] rates = [0.03, 0.035, 0.04, 0.045, 0.06], money = [1.0, 1.2, 1.1, 0.9, 1.6];
        static double Wants(int arm, double[] who) => 0.05 + (0.1 * (arm % 2 == 0 ? Math.Max(0, who[1]) : Math.Max(0, -who[1])) * (arm < 2 ? 1 : 0.6));
        return
        [
            new("Clicks: five offers of 3 to 6 %", 5, _ => [], (arm, _) => rates[arm], (arm, _, random) => random.NextDouble() < rates[arm] ? 1 : 0,
                [("Thompson sampling", new BetaThompson()), ("Thompson sampling, 2 % explored", new BetaThompson { Explore = 0.02 }), ("epsilon-greedy, 10 %", new EpsilonGreedy())]),
            new("Money: five offers, one customer in ten buys for a skewed amount", 5, _ => [], (arm, _) => money[arm],
                (arm, _, random) => random.NextDouble() < 0.1 ? -Math.Log(1 - random.NextDouble()) * 10 * money[arm] : 0,
                [("Thompson sampling for money", new NormalThompson { PriorSpread = 4 }), ("epsilon-greedy, 10 %", new EpsilonGreedy())]),
            new("Context: four offers, each wanted by some", 4, random => [1, (2 * random.NextDouble()) - 1], Wants, (arm, who, random) => random.NextDouble() < Wants(arm, who) ? 1 : 0,
                [("LinUCB, alpha 0.5", new LinUcb { Features = 2, Alpha = 0.5 }), ("linear Thompson sampling", new LinearThompson { Features = 2, Width = 0.25 }), ("Thompson sampling, which looks at nobody", new BetaThompson())]),
        ];
    }

    private static double One(World world, IBanditRecipe recipe, int run)
    {
        var (bandit, random, waiting, arms) = (new Bandit(recipe, run), ((Seed)(1_000 + run)).For(0), new Queue<(string, double)>(), Names[..world.Arms]);
        var lost = 0.0;
        for (var round = 0; round < Rounds; round++)
        {
            var who = world.Context(random);
            var arm = Array.IndexOf(arms, bandit.Choose($"{round}", arms, recipe.Features == 0 ? [] : who, round).Arm);
            lost += Enumerable.Range(0, world.Arms).Max(one => world.Mean(one, who)) - world.Mean(arm, who);
            waiting.Enqueue(($"{round}", world.Reward(arm, who, random)));
            if (waiting.Count <= Delay) continue;
            var (id, reward) = waiting.Dequeue();
            bandit.Reward(id, reward);
        }
        return lost / Rounds;
    }

    private static double Even(World world)
    {
        var (random, lost) = (new Seed(1).For(0), 0.0);
        const int people = 100_000;
        for (var i = 0; i < people; i++)
        {
            var who = world.Context(random);
            double[] means = [.. Enumerable.Range(0, world.Arms).Select(arm => world.Mean(arm, who))];
            lost += means.Max() - means.Average();
        }
        return lost / people;
    }
}
