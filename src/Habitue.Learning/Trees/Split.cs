namespace Habitue.Learning.Trees;

/// <summary>One way to divide a leaf. Sums are packed: gradient above, hessian below.</summary>
/// <param name="Gain">How much better the two are than the one, in the units of the gradients; 0 when there is no split.</param>
/// <param name="Column">The column that divides.</param>
/// <param name="Bin">Bins up to this one go left; of no use when there is a <paramref name="Set"/>.</param>
/// <param name="MissingLeft">Where missing values go, and categories that were not there.</param>
/// <param name="Left">The packed sum of what goes left.</param>
/// <param name="Set">For categories: 256 bits, one for each bin that goes left.</param>
internal readonly record struct Split(double Gain, int Column, int Bin, bool MissingLeft, long Left, ulong[]? Set)
{
    public static readonly Split None = new(0, -1, 0, false, 0, null);

    public bool Found => Column >= 0;

    /// <summary>Writes for each bin whether it goes left.</summary>
    public unsafe void Fill(byte* goesLeft)
    {
        var all = new Span<byte>(goesLeft, HistogramKernel.Bins);
        if (Set is null)
        {
            all[..(Bin + 1)].Fill(1);
            all[(Bin + 1)..].Clear();
        }
        else
        {
            for (var bin = 0; bin < all.Length; bin++) all[bin] = (byte)((Set[bin >> 6] >> (bin & 63)) & 1);
        }

        goesLeft[BinRules.Missing] = (byte)(MissingLeft ? 1 : 0);
    }
}

/// <summary>What a search for splits must keep to, in the units of the packed sums.</summary>
/// <param name="L2">Added to every hessian.</param>
/// <param name="Least">Each side's hessian is at least this; 1 or more.</param>
/// <param name="LeastRows">Each side has at least so many rows; looked at only where rows are counted.</param>
/// <param name="Smoothing">Added to the hessian of a category before categories are sorted.</param>
/// <param name="Low">The least value that a leaf may have.</param>
/// <param name="High">The largest.</param>
internal readonly record struct SplitLimits(double L2, double Least, int LeastRows, double Smoothing, double Low, double High)
{
    public bool Bounded => Low > double.NegativeInfinity || High < double.PositiveInfinity;

    /// <summary>The best value of a leaf; 0 where the loss is as flat as float32 can tell.</summary>
    public double Value(long packed)
    {
        var hessian = Packed.Hessian(packed) + L2;
        return Math.Clamp(hessian > 0 ? -Packed.Gradient(packed) / hessian : 0, Low, High);
    }

    /// <summary>Twice what a leaf lowers the loss with its best value within the bounds: G² / (H + L2) when there are none.</summary>
    public double Score(long packed)
    {
        var (g, h, value) = (Packed.Gradient(packed), Packed.Hessian(packed) + L2, Value(packed));
        return -((2 * g * value) + (h * value * value));
    }
}

/// <summary>A gradient and a hessian in one number.</summary>
internal static class Packed
{
    public static double Gradient(long packed) => packed >> 32;

    public static double Hessian(long packed) => (uint)packed;

    public static long Of(int gradient, int hessian) => ((long)gradient << 32) + hessian;
}
