using Habitue.Learning.Numerics;

namespace Habitue.Learning.Linear;

/// <summary>Elastic nets of several strengths on the same rows, each started where the last one ended.</summary>
internal sealed class NetPath
{
    private readonly Gram gram;
    private readonly double ratio;
    private readonly double enough;
    private readonly double[] products;
    private readonly double[] targets;
    private readonly double[] means;
    private readonly double targetMean;
    private readonly double[] at;
    private readonly double[] gradient;
    private readonly double[] step;
    private readonly double[] ridged;
    private readonly CoordinateDescent descent;

    public NetPath(Gram gram, double ratio, double tolerance)
    {
        (this.gram, this.ratio) = (gram, ratio);
        (products, targets, var square, means, targetMean) = gram.Centred();
        enough = 1e-4 * tolerance * square;
        var size = targets.Length;
        (at, gradient, step, ridged, descent) = (new double[size], new double[size], new double[size], (double[])products.Clone(), new CoordinateDescent(size));
    }

    /// <summary>The least strength at which all coefficients are 0; infinite when sizes cost nothing.</summary>
    public double Strongest => ratio == 0 ? double.PositiveInfinity : targets.Max(Math.Abs) / (gram.Weight * ratio);

    /// <summary>Intercept and coefficients at a strength, and whether the descent came to rest.</summary>
    public (double Intercept, double[] Coefficients, bool Rested) At(double alpha, CancellationToken cancel)
    {
        var size = targets.Length;
        var (ridge, lasso) = (alpha * (1 - ratio) * gram.Weight, alpha * ratio * gram.Weight);
        for (var i = 0; i < size; i++)
        {
            ridged[(i * size) + i] = products[(i * size) + i] > 0 ? products[(i * size) + i] + ridge : 0;
            gradient[i] = DotProduct.Of(products.AsSpan(i * size, size), at) + (ridge * at[i]) - targets[i];
        }

        descent.Minimize(ridged, gradient, at, Penalty.Of(size, size, false, 0, lasso), enough, step, cancel);
        for (var i = 0; i < size; i++) at[i] += step[i];
        return (LeastSquares.InterceptOf(at, means, targetMean), (double[])at.Clone(), descent.Rested);
    }
}
