namespace Habitue.Learning.Evaluation.Fairness;

/// <summary>What one group gets.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="SelectionRate">The share of them (by weight) with the favourable outcome or decision.</param>
/// <param name="TruePositiveRate">Of those who deserved it, the share that got it; NaN for none, and for outcomes alone.</param>
/// <param name="FalsePositiveRate">Of those who did not, the share that got it; NaN for none, and for outcomes alone.</param>
public sealed record GroupFigures(string Group, int Rows, double SelectionRate, double TruePositiveRate, double FalsePositiveRate);

/// <summary>One group beside the privileged one; each difference is the group's rate less the privileged group's, so 0 is fair and below 0 is a disadvantage.</summary>
/// <param name="Group">Its name.</param>
/// <param name="StatisticalParityDifference">The difference of selection rates.</param>
/// <param name="DisparateImpact">Their ratio, 1 being fair; below 0.8 breaks the "four-fifths rule". NaN when the privileged group gets nothing.</param>
/// <param name="EqualOpportunityDifference">The difference of true positive rates.</param>
/// <param name="AverageOddsDifference">The mean of the differences of true and of false positive rates.</param>
public sealed record GroupGap(string Group, double StatisticalParityDifference, double DisparateImpact, double EqualOpportunityDifference, double AverageOddsDifference);

/// <summary>A group too small for its rates to be trusted.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Needed">How many it should have.</param>
public sealed record SmallGroup(string Group, int Rows, int Needed);

/// <summary>
/// Whether groups of people are treated alike: what already happened to them (<see cref="OfOutcomes"/>), or what a model decides
/// (<see cref="OfDecisions"/>). It measures; it does not say which measure is right for the purpose, and not all can be met
/// at once (Kleinberg, Mullainathan and Raghavan 2017).
/// <code>
/// var fair = GroupFairness.OfDecisions(test.Targets, decisions, sexes, privileged: "male");
/// double gap = fair.Gap("female").EqualOpportunityDifference;
/// </code>
/// Cost: O(n). Source: Feldman et al. (2015) for disparate impact; Hardt, Price and Srebro (2016) for equal opportunity and odds.
/// </summary>
public sealed class GroupFairness
{
    private GroupFairness(string privileged, IReadOnlyList<GroupFigures> groups, int smallBelow)
    {
        (Privileged, Groups) = (privileged, groups);
        Warnings = [.. groups.Where(group => group.Rows < smallBelow).Select(group => new SmallGroup(group.Group, group.Rows, smallBelow))];
    }

    /// <summary>The group that the others are measured by.</summary>
    public string Privileged { get; }

    /// <summary>Every group, in the ordinal order of names.</summary>
    public IReadOnlyList<GroupFigures> Groups { get; }

    /// <summary>The groups that are too small for their rates to be trusted.</summary>
    public IReadOnlyList<SmallGroup> Warnings { get; }

    /// <summary>What already happened: selection rates only.</summary>
    /// <param name="outcomes">1 for the favourable outcome, 0 for the other.</param>
    /// <param name="groups">The group of each row.</param>
    /// <param name="privileged">The group that the others are measured by.</param>
    /// <param name="weights">Empty, or how much each row counts.</param>
    /// <param name="smallBelow">A group of fewer rows is warned of.</param>
    /// <exception cref="BadDataException">Lengths differ, a value is not 0 or 1, or the privileged group has no row.</exception>
    public static GroupFairness OfOutcomes(ReadOnlySpan<double> outcomes, IReadOnlyList<string> groups, string privileged, ReadOnlySpan<double> weights = default, int smallBelow = 30) =>
        Of(outcomes, outcomes, groups, privileged, weights, smallBelow, known: false);

