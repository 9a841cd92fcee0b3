using Habitue.Learning;
using Habitue.Learning.OffPolicy;

namespace Habitue.Bench.Decisions;

/// <summary>How often the limits of off-policy estimates hold the true value, which is known here because the world is made up.</summary>
internal static class Coverage
{
    private const int Logs = 2_000;

    /// <param name="Name">The log in words.</param>
    /// <param name="Logged">The log's chances for one of whom this number is known.</param>
    /// <param name="Policy">The judged policy's.</param>
    private sealed record Case(string Name, int Decisions, Func<double, double[]> Logged, Func<double, double[]> Policy);

    public static void Write(TextWriter to)
    {
        to.WriteLine("## Off-policy estimates: how often 95 % limits hold the true value");
        to.WriteLine();
        to.WriteLine($"{Logs:N0} logs each; three actions, clicks whose rates depend on the customer. The standard error of a share is {Math.Sqrt(0.95 * 0.05 / Logs):P1}.");
        to.WriteLine();
        to.WriteLine("| log and policy | decisions | counts as | IPS | SNIPS | doubly robust | width IPS | width SNIPS | width DR |");
        to.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var one in Cases())
        {
            var truth = Truth(one);
            var found = Enumerable.Range(0, Logs).AsParallel().AsOrdered().Select(log => Judge(one, log)).ToArray();
            string Held(Func<OffPolicyEstimate[], OffPolicyEstimate> of) => $"{found.Count(each => of(each).Value.Low <= truth && truth <= of(each).Value.High) / (double)Logs:P1}";
            string Width(Func<OffPolicyEstimate[], OffPolicyEstimate> of) => $"{found.Average(each => of(each).Value.High - of(each).Value.Low):0.0000}";
            to.WriteLine($"| {one.Name} | {one.Decisions:N0} | {found.Average(each => each[0].EffectiveDecisions):N0} | {Held(e => e[0])} | {Held(e => e[1])} | {Held(e => e[2])} | {Width(e => e[0])} | {Width(e => e[1])} | {Width(e => e[2])} |");
        }
        to.WriteLine();
    }

    private static Case[] Cases() =>
    [
        new("even log, one action always", 1_000, _ => [1 / 3.0, 1 / 3.0, 1 / 3.0], _ => [0, 0, 1]),
        new("a bandit's log (0.9, 0.05, 0.05), even policy", 3_000, _ => [0.9, 0.05, 0.05], _ => [1 / 3.0, 1 / 3.0, 1 / 3.0]),
        new("log and policy both look at the customer", 2_000, who => who < 0.5 ? [0.6, 0.2, 0.2] : [0.2, 0.2, 0.6], who => who < 0.5 ? [0, 0.2, 0.8] : [0.8, 0.2, 0]),
        new("five in a hundred explored, the other action always", 5_000, _ => [0.95, 0.025, 0.025], _ => [0, 1, 0]),
    ];

    private static double Rate(int action, double who) => action switch { 0 => 0.1 + (0.2 * who), 1 => 0.15, _ => 0.3 - (0.2 * who) };

    /// <summary>By many evenly spaced customers: nothing is drawn.</summary>
    private static double Truth(Case one)
    {
        const int people = 100_000;
        return Enumerable.Range(0, people).Average(i =>
        {
            var who = (i + 0.5) / people;
            return Enumerable.Range(0, 3).Sum(action => one.Policy(who)[action] * Rate(action, who));
        });
    }

    private static OffPolicyEstimate[] Judge(Case one, int log)
    {
        var random = ((Seed)log).For(0);
        double[] rewards = new double[one.Decisions], propensities = new double[one.Decisions], chances = new double[one.Decisions], context = new double[one.Decisions];
        var taken = new int[one.Decisions];
        for (var i = 0; i < one.Decisions; i++)
        {
            context[i] = random.NextDouble();
            var (logged, drawn) = (one.Logged(context[i]), random.NextDouble());
            taken[i] = drawn < logged[0] ? 0 : drawn < logged[0] + logged[1] ? 1 : 2;
            (propensities[i], chances[i]) = (logged[taken[i]], one.Policy(context[i])[taken[i]]);
            rewards[i] = random.NextDouble() < Rate(taken[i], context[i]) ? 1 : 0;
        }
        var expected = new RewardModel().Expect(rewards, taken, 3, context);
        double[] ofTaken = [.. taken.Select((action, i) => expected[(3 * i) + action])];
        double[] ofPolicy = [.. context.Select((who, i) => Enumerable.Range(0, 3).Sum(action => one.Policy(who)[action] * expected[(3 * i) + action]))];
        var decisions = new LoggedDecisions(rewards, propensities, chances);
        return [OffPolicyValue.Ips(decisions), OffPolicyValue.Snips(decisions), OffPolicyValue.DoublyRobust(decisions, ofTaken, ofPolicy)];
    }
}
