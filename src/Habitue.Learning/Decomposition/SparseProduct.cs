using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Decomposition;

/// <summary>A sparse matrix times a block of directions.</summary>
internal static class SparseProduct
{
    private const int BlockRows = 512;

    /// <summary>into[r, j] = sum over c of x[r, c] × block[c, j]; both blocks lie row after row.</summary>
    public static void Of(SparseMatrix x, double[] block, int width, double[] into, FitRun run) =>
        Blocks.Run((x.Rows + BlockRows - 1) / BlockRows, run, number =>
        {
            for (var row = number * BlockRows; row < Math.Min(x.Rows, (number + 1) * BlockRows); row++)
            {
                var (from, to) = (x.Starts[row], x.Starts[row + 1]);
                var target = into.AsSpan(row * width, width);
                target.Clear();
                for (var e = from; e < to; e++)
                {
                    var source = block.AsSpan(x.Indices[e] * width, width);
                    double by = x.Values[e];
                    for (var j = 0; j < target.Length; j++) target[j] += by * source[j];
                }
            }
        });
}
