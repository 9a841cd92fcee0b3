using System.Numerics;

namespace Habitue.Learning.Patterns;

/// <summary>The kernel of <see cref="Eclat"/>: which baskets hold two things both, one bit each, and how many they are.</summary>
internal static unsafe class BitRows
{
    /// <summary>into = a and b; the number of bits that are set in it. <paramref name="into"/> may be one of the two.</summary>
    public static int And(ulong* a, ulong* b, ulong* into, int words)
    {
        // Four words side by side: as many as the processor counts at a time.
        int w = 0, first = 0, second = 0, third = 0, fourth = 0;
        for (; w + 4 <= words; w += 4)
        {
            ulong p = a[w] & b[w], q = a[w + 1] & b[w + 1], r = a[w + 2] & b[w + 2], s = a[w + 3] & b[w + 3];
            into[w] = p;
            into[w + 1] = q;
            into[w + 2] = r;
            into[w + 3] = s;
            first += BitOperations.PopCount(p);
            second += BitOperations.PopCount(q);
            third += BitOperations.PopCount(r);
            fourth += BitOperations.PopCount(s);
        }

        for (; w < words; w++)
        {
            into[w] = a[w] & b[w];
            first += BitOperations.PopCount(into[w]);
        }

        return first + second + third + fourth;
    }
}
