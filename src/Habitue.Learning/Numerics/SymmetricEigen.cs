namespace Habitue.Learning.Numerics;

/// <summary>
/// All eigenvalues and eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations: slow for thousands
/// of columns, but short, and exact to the last digits also for tiny eigenvalues.
/// Source: Golub and Van Loan, Matrix Computations, 4th edition, algorithm 8.5.3.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 64; // ten are usual; rounding ends them all

    /// <summary>Solves; <paramref name="matrix"/> is n × n and is overwritten.</summary>
    /// <returns>Values in falling order; vectors row by row in the same order, each of length 1.</returns>
    public static (double[] Values, double[] Vectors) Solve(double[] matrix, int n, CancellationToken cancel)
    {
        var vectors = new double[n * n];
        for (var i = 0; i < n; i++) vectors[(i * n) + i] = 1;
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            cancel.ThrowIfCancellationRequested();
            var rotated = false;
            for (var p = 0; p < n - 1; p++)
                for (var q = p + 1; q < n; q++) rotated |= Rotate(matrix, vectors, n, p, q);
            if (!rotated) break;
        }

        var (values, sorted) = (new double[n], new double[n * n]);
        for (var place = 0; place < n; place++)
        {
            var largest = 0;
            for (var i = 1; i < n; i++)
                if (matrix[(i * n) + i] > matrix[(largest * n) + largest]) largest = i;
            values[place] = matrix[(largest * n) + largest];
            matrix[(largest * n) + largest] = double.NegativeInfinity; // taken
            vectors.AsSpan(largest * n, n).CopyTo(sorted.AsSpan(place * n));
        }

        return (values, sorted);
    }

    /// <summary>Turns the plane of p and q so that their common element vanishes; false when it already has.</summary>
    private static bool Rotate(double[] a, double[] vectors, int n, int p, int q)
    {
        var apq = a[(p * n) + q];
        double app = a[(p * n) + p], aqq = a[(q * n) + q];
        if (Math.Abs(apq) <= 1e-17 * Math.Sqrt(Math.Abs(app * aqq)) || Math.Abs(apq) < 1e-300)
        {
            a[(p * n) + q] = a[(q * n) + p] = 0;
            return false;
        }

        var tau = (aqq - app) / (2 * apq);
        var t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
        var c = 1 / Math.Sqrt(1 + (t * t));
        var s = t * c;
        for (var k = 0; k < n; k++)
        {
            double akp = a[(k * n) + p], akq = a[(k * n) + q];
            a[(k * n) + p] = (c * akp) - (s * akq);
            a[(k * n) + q] = (s * akp) + (c * akq);
        }

        for (var k = 0; k < n; k++)
        {
            double apk = a[(p * n) + k], aqk = a[(q * n) + k];
            a[(p * n) + k] = (c * apk) - (s * aqk);
            a[(q * n) + k] = (s * apk) + (c * aqk);
            double vp = vectors[(p * n) + k], vq = vectors[(q * n) + k];
            vectors[(p * n) + k] = (c * vp) - (s * vq);
            vectors[(q * n) + k] = (s * vp) + (c * vq);
        }

        a[(p * n) + q] = a[(q * n) + p] = 0;
        return true;
    }
}
