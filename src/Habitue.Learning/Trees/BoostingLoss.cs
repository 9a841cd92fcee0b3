namespace Habitue.Learning.Trees;

/// <summary>
/// What boosting makes small: for each row a score per output, the loss and its first two derivatives by the scores.
/// Scores, gradients and hessians stand output after output.
/// </summary>
internal abstract class BoostingLoss
{
    private readonly double[] weights;

    protected BoostingLoss(int rows, int outputs, ReadOnlySpan<double> weights)
    {
        (Rows, Outputs, this.weights) = (rows, outputs, weights.ToArray());
        (Scores, Gradients, Hessians) = (new double[rows * outputs], new float[rows * outputs], new float[rows * outputs]);
    }

    public int Rows { get; }

    public int Outputs { get; }

    public double[] Scores { get; }

    public float[] Gradients { get; }

    public float[] Hessians { get; }

    /// <summary>Whether every row has the hessian 1.</summary>
    public virtual bool EqualHessians => false;

    /// <summary>The quantile of its residuals that a leaf's value is replaced by; null keeps the Newton step.</summary>
    public virtual double? LeafQuantile => null;

    /// <summary>The scores that all rows start with, from the given rows.</summary>
    public abstract double[] Start(ReadOnlySpan<int> rows);

    /// <summary>The derivatives of consecutive rows.</summary>
    public abstract void Derive(int from, int to);

    /// <summary>The loss of one row, without its weight.</summary>
    public abstract double Of(int row);

    /// <summary>What is still unexplained of a row.</summary>
    public virtual double Residual(int row) => 0;

    public double Weight(int row) => weights.Length == 0 ? 1 : weights[row];

    protected bool Weighted => weights.Length > 0;

    /// <summary>The mean loss of some rows.</summary>
    public double Mean(ReadOnlySpan<int> rows)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var row in rows) (sum, weight) = (sum + (Weight(row) * Of(row)), weight + Weight(row));
        return weight > 0 ? sum / weight : 0;
    }

    protected double MeanOf(ReadOnlySpan<int> rows, Func<int, double> value)
    {
        var (sum, weight) = (0.0, 0.0);
        foreach (var row in rows) (sum, weight) = (sum + (Weight(row) * value(row)), weight + Weight(row));
        return weight > 0 ? sum / weight : throw new BadDataException("All weights are 0; give some rows a weight.", "weight");
    }
}
