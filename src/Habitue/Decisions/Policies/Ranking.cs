using System.Collections.Immutable;
using System.Globalization;
using Habitue.Decisions.Customers;

namespace Habitue.Decisions.Policies;

/// <summary>What a policy made of the candidates.</summary>
/// <param name="Order">All of them, the first place first.</param>
/// <param name="Eligible">What the first place could have gone to, with the chance of each.</param>
internal sealed record Ranked(List<Candidate> Order, ImmutableArray<string> Eligible, ImmutableArray<double> Chances, double Propensity)
{
    public string? Model { get; init; }

    public string? ModelVersion { get; init; }

    public ImmutableArray<double> Context { get; init; } = [];

    public string? Variation { get; init; }
}

/// <summary>Puts what may be shown in order, as a placement's policy says.</summary>
internal sealed class Ranking(World world, BanditBook bandits, Assignments assignments)
{
    /// <param name="draws">False when the first place is given away already: a bandit then draws nothing, since nothing would come of it.</param>
    public Ranked Rank(Placement placement, string decision, DecideRequest request, List<Candidate> candidates, in CustomerView customer, DateTime now, bool draws = true) => placement.Policy.Kind switch
    {
        PolicyKind.Bandit => ByBandit(placement, decision, candidates, customer, now, draws),
        PolicyKind.Experiment => ByExperiment(placement, request, candidates),
        _ => ByScore(placement, decision, candidates, customer),
    };

    private Ranked ByScore(Placement placement, string decision, List<Candidate> candidates, in CustomerView customer)
    {
        var steering = world.Catalogue.Steerings[placement.Id];
        var words = CultureInfo.InvariantCulture;
        for (var i = 0; i < candidates.Count; i++)
        {
            var one = candidates[i];
            if (placement.Policy.Kind == PolicyKind.Rules) (one.Score, one.Words) = (candidates.Count - i, Joined(one.Words, i == 0 ? "first in the list of what may be shown" : $"number {i + 1} in the list of what may be shown"));
            if (placement.Policy.Kind != PolicyKind.ExpectedValue) continue;
            (one.Score, one.Words) = double.IsNaN(one.Value) ? (0, Joined(one.Words, "how likely it is accepted is not known"))
                : (one.Value, Joined(one.Words, string.Create(words, $"expected to bring {one.Value:0.##}: a chance of {one.Chance:0.#%} of {one.Margin:0.##}")));
        }
        Ordering.Weigh(candidates, steering);
        var sorted = Ordering.Sorted(candidates, steering);
        var (tier, explore) = (Ordering.TopTier(sorted, steering), placement.Policy.Explore);
        var chances = new double[tier];
        chances.AsSpan().Fill(explore / tier);
        chances[0] += 1 - explore;
        var drawn = 0;
        if (explore > 0 && tier > 1)
        {
            var left = Hashing.Draw(decision, "explore").NextDouble();
            while (drawn < tier - 1 && (left -= chances[drawn]) >= 0) drawn++;
        }
        ImmutableArray<string> eligible = [.. sorted.Take(tier).Select(one => one.Id)];
        if (drawn > 0)
        {
            var first = sorted[drawn];
            first.Words = Joined(first.Words, "shown to learn what it brings");
            sorted.RemoveAt(drawn);
            sorted.Insert(0, first);
        }
        var (model, version) = Model(placement, customer);
        return new Ranked(sorted, eligible, [.. chances], chances[drawn]) { Model = model, ModelVersion = version };
    }

    private Ranked ByBandit(Placement placement, string decision, List<Candidate> candidates, in CustomerView customer, DateTime now, bool draws)
    {
        var steering = world.Catalogue.Steerings[placement.Id];
        var sorted = Ordering.Sorted(candidates, steering);
        var arms = sorted.Take(Ordering.TopTier(sorted, steering)).ToArray();
        var context = new double[placement.Policy.Recipe!.Features];
        if (context.Length > 0) context[0] = 1;
        for (var i = 1; i < context.Length; i++) context[i] = placement.Policy.Context[i - 1].Of(customer);
        var draw = bandits.Draw(placement, draws ? decision : null, [.. arms.Select(arm => arm.Id)], context, Eligibility.Seconds(now));
        for (var i = 0; i < arms.Length; i++)
        {
            arms[i].Score = draw.Chances[i];
            arms[i].Words = Joined(arms[i].Words, string.Create(CultureInfo.InvariantCulture, $"chosen in {draw.Chances[i]:0.#%} of such cases by what came of {draw.Learned:N0} earlier ones"));
        }
        var order = Ordering.Sorted(candidates, steering);
        var first = order.FindIndex(one => one.Id == draw.Arm);
        if (first > 0)
        {
            var chosen = order[first];
            order.RemoveAt(first);
            order.Insert(0, chosen);
        }
        return new Ranked(order, [.. arms.Select(arm => arm.Id)], [.. draw.Chances], draw.Propensity)
        {
            Model = placement.Policy.Recipe.GetType().Name,
            ModelVersion = draw.Learned.ToString(CultureInfo.InvariantCulture),
            Context = [.. context],
        };
    }

    private Ranked ByExperiment(Placement placement, DecideRequest request, List<Candidate> candidates)
    {
        var policy = placement.Policy;
        var variation = assignments.Of(policy.Experiment!, request.Customer, policy.Variations);
        var weights = policy.Variations.Sum(one => one.Weight);
        var (order, chosen) = (new List<Candidate>(candidates), candidates.FindIndex(one => one.Id == variation.Offer));
        // A variation whose offer may not be shown to this customer shows nothing: another offer would mix up the arms.
        order = chosen < 0 ? [] : [order[chosen]];
        foreach (var one in order) one.Words = Joined(one.Words, $"variation {variation.Name} of the experiment {policy.Experiment}");
        return new Ranked(order, [.. policy.Variations.Select(one => one.Offer)], [.. policy.Variations.Select(one => one.Weight / weights)], variation.Weight / weights)
        {
            Model = policy.Experiment,
            Variation = variation.Name,
        };
    }

    private static (string? Model, string? Version) Model(Placement placement, in CustomerView customer) => placement.Policy.Kind switch
    {
        PolicyKind.Recommender => ("recommendations", customer.Table.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        PolicyKind.ExpectedValue => ("scores", customer.Table.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => (null, null),
    };

    private static string Joined(string before, string more) => before.Length == 0 ? more : $"{before}; {more}";
}
