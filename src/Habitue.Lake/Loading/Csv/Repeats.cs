using System.Numerics;

namespace Habitue.Lake.Loading.Csv;

/// <summary>Finds the values that are there more than once.</summary>
internal static class Repeats
{
    /// <summary>Bits for each value: few values share one by chance, and all bits fit into a processor's cache.</summary>
    private const int BitsEach = 16;

    /// <summary>The places of all values that some other place has too, in their order.</summary>
    /// <param name="values">Hashes: their lowest bits tell most of them apart.</param>
    public static long[] Of(ulong[] values)
    {
        // Whose bit nobody else has is there once. The others, a few percent, are compared.
        uint bits = (uint)Math.Min(BitOperations.RoundUpToPowerOf2((ulong)values.Length * BitsEach + 64), 1ul << 31);
        ulong[] seen = new ulong[bits / 64], again = new ulong[bits / 64];
        foreach (ulong value in values)
        {
            uint bit = (uint)value & (bits - 1);
            ulong mask = 1ul << (int)(bit & 63);
            again[bit >> 6] |= seen[bit >> 6] & mask;
            seen[bit >> 6] |= mask;
        }

        int candidates = 0;
        int[] places = new int[values.Length];
        for (int place = 0; place < values.Length; place++)
        {
            uint bit = (uint)values[place] & (bits - 1);
            places[candidates] = place;
            candidates += (int)(again[bit >> 6] >> (int)(bit & 63) & 1);
        }

        return Compared(values, places.AsSpan(0, candidates));
    }

    private static long[] Compared(ulong[] values, ReadOnlySpan<int> candidates)
    {
        // At most half full, so that a free slot is near; a slot holds a candidate's number and 1, or 0.
        int[] first = new int[BitOperations.RoundUpToPowerOf2((uint)candidates.Length * 2 + 2)];
        bool[] isTwice = new bool[candidates.Length];
        int count = 0;
        for (int i = 0; i < candidates.Length; i++)
        {
            ulong value = values[candidates[i]];
            int slot = (int)(value * 0x9E3779B97F4A7C15 >> 32) & (first.Length - 1);
            while (first[slot] != 0 && values[candidates[first[slot] - 1]] != value)
                slot = (slot + 1) & (first.Length - 1);
            if (first[slot] == 0)
            {
                first[slot] = i + 1;
                continue;
            }

            count += isTwice[first[slot] - 1] ? 1 : 2;
            isTwice[first[slot] - 1] = isTwice[i] = true;
        }

        long[] repeats = new long[count];
        for (int i = 0, at = 0; at < count; i++)
            if (isTwice[i])
                repeats[at++] = candidates[i];
        return repeats;
    }
}
