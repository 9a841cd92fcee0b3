using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Habitue.Learning.Numerics;

/// <summary>The sum of the products of two lists of doubles; for float32 at addresses there is <see cref="SmallProduct"/>.</summary>
internal static class DotProduct
{
    /// <summary>Two vectors of eight at a time, in the same order on every machine.</summary>
    public static double Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ref double x = ref MemoryMarshal.GetReference(a), y = ref MemoryMarshal.GetReference(b);
        Vector512<double> one = default, two = default;
        var i = 0;
        for (; i + 16 <= a.Length; i += 16)
        {
            one = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, (nuint)i), Vector512.LoadUnsafe(ref y, (nuint)i), one);
            two = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, (nuint)i + 8), Vector512.LoadUnsafe(ref y, (nuint)i + 8), two);
        }

        var sum = Vector512.Sum(one + two);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
