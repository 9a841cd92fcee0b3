using Habitue.Learning.Models;

namespace Habitue.Learning.Bandits;

/// <summary>
/// All that a bandit knows at one moment, to be saved: settings, sums of each arm, and the decisions that it remembers, so that
/// outcomes on their way are neither lost nor counted twice after <see cref="Resume"/>.
/// <code>
/// ModelFile.Save(bandit.Snapshot(), stream);
/// var bandit = ModelFile.Load&lt;BanditSnapshot&gt;(stream).Resume();
/// </code>
/// </summary>
public sealed class BanditSnapshot : IModel<BanditSnapshot>
{
    private readonly Bandit bandit;

    private BanditSnapshot(Bandit bandit, ModelCard card) => (this.bandit, Card) = (bandit, card);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("bandit", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>A bandit that goes on from here; each call gives one of its own.</summary>
    public Bandit Resume() => Copy(bandit);

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("recipe", [bandit.Recipe.GetType().Name]);
        to.Write("settings", Settings.Of(bandit.Recipe.GetType()).Select(setting => Convert.ToDouble(setting.Property.GetValue(bandit.Recipe))).ToArray());
        to.Write("seed", [unchecked((int)bandit.Seed.Value), unchecked((int)(bandit.Seed.Value >> 32))]);
        to.Write("arms", bandit.Arms);
        var each = ArmSums.SavedLength(bandit.Recipe.Features);
        var sums = new double[bandit.Arms.Count * each];
        for (var i = 0; i < bandit.Arms.Count; i++) bandit.Of(bandit.Arms[i]).Save(sums.AsSpan(i * each, each));
        to.Write("sums", sums);
        KeyValuePair<string, OpenDecision>[] decisions = [.. bandit.Decisions.All];
        to.Write("decisions", [.. decisions.Select(one => one.Key)]);
        to.Write("decision_arms", [.. decisions.Select(one => one.Value.Arm)]);
        to.Write("decision_states", [.. decisions.Select(one => (int)one.Value.State)]);
        to.Write("decision_chances", decisions.SelectMany(one => new[] { one.Value.Propensity, one.Value.Error }).ToArray());
        to.Write("decision_moments", [.. decisions.SelectMany(one => new[] { unchecked((int)one.Value.Moment), (int)(one.Value.Moment >> 32) })]);
        to.Write("decision_contexts", decisions.SelectMany(one => one.Value.Context).ToArray());
    }

    /// <inheritdoc/>
    public static BanditSnapshot Load(ModelReader from)
    {
        var seed = from.Integers("seed", 2);
        var bandit = new Bandit(Recipe(from), new Seed((uint)seed[0] | ((ulong)(uint)seed[1] << 32)));
        var (arms, each, features) = (from.Texts("arms"), ArmSums.SavedLength(bandit.Recipe.Features), bandit.Recipe.Features);
        var sums = from.Doubles("sums", arms.Length * each);
        for (var i = 0; i < arms.Length; i++) bandit.Restore(arms[i], new ArmSums(features, sums.AsSpan(i * each, each)));
        var ids = from.Texts("decisions");
        var (chosen, states) = (from.Integers("decision_arms", ids.Length), from.Integers("decision_states", ids.Length));
        var (chances, moments) = (from.Doubles("decision_chances", 2 * ids.Length), from.Integers("decision_moments", 2 * ids.Length));
        var contexts = from.Doubles("decision_contexts", ids.Length * features);
        for (var i = 0; i < ids.Length; i++)
        {
            if ((uint)chosen[i] >= arms.Length || (uint)states[i] > (int)DecisionState.Closed || bandit.Decisions.Find(ids[i]) is not null)
                throw new InvalidDataException($"The bandit's decision '{ids[i]}' is damaged.");
            var moment = (long)(((ulong)(uint)moments[(2 * i) + 1] << 32) | (uint)moments[2 * i]);
            var decision = new OpenDecision(chosen[i], chances[2 * i], chances[(2 * i) + 1], moment, contexts.AsSpan(i * features, features).ToArray());
            bandit.Decisions.Add(ids[i], decision with { State = (DecisionState)states[i] });
        }

        return new BanditSnapshot(bandit, from.Card);
    }

    internal static BanditSnapshot Of(Bandit bandit)
    {
        var card = ModelCard.Of(Format, bandit.Recipe, bandit.Arms, (int)Math.Min(int.MaxValue, bandit.Learned), ("open", bandit.Open));
        return new BanditSnapshot(Copy(bandit), card);
    }

    private static Bandit Copy(Bandit from)
    {
        var copy = new Bandit(from.Recipe, from.Seed);
        var each = new double[ArmSums.SavedLength(from.Recipe.Features)];
        foreach (var arm in from.Arms)
        {
            from.Of(arm).Save(each);
            copy.Restore(arm, new ArmSums(from.Recipe.Features, each));
        }

        foreach (var (id, decision) in from.Decisions.All) copy.Decisions.Add(id, decision);
        return copy;
    }

    private static IBanditRecipe Recipe(ModelReader from)
    {
        string name = from.Texts("recipe") is [var one] ? one : "";
        IBanditRecipe recipe = name switch
        {
            nameof(BetaThompson) => new BetaThompson(),
            nameof(NormalThompson) => new NormalThompson(),
            nameof(LinUcb) => new LinUcb(),
            nameof(LinearThompson) => new LinearThompson(),
            nameof(EpsilonGreedy) => new EpsilonGreedy(),
            _ => throw new InvalidDataException($"The file holds a bandit of the unknown recipe '{name}'."),
        };
        var settings = Settings.Of(recipe.GetType());
        var values = from.Doubles("settings", settings.Count);
        for (var i = 0; i < values.Length; i++) settings[i].Property.SetValue(recipe, Convert.ChangeType(values[i], settings[i].Property.PropertyType));
        return recipe;
    }
}
