using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Decomposition;

/// <summary>
/// Principal components: the few directions along which rows differ most. For drawing many columns in two
/// dimensions, or before clustering many correlated columns. Scale the columns first, or the one with the
/// largest unit is the first component. Not for sparse data.
/// <code>
/// var pca = new Pca { Components = 2 }.Fit(scaled);
/// Matrix scores = pca.Transform(scaled);   // columns pc1, pc2
/// </code>
/// Covariances divide by rows - 1. Of each component the largest loading is positive (of equal ones the first),
/// so that a picture does not flip between runs. Values must be finite and there must be two rows; constant
/// columns get loadings of 0.
/// Cost: rows × columns² and columns³; memory: columns².
/// Source: Jolliffe, Principal Component Analysis, 2nd edition, section 3.1.
/// </summary>
public sealed record Pca : IEstimator<Matrix, PcaModel>
{
    /// <summary>The number of components; at most the number of columns.</summary>
    [Range(1, 10_000)]
    public int Components { get; init; } = 2;

    /// <summary>Whether scores are divided by their standard deviation, so that each component weighs the same.</summary>
    public bool Whiten { get; init; }

    /// <inheritdoc/>
    public PcaModel Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 2, nameof(Pca));
        var n = data.Columns.Count;
        if (Components > n)
            throw new SettingException(nameof(Pca), nameof(Components), $"is {Components}, but there are only {n} columns.");
        var (means, covariances) = CrossProducts.Of(data, run);
        for (var i = 0; i < covariances.Length; i++) covariances[i] /= data.Rows - 1;
        var total = 0.0;
        for (var i = 0; i < n; i++) total += covariances[(i * n) + i];
        var (values, vectors) = SymmetricEigen.Solve(covariances, n, run.Cancel);
        for (var i = 0; i < Components; i++) FixSign(vectors.AsSpan(i * n, n));
        run.Progress?.Report(1);
        foreach (ref var value in values.AsSpan()) value = Math.Max(0, value); // rounding may leave -1e-20
        return PcaModel.Of(this, data, means, vectors[..(Components * n)], values[..Components], total);
    }

    private static void FixSign(Span<double> loadings)
    {
        var largest = 0; // two loadings that differ only by the rounding of float32 count as equal
        for (var c = 1; c < loadings.Length; c++)
            if (Math.Abs(loadings[c]) > Math.Abs(loadings[largest]) * (1 + 1e-5)) largest = c;
        if (loadings[largest] >= 0) return;
        foreach (ref var loading in loadings) loading = -loading;
    }
}