    /// <summary>What a model decides, against what was deserved.</summary>
    /// <param name="targets">1 for who deserved the favourable decision, 0 for the others.</param>
    /// <param name="decisions">1 for who gets it, 0 for the others.</param>
    /// <param name="groups">The group of each row.</param>
    /// <param name="privileged">The group that the others are measured by.</param>
    /// <param name="weights">Empty, or how much each row counts.</param>
    /// <param name="smallBelow">A group of fewer rows is warned of.</param>
    /// <exception cref="BadDataException">Lengths differ, a value is not 0 or 1, or the privileged group has no row.</exception>
    public static GroupFairness OfDecisions(ReadOnlySpan<double> targets, ReadOnlySpan<double> decisions, IReadOnlyList<string> groups, string privileged, ReadOnlySpan<double> weights = default, int smallBelow = 30) =>
        Of(targets, decisions, groups, privileged, weights, smallBelow, known: true);

    /// <summary>What was said against what happened, for each group; a model may be right on average and wrong for one of them.</summary>
    /// <exception cref="BadDataException">As in <see cref="Curves.Calibration"/>.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<CalibrationBin>> Calibration(ReadOnlySpan<double> targets, ReadOnlySpan<float> probabilities, IReadOnlyList<string> groups, int bins = 10)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Measured.SameLength(targets.Length, groups.Count, default);
        Measured.Binary(targets, probabilities, default, probabilities: true);
        var (t, p) = (targets.ToArray(), probabilities.ToArray());
        return Enumerable.Range(0, t.Length).GroupBy(row => groups[row], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => Curves.Calibration([.. group.Select(row => t[row])], [.. group.Select(row => p[row])], bins));
    }

    /// <summary>One group beside the privileged one.</summary>
    /// <exception cref="BadDataException">There is no such group.</exception>
    public GroupGap Gap(string group)
    {
        var (one, other) = (Figures(group), Figures(Privileged));
        var (found, mistaken) = (one.TruePositiveRate - other.TruePositiveRate, one.FalsePositiveRate - other.FalsePositiveRate);
        return new GroupGap(group, one.SelectionRate - other.SelectionRate, Measured.Ratio(one.SelectionRate, other.SelectionRate), found, (found + mistaken) / 2);
    }

    /// <summary>What one group gets.</summary>
    /// <exception cref="BadDataException">There is no such group.</exception>
    public GroupFigures Figures(string group) => Groups.FirstOrDefault(one => one.Group == group)
        ?? throw new BadDataException($"There is no group '{group}'; there are: {string.Join(", ", Groups.Select(one => one.Group))}.", "group");

    private static GroupFairness Of(ReadOnlySpan<double> targets, ReadOnlySpan<double> decisions, IReadOnlyList<string> groups, string privileged, ReadOnlySpan<double> weights, int smallBelow, bool known)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Measured.SameLength(targets.Length, decisions.Length, weights);
        Measured.SameLength(targets.Length, groups.Count, default);
        Measured.Binary(targets, "target");
        Measured.Binary(decisions, "decision");
        var sums = new SortedDictionary<string, (int Rows, double[] Weight)>(StringComparer.Ordinal);
        for (var r = 0; r < targets.Length; r++)
        {
            if (groups[r] is not { } name) throw new BadDataException($"Row {r} has no group; give it a name or leave it out.", "group", r);
            var (rows, weight) = sums.TryGetValue(name, out var have) ? have : (0, new double[4]);
            weight[((int)targets[r] * 2) + (int)decisions[r]] += Measured.Weight(weights, r);
            sums[name] = (rows + 1, weight);
        }

        if (!sums.ContainsKey(privileged)) throw new BadDataException($"The privileged group '{privileged}' has no row; there are: {string.Join(", ", sums.Keys)}.", "group");
        return new GroupFairness(privileged, [.. sums.Select(one => Figures(one.Key, one.Value.Rows, one.Value.Weight, known))], smallBelow);
    }

    private static GroupFigures Figures(string name, int rows, double[] w, bool known) => new(
        name, rows, Measured.Ratio(w[1] + w[3], w.Sum()),
        known ? Measured.Ratio(w[3], w[2] + w[3]) : double.NaN,
        known ? Measured.Ratio(w[1], w[0] + w[1]) : double.NaN);
}
