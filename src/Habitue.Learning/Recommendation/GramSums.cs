using System.Numerics;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// The sums over all rows of a table of the products of any two factors, in double. Rows go in a fixed number of parts, whose
/// sums are added up in their order; nothing is taken off first, as factors have no means (else use <see cref="CrossProducts"/>). The places are made once and used again for every table of the same width.
/// </summary>
internal sealed class GramSums(int stride)
{
    private const int Parts = 8;

    private readonly double[][] parts = new double[Parts][];
    private readonly double[] total = new double[stride * stride];

    /// <summary>The lower triangle of stride × stride sums; valid until the next call.</summary>
    public double[] Of(FactorTable table, FitRun run)
    {
        var rows = (table.Rows + (4 * Parts) - 1) / (4 * Parts) * 4; // whole groups of four
        Blocks.Run(Parts, run, part =>
        {
            parts[part] ??= new double[total.Length];
            Array.Clear(parts[part]);
            FactorKernels.AddProducts(table, Math.Min(table.Rows, part * rows), Math.Min(table.Rows, (part + 1) * rows), parts[part]);
        });
        Array.Clear(total);
        foreach (var part in parts)
            for (var i = 0; i < total.Length; i += Vector<double>.Count) (new Vector<double>(total, i) + new Vector<double>(part, i)).CopyTo(total, i);
        return total;
    }
}
