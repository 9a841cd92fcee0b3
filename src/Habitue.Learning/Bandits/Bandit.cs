using Habitue.Learning.Models;

namespace Habitue.Learning.Bandits;

/// <summary>
/// Decides among arms, remembers what it decided, and learns when outcomes arrive, however late: a reward is counted once by its
/// decision's id, a decision without one is closed as having brought nothing, and a reward after that puts it right. So what it has
/// learned depends on what came of each decision and not on the order in which that became known. Arms may come and go.
/// <code>
/// var bandit = new Bandit(new LinUcb { Features = 3, Explore = 0.05 }, seed: 7);
/// var choice = bandit.Choose("decision-1", ["tea", "coffee"], [1, 0.2, 3], moment: 100);
/// bandit.Reward("decision-1", 4.50);
/// bandit.Close(before: 50);
/// </code>
/// The same seed, decisions and outcomes give the same choices; what is drawn for an id does not depend on other ids. Not safe for
/// several threads at once. Memory: one entry per decision until <see cref="Forget"/> or <see cref="Trim"/>.
/// </summary>
public sealed class Bandit
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly List<ArmSums> sums = [];
    private readonly Dictionary<string, (double[] Chances, double Error)> worked = new(StringComparer.Ordinal);
    private readonly OpenDecisions decisions = new();

    /// <summary>A bandit that has learned nothing.</summary>
    /// <param name="recipe">How it divides decisions.</param>
    /// <param name="seed">Where its chance comes from.</param>
    /// <exception cref="SettingException">A setting of the recipe is outside its limits.</exception>
    public Bandit(IBanditRecipe recipe, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        Settings.Check(recipe);
        (Recipe, Seed) = (recipe, seed);
    }

    /// <summary>How it divides decisions.</summary>
    public IBanditRecipe Recipe { get; }

    /// <summary>Where its chance comes from.</summary>
    public Seed Seed { get; }

    /// <summary>The arms that it has met, in that order.</summary>
    public IReadOnlyList<string> Arms => names;

    /// <summary>How many outcomes it has learned from.</summary>
    public long Learned { get; private set; }

    /// <summary>How many decisions wait for their outcome.</summary>
    public int Open => decisions.Waiting;

    internal OpenDecisions Decisions => decisions;

    /// <summary>What came of an arm so far; nothing of one that it has not met.</summary>
    public ArmSums Of(string arm) => sums[Number(arm)];

    /// <summary>Draws an arm for a decision. The same id gets the same choice again as long as it is remembered.</summary>
    /// <param name="decision">The decision's id.</param>
    /// <param name="arms">The arms that may be drawn, each once.</param>
    /// <param name="context">As many numbers as the recipe's <see cref="IBanditRecipe.Features"/>.</param>
    /// <param name="moment">When, as any number that rises, such as seconds; for <see cref="Close"/> and <see cref="Forget"/>.</param>
    /// <exception cref="BadDataException">There is no arm, one comes twice, or the context does not fit.</exception>
    public BanditChoice Choose(string decision, IReadOnlyList<string> arms, ReadOnlySpan<double> context = default, long moment = 0)
    {
        if (decisions.Find(decision) is { } known) return new BanditChoice(names[known.Arm], known.Propensity, known.Error);
        Span<double> chances = arms.Count <= 64 ? stackalloc double[arms.Count] : new double[arms.Count];
        var error = Chances(arms, context, chances);
        var (at, left) = (0, new Seed(Seed.Value ^ Fnv(decision)).For(1).NextDouble());
        for (var i = 0; i < chances.Length; i++)
        {
            if (chances[i] <= 0) continue;
            at = i;
            if ((left -= chances[i]) < 0) break;
        }

        decisions.Add(decision, new OpenDecision(numbers[arms[at]], chances[at], error, moment, context.ToArray()));
        return new BanditChoice(arms[at], chances[at], error);
    }

    /// <summary>Remembers a decision that was drawn elsewhere, such as one of a log, so that its outcome counts.</summary>
    /// <returns>False when it is remembered already.</returns>
    /// <exception cref="BadDataException">The context does not fit, or the propensity is not above 0 and at most 1.</exception>
    public bool Remember(string decision, string arm, double propensity, ReadOnlySpan<double> context = default, long moment = 0)
    {
        Check(context);
        if (!(propensity is > 0 and <= 1)) throw new BadDataException($"The propensity of decision '{decision}' is {propensity}; it must be above 0 and at most 1.");
        if (decisions.Find(decision) is not null) return false;
        decisions.Add(decision, new OpenDecision(Number(arm), propensity, 0, moment, context.ToArray()));
        return true;
    }

    /// <summary>Writes with what chance each arm would be drawn now; they sum to 1.</summary>
    /// <returns>How far a chance may be from the recipe's own rule, one standard error.</returns>
    /// <inheritdoc cref="Choose"/>
    public double Chances(IReadOnlyList<string> arms, ReadOnlySpan<double> context, Span<double> into)
    {
        Check(context);
        if (arms.Count == 0) throw new BadDataException("A bandit needs at least one arm to draw from; there is none.");
        var key = Recipe.Features == 0 ? string.Join('\n', arms) : "";
        if (key.Length > 0 && worked.TryGetValue(key, out var found))
        {
            found.Chances.CopyTo(into);
            return found.Error;
        }

        if (arms.Distinct(StringComparer.Ordinal).Count() < arms.Count) throw new BadDataException("An arm stands twice among those to draw from.");
        var error = Recipe.Chances([.. arms.Select(Of)], context, Seed.For(unchecked((int)Learned)), into);
        foreach (ref var chance in into) chance = ((1 - Recipe.Explore) * chance) + (Recipe.Explore / into.Length);
        if (key.Length > 0) worked[key] = (into.ToArray(), error);
        return error;
    }

    /// <summary>Hands in what a decision brought.</summary>
    /// <exception cref="BadDataException">The reward is outside what the recipe takes.</exception>
    public RewardOutcome Reward(string decision, double reward)
    {
        Check(reward);
        var outcome = decisions.Settle(decision, reward, out var settled);
        if (outcome == RewardOutcome.Counted) Add(settled.Arm, settled.Context, reward);
        if (outcome == RewardOutcome.Corrected) Change(settled.Arm, settled.Context, reward);
        return outcome;
    }

    /// <summary>Closes the decisions made before a moment that have no outcome: they brought nothing.</summary>
    /// <returns>How many.</returns>
    public int Close(long before)
    {
        var closed = decisions.Close(before);
        foreach (var decision in closed) Add(decision.Arm, decision.Context, 0);
        return closed.Count;
    }

    /// <summary>Forgets decisions made before a moment that have been rewarded or closed; what was learned from them stays.</summary>
    /// <returns>How many.</returns>
    public int Forget(long before) => decisions.Forget(before);

    /// <summary>Remembers so many decisions at most: the oldest beyond are closed, when they wait, and forgotten. Their rewards are unknown from then on.</summary>
    /// <returns>How many were forgotten.</returns>
    public int Trim(int most)
    {
        var (closed, forgotten) = decisions.Trim(most);
        foreach (var decision in closed) Add(decision.Arm, decision.Context, 0);
        return forgotten;
    }

    /// <summary>Learns from a decision that somebody else made, such as one of a log.</summary>
    /// <inheritdoc cref="Reward"/>
    public void Learn(string arm, ReadOnlySpan<double> context, double reward)
    {
        Check(context);
        Check(reward);
        Add(Number(arm), context, reward);
    }

    /// <summary>All that it knows, to be saved.</summary>
    public BanditSnapshot Snapshot() => BanditSnapshot.Of(this);

    internal void Restore(string arm, ArmSums saved)
    {
        sums[Number(arm)] = saved;
        Learned += (long)saved.Count;
    }

    private int Number(string arm)
    {
        if (numbers.TryGetValue(arm, out var number)) return number;
        number = numbers[arm] = names.Count;
        names.Add(arm);
        sums.Add(new ArmSums(Recipe.Features));
        return number;
    }

    private void Add(int arm, ReadOnlySpan<double> context, double reward)
    {
        sums[arm].Add(context, reward);
        Learned++;
        worked.Clear();
    }

    private void Change(int arm, ReadOnlySpan<double> context, double reward)
    {
        sums[arm].Change(context, 0, reward);
        worked.Clear();
    }

    private void Check(double reward)
    {
        var (least, most) = Recipe.Rewards;
        if (!(reward >= least && reward <= most)) throw new BadDataException($"A reward is {reward}; {Recipe.GetType().Name} takes {(least == 0 ? $"{least} to {most}" : "finite numbers")}.");
    }

    private void Check(ReadOnlySpan<double> context)
    {
        if (context.Length != Recipe.Features) throw new BadDataException($"The context has {context.Length} numbers; {Recipe.GetType().Name} was told {Recipe.Features}.");
        foreach (var value in context)
            if (!double.IsFinite(value)) throw new BadDataException("The context has a missing or infinite number; fill it.");
    }

    /// <summary>FNV-1a of 64 bits over the id's characters.</summary>
    private static ulong Fnv(string text)
    {
        var hash = 14695981039346656037ul;
        foreach (var letter in text) hash = unchecked((hash ^ letter) * 1099511628211ul);
        return hash;
    }
}
