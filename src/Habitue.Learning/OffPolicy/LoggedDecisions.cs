namespace Habitue.Learning.OffPolicy;

/// <summary>
/// Decisions as they were logged, and what the policy to be judged would have done in the same places: for each what it brought, with
/// what chance the action taken was taken, and with what chance the other policy would have taken it.
/// </summary>
public sealed class LoggedDecisions
{
    /// <summary>Columns of one length.</summary>
    /// <param name="rewards">What each decision brought.</param>
    /// <param name="propensities">With what chance the log's policy took the action it took: above 0 and at most 1.</param>
    /// <param name="chances">With what chance the policy to be judged takes that action: 0 to 1.</param>
    /// <exception cref="BadDataException">Lengths differ, or a value is outside its limits; the message names the row.</exception>
    public LoggedDecisions(double[] rewards, double[] propensities, double[] chances)
    {
        ArgumentNullException.ThrowIfNull(rewards);
        ArgumentNullException.ThrowIfNull(propensities);
        ArgumentNullException.ThrowIfNull(chances);
        if (rewards.Length != propensities.Length || rewards.Length != chances.Length)
            throw new BadDataException($"There are {rewards.Length} rewards, {propensities.Length} propensities and {chances.Length} chances; there must be one of each for each decision.");
        if (rewards.Length == 0) throw new BadDataException("There are no logged decisions to judge a policy by.");
        for (var i = 0; i < rewards.Length; i++)
        {
            if (!double.IsFinite(rewards[i])) throw new BadDataException($"The reward of decision {i} is {rewards[i]}; it must be a finite number.", "rewards", i);
            if (!(propensities[i] is > 0 and <= 1)) throw new BadDataException($"The propensity of decision {i} is {propensities[i]}; it must be above 0 and at most 1.", "propensities", i);
            if (!(chances[i] is >= 0 and <= 1)) throw new BadDataException($"The policy's chance in decision {i} is {chances[i]}; it must be from 0 to 1.", "chances", i);
        }

        (Rewards, Propensities, Chances) = (rewards, propensities, chances);
    }

    /// <summary>What each decision brought.</summary>
    public IReadOnlyList<double> Rewards { get; }

    /// <summary>With what chance the action taken was taken.</summary>
    public IReadOnlyList<double> Propensities { get; }

    /// <summary>With what chance the policy to be judged takes that action.</summary>
    public IReadOnlyList<double> Chances { get; }

    /// <summary>How many decisions there are.</summary>
    public int Count => Rewards.Count;

    /// <summary>How much a decision counts: chance / propensity, at most <paramref name="most"/>.</summary>
    internal double[] Weights(double most)
    {
        if (!(most > 0)) throw new ArgumentOutOfRangeException(nameof(most), most, "The largest weight must be above 0.");
        var weights = new double[Count];
        for (var i = 0; i < weights.Length; i++) weights[i] = Math.Min(most, Chances[i] / Propensities[i]);
        return weights;
    }
}
