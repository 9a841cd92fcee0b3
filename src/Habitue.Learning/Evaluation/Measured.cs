namespace Habitue.Learning.Evaluation;

/// <summary>What measures ask of their rows before they count.</summary>
internal static class Measured
{
    public static void SameLength(int targets, int answers, ReadOnlySpan<double> weights)
    {
        if (answers != targets) throw new BadDataException($"There are {answers} answers for {targets} targets.");
        if (weights.Length != 0 && weights.Length != targets) throw new BadDataException($"There are {weights.Length} weights for {targets} targets.");
        for (var r = 0; r < weights.Length; r++)
            if (!double.IsFinite(weights[r]) || weights[r] < 0) throw new BadDataException($"The weight of row {r} is {weights[r]}; weights are 0 or more.", "weight", r);
    }

    /// <summary>Targets of 0 and 1 and a number for each; whether it must be a probability is said.</summary>
    public static void Binary(ReadOnlySpan<double> targets, ReadOnlySpan<float> scores, ReadOnlySpan<double> weights, bool probabilities)
    {
        SameLength(targets.Length, scores.Length, weights);
        Binary(targets, "target");
        for (var r = 0; r < scores.Length; r++)
        {
            if (float.IsNaN(scores[r])) throw new BadDataException($"The score of row {r} is missing; leave the row out.", "score", r);
            if (probabilities && scores[r] is not (>= 0 and <= 1)) throw new BadDataException($"The probability of row {r} is {scores[r]}; it must be between 0 and 1.", "score", r);
        }
    }

    /// <summary>Nothing but 0 and 1.</summary>
    public static void Binary(ReadOnlySpan<double> values, string what)
    {
        for (var r = 0; r < values.Length; r++)
            if (values[r] is not (0 or 1)) throw new BadDataException($"The {what} of row {r} is {values[r]}; it must be 0 or 1.", what, r);
    }

    /// <summary>Amounts and what was predicted, all finite.</summary>
    public static void Amounts(ReadOnlySpan<double> targets, ReadOnlySpan<float> predictions, ReadOnlySpan<double> weights)
    {
        SameLength(targets.Length, predictions.Length, weights);
        Finite(targets, "target");
        for (var r = 0; r < predictions.Length; r++)
            if (!float.IsFinite(predictions[r])) throw new BadDataException($"The prediction of row {r} is {predictions[r]}; leave the row out.", "prediction", r);
    }

    public static void Finite(ReadOnlySpan<double> values, string what)
    {
        for (var r = 0; r < values.Length; r++)
            if (!double.IsFinite(values[r])) throw new BadDataException($"The {what} of row {r} is {values[r]}; leave the row out.", what, r);
    }

    public static double Weight(ReadOnlySpan<double> weights, int row) => weights.IsEmpty ? 1 : weights[row];

    /// <summary>A share, or NaN when there is nothing to share.</summary>
    public static double Ratio(double part, double whole) => whole > 0 ? part / whole : double.NaN;
}
