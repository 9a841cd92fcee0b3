namespace Habitue.Learning.Numerics;

/// <summary>Symmetric positive matrices of a few rows, row by row in one array: what the information of a likelihood is.</summary>
internal static class SmallMatrix
{
    /// <summary>
    /// Factors a = L D L' in place (D on the diagonal, L below it). A pivot that is not above the tolerance times its
    /// first value is set to 0 with its column: that row depends on those before it.
    /// </summary>
    /// <returns>The number of pivots that are left; as many as rows when the matrix is positive.</returns>
    public static int Factor(Span<double> a, int n, double tolerance = 1e-13)
    {
        Span<double> first = stackalloc double[Math.Min(n, 64)];
        if (n > 64) first = new double[n];
        for (var i = 0; i < n; i++) first[i] = a[(i * n) + i];
        var rank = 0;
        for (var k = 0; k < n; k++)
        {
            var pivot = a[(k * n) + k];
            if (!(pivot > tolerance * first[k]) || !(first[k] > 0) || !double.IsFinite(pivot))
            {
                a[(k * n) + k] = 0;
                for (var i = k + 1; i < n; i++) a[(i * n) + k] = 0;
                continue;
            }

            rank++;
            for (var i = k + 1; i < n; i++)
            {
                var factor = a[(i * n) + k] / pivot;
                for (var j = k + 1; j <= i; j++) a[(i * n) + j] -= factor * a[(j * n) + k];
            }

            for (var i = k + 1; i < n; i++) a[(i * n) + k] /= pivot;
        }

        return rank;
    }

    /// <summary>Solves with what <see cref="Factor"/> left; a place without a pivot gets 0.</summary>
    public static void Solve(ReadOnlySpan<double> factored, int n, Span<double> b)
    {
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++) b[i] -= factored[(i * n) + j] * b[j];
        for (var i = 0; i < n; i++)
        {
            var pivot = factored[(i * n) + i];
            b[i] = pivot > 0 ? b[i] / pivot : 0;
        }

        for (var i = n - 1; i >= 0; i--)
            for (var j = i + 1; j < n; j++) b[i] -= factored[(j * n) + i] * b[j];
        for (var i = 0; i < n; i++)
            if (factored[(i * n) + i] == 0) b[i] = 0;
    }

    /// <summary>The inverse from what <see cref="Factor"/> left; rows and columns without a pivot are 0.</summary>
    public static double[] Inverse(ReadOnlySpan<double> factored, int n)
    {
        var (inverse, column) = (new double[n * n], new double[n]);
        for (var c = 0; c < n; c++)
        {
            if (factored[(c * n) + c] == 0) continue;
            Array.Clear(column);
            column[c] = 1;
            Solve(factored, n, column);
            for (var r = 0; r < n; r++) inverse[(r * n) + c] = column[r];
        }

        return inverse;
    }
}
