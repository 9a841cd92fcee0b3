using System.Buffers;
using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// Half an iteration of explicit matrix factorization: for each row the ridge regression of its ratings on the given factors
/// of what it rated, with the row's bias as one more coefficient.
/// </summary>
internal static unsafe class ExplicitSide
{
    private const int BlockRows = 64;

    public static void Solve(
        SparseMatrix values, FactorTable given, float[] givenBiases, FactorTable into, float[] intoBiases,
        double mean, double regularization, bool biases, FitRun run) =>
        Blocks.Run((values.Rows + BlockRows - 1) / BlockRows, run, block =>
            Solve(values, block * BlockRows, Math.Min(values.Rows, (block + 1) * BlockRows), given, givenBiases, into, intoBiases, mean, regularization, biases));

    private static void Solve(
        SparseMatrix values, int from, int to, FactorTable given, float[] givenBiases, FactorTable into, float[] intoBiases,
        double mean, double regularization, bool biases)
    {
        var factors = given.Factors;
        var unknowns = factors + (biases ? 1 : 0);
        var stride = (unknowns + 15) / 16 * 16;
        var rented = ArrayPool<double>.Shared.Rent((stride * stride) + (5 * stride));
        fixed (double* matrix = rented)
        {
            double* right = matrix + (stride * stride), rows = right + stride;
            for (var row = from; row < to; row++)
            {
                var columns = values.IndicesOf(row);
                var ratings = values.ValuesOf(row);
                into.Row(row).Clear();
                intoBiases[row] = 0;
                if (columns.IsEmpty) continue;
                new Span<double>(matrix, (stride * stride) + (5 * stride)).Clear();
                for (var i = 0; i < unknowns; i++) matrix[(i * stride) + i] = regularization;
                for (var at = 0; at < columns.Length; at += 4)
                {
                    for (var k = 0; k < 4; k++)
                    {
                        var there = at + k < columns.Length;
                        var y = rows + (k * stride);
                        for (var i = 0; i < factors; i++) y[i] = there ? given.Values[(columns[at + k] * given.Stride) + i] : 0;
                        if (biases) y[factors] = there ? 1 : 0;
                        if (!there) continue;
                        var rest = ratings[at + k] - mean - givenBiases[columns[at + k]];
                        for (var i = 0; i < unknowns; i++) right[i] += rest * y[i];
                    }

                    FactorKernels.AddSquares(rows, stride, matrix);
                }

                if (!SmallCholesky.Solve(matrix, unknowns, stride, right)) throw new BadDataException($"The factors of row {row} cannot be told apart; raise the regularization, or scale the values.");
                for (var i = 0; i < factors; i++) into.Row(row)[i] = (float)right[i];
                if (biases) intoBiases[row] = (float)right[factors];
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }
}
