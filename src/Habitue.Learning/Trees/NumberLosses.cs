namespace Habitue.Learning.Trees;

/// <summary>Half the squared error.</summary>
internal sealed class SquaredLoss(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights) : BoostingLoss(targets.Length, 1, weights)
{
    private readonly double[] targets = targets.ToArray();

    public override bool EqualHessians => !Weighted;

    public override double[] Start(ReadOnlySpan<int> rows) => [MeanOf(rows, row => targets[row])];

    public override void Derive(int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            var weight = Weight(row);
            (Gradients[row], Hessians[row]) = ((float)(weight * (Scores[row] - targets[row])), (float)weight);
        }
    }

    public override double Of(int row) => (Scores[row] - targets[row]) * (Scores[row] - targets[row]) / 2;
}

/// <summary>Half the Poisson deviance without what does not depend on the score: e^s - y s; the answer is e^s.</summary>
internal sealed class PoissonLoss : BoostingLoss
{
    private readonly double[] targets;

    public PoissonLoss(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
        : base(targets.Length, 1, weights)
    {
        this.targets = targets.ToArray();
        for (var row = 0; row < targets.Length; row++)
            if (targets[row] < 0) throw new BadDataException($"The target of row {row} is {targets[row]}; with Poisson loss targets are 0 or more.", "target", row);
    }

    public override double[] Start(ReadOnlySpan<int> rows) =>
        MeanOf(rows, row => targets[row]) is > 0 and var mean ? [Math.Log(mean)]
            : throw new BadDataException("All targets are 0; Poisson loss needs one above 0.", "target");

    public override void Derive(int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            var (weight, mean) = (Weight(row), Math.Exp(Scores[row]));
            (Gradients[row], Hessians[row]) = ((float)(weight * (mean - targets[row])), (float)(weight * mean));
        }
    }

    public override double Of(int row) => Math.Exp(Scores[row]) - (targets[row] * Scores[row]);
}

/// <summary>The pinball loss: a rise above the target costs 1 - q per unit, a fall below q.</summary>
internal sealed class QuantileLoss(ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, double quantile) : BoostingLoss(targets.Length, 1, weights)
{
    private readonly double[] targets = targets.ToArray();

    public override bool EqualHessians => !Weighted;

    public override double? LeafQuantile => quantile;

    public override double[] Start(ReadOnlySpan<int> rows)
    {
        var (values, shares) = (new double[rows.Length], new double[rows.Length]);
        for (var i = 0; i < values.Length; i++) (values[i], shares[i]) = (targets[rows[i]], Weight(rows[i]));
        return [Of(values, shares, quantile)];
    }

    public override void Derive(int from, int to)
    {
        for (var row = from; row < to; row++)
        {
            var weight = Weight(row);
            (Gradients[row], Hessians[row]) = ((float)(Scores[row] > targets[row] ? weight * (1 - quantile) : -weight * quantile), (float)weight);
        }
    }

    public override double Of(int row) => Scores[row] > targets[row] ? (1 - quantile) * (Scores[row] - targets[row]) : quantile * (targets[row] - Scores[row]);

    public override double Residual(int row) => targets[row] - Scores[row];

    /// <summary>
    /// The quantile of weighted values, sorted here: of equal weights as numpy and R (type 7) have it, a point between two
    /// neighbours; else the least value with at least the share of the weight at or below it.
    /// </summary>
    public static double Of(double[] values, double[] weights, double quantile)
    {
        Array.Sort(values, weights);
        if (values.Length == 0) return 0;
        if (Array.TrueForAll(weights, weight => weight == weights[0]))
        {
            var (at, whole) = (quantile * (values.Length - 1), (int)(quantile * (values.Length - 1)));
            return whole + 1 < values.Length ? values[whole] + ((at - whole) * (values[whole + 1] - values[whole])) : values[whole];
        }

        var (sum, limit) = (0.0, quantile * weights.Sum());
        for (var i = 0; i < values.Length; i++)
            if ((sum += weights[i]) >= limit) return values[i];
        return values[^1];
    }
}
