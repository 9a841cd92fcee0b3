using Habitue.Learning;
using Habitue.Learning.Bandits;

namespace Habitue.Decisions;

/// <summary>
/// The bandit of each placement that has one. It goes on when the file changes, as long as recipe and context stay; another recipe begins
/// anew. Each has a lock of its own.
/// </summary>
internal sealed class BanditBook(Seed seed)
{
    /// <summary>So many decisions are remembered until their outcome at most; beyond, the oldest are closed as having brought nothing.</summary>
    public const int MostRemembered = 200_000;

    private readonly Dictionary<string, Bandit> bandits = new(StringComparer.Ordinal);

    /// <summary>Makes sure that each placement with a bandit has one of its recipe.</summary>
    public void Fit(Catalogue catalogue)
    {
        lock (bandits)
        {
            foreach (var placement in catalogue.Placements.Values)
                if (placement.Policy.Recipe is { } recipe && (!bandits.TryGetValue(placement.Id, out var known) || !known.Recipe.Equals(recipe)))
                    bandits[placement.Id] = new Bandit(recipe, seed);
        }
    }

    /// <summary>Does something with a placement's bandit; null when it has none.</summary>
    public T? With<T>(string placement, Func<Bandit, T> work)
    {
        Bandit? bandit;
        lock (bandits) bandit = bandits.GetValueOrDefault(placement);
        if (bandit is null) return default;
        lock (bandit) return work(bandit);
    }

    /// <summary>The chances of the arms, the draw for a decision, and what there is to say of the bandit. Without a decision it names the likeliest arm and remembers nothing.</summary>
    public BanditDraw Draw(Placement placement, string? decision, IReadOnlyList<string> arms, double[] context, long moment) => With(placement.Id, bandit =>
    {
        var chances = new double[arms.Count];
        bandit.Chances(arms, context, chances);
        if (decision is null) return new BanditDraw(arms[Array.IndexOf(chances, chances.Max())], 1, chances, bandit.Learned);
        var choice = bandit.Choose(decision, arms, context, moment);
        bandit.Trim(MostRemembered);
        return new BanditDraw(choice.Arm, choice.Propensity, chances, bandit.Learned);
    })!;

    /// <summary>Remembers a decision that was drawn before this process began, so that its outcome counts.</summary>
    public void Relearn(Decision decision, string arm) => With(decision.Placement, bandit =>
        bandit.Recipe.Features == decision.Context.Length && bandit.Remember(decision.Id, arm, decision.Propensity, [.. decision.Context], Eligibility.Seconds(decision.At)));

    public RewardOutcome Reward(string placement, string decision, double reward) =>
        With<RewardOutcome?>(placement, bandit => bandit.Reward(decision, Math.Clamp(reward, bandit.Recipe.Rewards.Least, bandit.Recipe.Rewards.Most))) ?? RewardOutcome.Unknown;

    /// <summary>Closes what has waited too long, and forgets what has waited twice as long.</summary>
    public void Tidy(Catalogue catalogue, long now)
    {
        foreach (var placement in catalogue.Placements.Values)
        {
            var window = (long)placement.Goal.Window.TotalSeconds;
            With(placement.Id, bandit => bandit.Close(now - window) + bandit.Forget(now - (2 * window)));
        }
    }

    public IReadOnlyList<(string Placement, BanditSnapshot Snapshot)> Snapshots()
    {
        (string Placement, Bandit Bandit)[] all;
        lock (bandits) all = [.. bandits.Select(one => (one.Key, one.Value))];
        return [.. all.Select(one => { lock (one.Bandit) return (one.Placement, one.Bandit.Snapshot()); })];
    }

    public void Restore(string placement, BanditSnapshot snapshot)
    {
        lock (bandits) bandits[placement] = snapshot.Resume();
    }
}

/// <summary>What a bandit drew.</summary>
internal sealed record BanditDraw(string Arm, double Propensity, double[] Chances, long Learned);
