namespace Habitue.Learning.Evaluation.Fairness;

/// <summary>
/// Weights under which group and outcome have nothing to do with each other, so that a model that honours weights learns
/// from a world without the historic difference. It changes no label; a model may still find the group in other columns.
/// <code>
/// var fair = new Labeled(data.Rows, data.Targets, Reweighing.Weights(data.Targets, sexes));
/// </code>
/// Cost: O(n). Source: Kamiran and Calders, "Data preprocessing techniques for classification without discrimination" (2012), section 4.3.
/// </summary>
public static class Reweighing
{
    /// <summary>
    /// For each row the weight of its group times the weight of its class, divided by the total weight and by the weight
    /// of both together (and times the row's own weight). The sum over all rows stays what it was.
    /// </summary>
    /// <param name="targets">The class of each row.</param>
    /// <param name="groups">The group of each row.</param>
    /// <param name="weights">Empty, or how much each row counted before.</param>
    /// <exception cref="BadDataException">Lengths differ, a group is missing, or a group lacks a class, which no weight can make up for.</exception>
    public static double[] Weights(ReadOnlySpan<double> targets, IReadOnlyList<string> groups, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Measured.SameLength(targets.Length, groups.Count, weights);
        Measured.Finite(targets, "target");
        var (byGroup, byClass, byBoth, total) = (new Dictionary<string, double>(), new Dictionary<double, double>(), new Dictionary<(string, double), double>(), 0.0);
        for (var r = 0; r < targets.Length; r++)
        {
            if (groups[r] is not { } group) throw new BadDataException($"Row {r} has no group; give it a name or leave it out.", "group", r);
            var weight = Measured.Weight(weights, r);
            byGroup[group] = byGroup.GetValueOrDefault(group) + weight;
            byClass[targets[r]] = byClass.GetValueOrDefault(targets[r]) + weight;
            byBoth[(group, targets[r])] = byBoth.GetValueOrDefault((group, targets[r])) + weight;
            total += weight;
        }

        foreach (var group in byGroup.Keys)
            foreach (var one in byClass.Keys)
                if (byBoth.GetValueOrDefault((group, one)) == 0) throw new BadDataException($"Group '{group}' has no row of class {one}, which no weight can make up for.", "group");
        var result = new double[targets.Length];
        for (var r = 0; r < result.Length; r++)
            result[r] = Measured.Weight(weights, r) * byGroup[groups[r]] * byClass[targets[r]] / (total * byBoth[(groups[r], targets[r])]);
        return result;
    }
}
