using System.Numerics;

namespace Habitue.Learning.Numerics;

/// <summary>
/// Solves small symmetric positive definite systems in double, thousands of them in memory that is used again (Golub and Van Loan,
/// Matrix Computations, algorithm 4.2.1). Where columns may depend on each other, use <see cref="Cholesky"/>.
/// </summary>
internal static unsafe class SmallCholesky
{
    /// <summary>
    /// Replaces <paramref name="b"/> by the solution of a x = b; of <paramref name="a"/> (rows <paramref name="stride"/>
    /// apart) only the lower triangle is read, and it is overwritten.
    /// </summary>
    /// <returns>False when the matrix is not positive definite.</returns>
    public static bool Solve(double* a, int n, int stride, double* b)
    {
        for (var j = 0; j < n; j++)
        {
            var rowJ = a + ((nint)j * stride);
            var pivot = rowJ[j] - Dot(rowJ, rowJ, j);
            if (!(pivot > 0)) return false;
            rowJ[j] = pivot = Math.Sqrt(pivot);
            for (var i = j + 1; i < n; i++)
            {
                var rowI = a + ((nint)i * stride);
                rowI[j] = (rowI[j] - Dot(rowI, rowJ, j)) / pivot;
            }

            b[j] = (b[j] - Dot(rowJ, b, j)) / pivot; // the forward step on the way
        }

        for (var j = n - 1; j >= 0; j--)
        {
            var rowJ = a + ((nint)j * stride);
            b[j] /= rowJ[j];
            for (var i = 0; i < j; i++) b[i] -= rowJ[i] * b[j];
        }

        return true;
    }

    private static double Dot(double* a, double* b, int count)
    {
        var (sum, i, width) = (Vector<double>.Zero, 0, Vector<double>.Count);
        for (; i + width <= count; i += width) sum = Vector.FusedMultiplyAdd(*(Vector<double>*)(a + i), *(Vector<double>*)(b + i), sum);
        var total = Vector.Sum(sum);
        for (; i < count; i++) total += a[i] * b[i];
        return total;
    }
}
