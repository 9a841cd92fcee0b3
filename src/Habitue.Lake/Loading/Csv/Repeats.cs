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

        var first = new Dictionary<ulong, int>();
        var repeats = new List<long>();
        for (int place = 0; place < values.Length; place++)
        {
            uint bit = (uint)values[place] & (bits - 1);
            if ((again[bit >> 6] >> (int)(bit & 63) & 1) == 0)
                continue;
            if (first.TryAdd(values[place], place))
                continue;
            if (first[values[place]] is >= 0 and int before)
                repeats.Add(before);
            first[values[place]] = -1;
            repeats.Add(place);
        }

        repeats.Sort();
        return [.. repeats];
    }
}
