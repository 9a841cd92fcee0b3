namespace Habitue.Learning.Evaluation;

/// <summary>One part of a lift table.</summary>
/// <param name="Part">1 is the best-scored part.</param>
/// <param name="Rows">How many rows (or how much weight) it holds: the same for all parts.</param>
/// <param name="Positives">How many of them are positive.</param>
/// <param name="Rate">Their share.</param>
/// <param name="Lift">That share divided by the share among all rows.</param>
/// <param name="CumulativeGain">The share of all positives found in this part and the better ones.</param>
/// <param name="CumulativeLift">The lift of this part and the better ones together.</param>
public sealed record LiftPart(int Part, double Rows, double Positives, double Rate, double Lift, double CumulativeGain, double CumulativeLift);

/// <summary>
/// What it gains to address the best-scored customers first: rows by falling score in equal parts, usually ten.
/// <code>
/// foreach (var decile in LiftTable.Of(targets, scores)) …   // decile.Lift, decile.CumulativeGain
/// </code>
/// Parts are exactly equal: a row on a border is divided between two, and rows of one score are alike, so the table does
/// not depend on the order of the rows. Without a positive row, lifts and gains are NaN. Cost: O(n log n).
/// </summary>
public static class LiftTable
{
    /// <summary>The parts from the best to the worst; none when there are no rows.</summary>
    /// <exception cref="BadDataException">As in <see cref="BinaryMeasures"/>.</exception>
    public static IReadOnlyList<LiftPart> Of(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, int parts = 10, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        var groups = ScoreGroups.Of(targets, scores, weights);
        var all = groups.Positives + groups.Negatives;
        if (all == 0) return [];
        var (table, rate) = (new List<LiftPart>(parts), groups.Positives / all);
        var (group, passed, found, before) = (0, 0.0, 0.0, 0.0);
        for (var part = 1; part <= parts; part++)
        {
            var border = all * part / parts;
            while (group < groups.Falling.Count && passed + Size(groups.Falling[group]) <= border)
            {
                found += groups.Falling[group].Positive;
                passed += Size(groups.Falling[group++]);
            }

            var upTo = part == parts ? groups.Positives : found + (group < groups.Falling.Count ? (border - passed) / Size(groups.Falling[group]) * groups.Falling[group].Positive : 0);
            var rows = all / parts;
            var positives = upTo - before;
            table.Add(new LiftPart(part, rows, positives, positives / rows, Measured.Ratio(positives / rows, rate), Measured.Ratio(upTo, groups.Positives), Measured.Ratio(upTo / border, rate)));
            before = upTo;
        }

        return table;
    }

    private static double Size(ScoreGroups.Group group) => group.Positive + group.Negative;
}
