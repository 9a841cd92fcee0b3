using System.Globalization;
using Habitue.Audit;
using Habitue.Learning;
using Habitue.Learning.Evaluation.Fairness;

namespace Habitue.LabelledFiles;

/// <summary>Weights under which the label does not depend on the group (reweighing), and what they did.</summary>
/// <param name="Weights">One per row with a label; empty when none were asked for.</param>
/// <param name="Words">The largest difference between two groups' shares of yes, before and after; null when none were asked for.</param>
/// <param name="Before">That difference.</param>
/// <param name="After">The same under the weights.</param>
internal sealed record FileWeights(double[] Weights, string? Words, double Before, double After)
{
    public static FileWeights Of(FileTable table, LabelledFile file, FileLabel label)
    {
        if (file.Reweigh is not { } asked) return new FileWeights([], null, 0, 0);
        var spec = GroupSpec.Parse(asked);
        var values = table.Texts(table.Need(spec.Column, " to reweigh by"));
        var groups = spec.Of(Array.ConvertAll(label.Known, row => values[row]));
        try
        {
            var weights = Reweighing.Weights(label.Targets, groups);
            var (before, after) = (Gap(label.Targets, groups, []), Gap(label.Targets, groups, weights));
            return new FileWeights(weights, string.Create(CultureInfo.InvariantCulture, $"rows are weighted by {asked}: the parity difference of the label goes from {before:0.0000} to {after + 0.0:0.0000}."), before, after);
        }
        catch (BadDataException lack)
        {
            throw new Host.UserMistakeException($"{file.Path} cannot be reweighed by '{asked}': {lack.Message}");
        }
    }

    /// <summary>The difference of the group with the lowest share to that with the highest.</summary>
    private static double Gap(double[] targets, string[] groups, double[] weights)
    {
        var most = GroupFairness.OfOutcomes(targets, groups, groups[0], weights).Groups.MaxBy(group => group.SelectionRate)!.Group;
        var fair = GroupFairness.OfOutcomes(targets, groups, most, weights);
        var gap = fair.Groups.Min(group => group.Group == most ? 0 : fair.Gap(group.Group).StatisticalParityDifference);
        return Math.Abs(gap) < 1e-9 ? 0 : gap;
    }
}
