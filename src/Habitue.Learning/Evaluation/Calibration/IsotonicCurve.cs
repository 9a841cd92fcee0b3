namespace Habitue.Learning.Evaluation.Calibration;

/// <summary>
/// A curve that corrects probabilities by whatever rising steps fit best, with straight lines between them. It mends any distortion
/// that keeps the order, but needs a thousand rows or more; with fewer take <see cref="PlattCurve"/>. Fit it on answers to
/// rows that the model had not seen (<see cref="CrossValidation"/>), never on those it learned from.
/// <code>
/// var curve = IsotonicCurve.Fit(answers.Targets, answers.Probability());
/// float better = curve.Apply(0.8f);
/// </code>
/// Source: Zadrozny and Elkan, "Transforming classifier scores into accurate multiclass probability estimates" (2002); pool
/// adjacent violators by Ayer et al. (1955).
/// </summary>
public sealed class IsotonicCurve : ICalibrationCurve
{
    private readonly double[] said;
    private readonly double[] happened;

    private IsotonicCurve(double[] said, double[] happened) => (this.said, this.happened) = (said, happened);

    /// <summary>The probabilities where the curve bends, rising.</summary>
    public IReadOnlyList<double> Said => said;

    /// <summary>What they are corrected to, never falling.</summary>
    public IReadOnlyList<double> Happened => happened;

    /// <summary>The never falling curve with the smallest squared distance from the outcomes. Cost: O(n log n).</summary>
    /// <param name="targets">0 and 1.</param>
    /// <param name="probabilities">What was said, between 0 and 1.</param>
    /// <param name="weights">Empty, or one per row; rows without weight are left out.</param>
    /// <exception cref="BadDataException">As in <see cref="BinaryMeasures"/>, or there are no rows.</exception>
    public static IsotonicCurve Fit(ReadOnlySpan<double> targets, ReadOnlySpan<float> probabilities, ReadOnlySpan<double> weights = default)
    {
        Measured.Binary(targets, probabilities, weights, probabilities: true);
        ScoreGroups.Group[] groups = [.. ScoreGroups.Of(targets, probabilities, weights).Falling.Reverse().Where(group => group.Positive + group.Negative > 0)];
        if (groups.Length == 0) throw new BadDataException("A calibration curve needs rows; there are none.");
        // Blocks of neighbours with one mean; a block that lies below the one before it is pooled with it.
        var blocks = new List<(int First, int Last, double Positive, double Weight)>(groups.Length);
        for (var g = 0; g < groups.Length; g++)
        {
            var block = (First: g, Last: g, groups[g].Positive, Weight: groups[g].Positive + groups[g].Negative);
            while (blocks.Count > 0 && blocks[^1].Positive * block.Weight >= block.Positive * blocks[^1].Weight)
            {
                var before = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                block = (before.First, block.Last, before.Positive + block.Positive, before.Weight + block.Weight);
            }

            blocks.Add(block);
        }

        var (said, happened) = (new List<double>(), new List<double>());
        foreach (var (first, last, positive, weight) in blocks)
        {
            said.Add(groups[first].Score);
            happened.Add(positive / weight);
            if (first == last) continue;
            said.Add(groups[last].Score);
            happened.Add(positive / weight);
        }

        return new IsotonicCurve([.. said], [.. happened]);
    }

    /// <summary>A curve of bends that were saved.</summary>
    /// <exception cref="InvalidDataException">They do not rise, or are no probabilities.</exception>
    internal static IsotonicCurve Of(double[] said, double[] happened)
    {
        for (var i = 0; i < said.Length; i++)
        {
            if (said[i] is not (>= 0 and <= 1) || happened[i] is not (>= 0 and <= 1)) throw new InvalidDataException($"Bend {i} of a calibration curve is no probability.");
            if (i > 0 && (said[i] <= said[i - 1] || happened[i] < happened[i - 1])) throw new InvalidDataException($"Bend {i} of a calibration curve does not rise.");
        }

        return new IsotonicCurve(said, happened);
    }

    /// <summary>The corrected probability: between two bends on the line that joins them, beyond the last ones as at them.</summary>
    public float Apply(float probability)
    {
        var at = Array.BinarySearch(said, probability);
        if (at >= 0) return (float)happened[at];
        var above = ~at;
        if (above == 0) return (float)happened[0];
        if (above == said.Length) return (float)happened[^1];
        var share = (probability - said[above - 1]) / (said[above] - said[above - 1]);
        return (float)(happened[above - 1] + (share * (happened[above] - happened[above - 1])));
    }
}
