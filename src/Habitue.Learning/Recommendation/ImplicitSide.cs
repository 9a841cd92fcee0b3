using System.Buffers;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// Half an iteration of implicit ALS: the factors of all users for given factors of the items, or the other way round.
/// A user's factors x solve (YᵀY + λ + Σ w y yᵀ) x = Σ (1 + w) y over what they have, where w = alpha × value (Hu, Koren and
/// Volinsky 2008, equation 4).
/// </summary>
/// <param name="stride">The stride of the tables of factors.</param>
/// <param name="regularization">λ.</param>
/// <param name="steps">How many steps of conjugate gradients; 0 to solve exactly.</param>
internal sealed unsafe class ImplicitSide(int stride, double regularization, int steps)
{
    private const int BlockRows = 64;

    private readonly GramSums sums = new(stride);
    private readonly float[] single = new float[steps == 0 ? 0 : stride * stride];

    /// <summary>Solves for all rows.</summary>
    /// <param name="weights">Rows by columns: the weight w of each pair, 0 or more.</param>
    /// <param name="given">The factors of the columns.</param>
    /// <param name="into">The factors of the rows; conjugate gradients start from what is there.</param>
    /// <param name="run">Threads and cancellation.</param>
    public void Solve(SparseMatrix weights, FactorTable given, FactorTable into, FitRun run)
    {
        var gram = sums.Of(given, run);
        if (steps > 0) FillSymmetric(gram);
        Blocks.Run((weights.Rows + BlockRows - 1) / BlockRows, run, block =>
        {
            var (from, to) = (block * BlockRows, Math.Min(weights.Rows, (block + 1) * BlockRows));
            if (steps == 0) Exact(weights, from, to, given, into, gram, regularization);
            else Gradients(weights, from, to, given, into, single, steps);
        });
    }

    /// <summary>The exact factors of one stranger.</summary>
    public static void Solve(SparseMatrix weights, FactorTable given, double[] gram, double regularization, FactorTable into) =>
        Exact(weights, 0, 1, given, into, gram, regularization);

    private void FillSymmetric(double[] gram)
    {
        for (var i = 0; i < stride; i++)
            for (var j = 0; j <= i; j++)
                single[(i * stride) + j] = single[(j * stride) + i] = (float)(gram[(i * stride) + j] + (i == j ? regularization : 0));
    }

    /// <summary>Takács, Pilászy and Tikk, "Applications of the conjugate gradient method for implicit feedback collaborative filtering" (2011).</summary>
    private static void Gradients(SparseMatrix weights, int from, int to, FactorTable given, FactorTable into, float[] gram, int steps)
    {
        const float settled = 1e-20f; // a squared residual that single precision cannot improve
        var stride = given.Stride;
        var scratch = stackalloc float[3 * stride];
        float* residual = scratch, direction = scratch + stride, applied = direction + stride;
        fixed (int* columns = weights.Indices, starts = weights.Starts)
        fixed (float* values = weights.Values, y = given.Values, table = into.Values, matrix = gram)
        {
            for (var row = from; row < to; row++)
            {
                var (start, count) = (starts[row], starts[row + 1] - starts[row]);
                var x = table + ((nint)row * stride);
                if (count == 0)
                {
                    new Span<float>(x, stride).Clear();
                    continue;
                }

                FactorKernels.Times(matrix, stride, x, residual);
                for (var i = 0; i < stride; i++) residual[i] = -residual[i];
                FactorKernels.AddWeighted(y, stride, columns + start, values + start, count, residual: true, x, residual);
                new Span<float>(residual, stride).CopyTo(new Span<float>(direction, stride));
                var before = FactorKernels.Dot(residual, residual, stride);
                for (var step = 0; step < steps && before > settled; step++)
                {
                    FactorKernels.Times(matrix, stride, direction, applied);
                    FactorKernels.AddWeighted(y, stride, columns + start, values + start, count, residual: false, direction, applied);
                    var far = before / FactorKernels.Dot(direction, applied, stride);
                    FactorKernels.Combine(x, 1, direction, far, stride);
                    FactorKernels.Combine(residual, 1, applied, -far, stride);
                    var after = FactorKernels.Dot(residual, residual, stride);
                    FactorKernels.Combine(direction, after / before, residual, 1, stride);
                    before = after;
                }
            }
        }
    }

    private static void Exact(SparseMatrix weights, int from, int to, FactorTable given, FactorTable into, double[] gram, double regularization)
    {
        var (stride, factors) = (given.Stride, given.Factors);
        var rented = ArrayPool<double>.Shared.Rent((stride * stride) + (6 * stride));
        fixed (double* matrix = rented)
        {
            double* right = matrix + (stride * stride), rows = right + stride;
            var four = stackalloc double[4];
            for (var row = from; row < to; row++)
            {
                var columns = weights.IndicesOf(row);
                var values = weights.ValuesOf(row);
                into.Row(row).Clear();
                if (columns.IsEmpty) continue;
                gram.AsSpan().CopyTo(new Span<double>(matrix, stride * stride));
                for (var i = 0; i < factors; i++) matrix[(i * stride) + i] += regularization;
                new Span<double>(right, stride).Clear();
                for (var at = 0; at < columns.Length; at += 4)
                {
                    for (var k = 0; k < 4; k++)
                    {
                        var there = at + k < columns.Length;
                        var y = rows + (k * stride);
                        four[k] = there ? values[at + k] : 0;
                        for (var i = 0; i < stride; i++) y[i] = there ? given.Values[(columns[at + k] * stride) + i] : 0;
                        for (var i = 0; i < factors; i++) right[i] += (1 + four[k]) * y[i];
                    }

                    FactorKernels.AddSquares(rows, stride, matrix, four);
                }

                if (!SmallCholesky.Solve(matrix, factors, stride, right)) throw new BadDataException($"The factors of row {row} cannot be told apart; raise the regularization.");
                for (var i = 0; i < factors; i++) into.Row(row)[i] = (float)right[i];
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }
}
