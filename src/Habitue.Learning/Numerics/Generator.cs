using System.Numerics;

namespace Habitue.Learning.Numerics;

/// <summary>
/// A stream of pseudo-random numbers that is the same on every machine and in every version. Not for secrets.
/// Source: xoshiro256** of Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021), its
/// state filled by SplitMix64 (Steele, Lea and Flood 2014). Made by <see cref="Seed.For"/>.
/// </summary>
public sealed class Generator
{
    private ulong a, b, c, d;

    internal Generator(ulong seed, int part)
    {
        // The part is mixed before it meets the seed, so that seed 1 part 2 and seed 2 part 1 have nothing in common.
        var state = seed ^ Mix(unchecked((ulong)part + 0x9E3779B97F4A7C15));
        a = Next(ref state);
        b = Next(ref state);
        c = Next(ref state);
        d = Next(ref state);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var t = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>The next number, evenly spread over [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1ul << 53));

    /// <summary>The next whole number, evenly spread over [0, <paramref name="limit"/>).</summary>
    /// <param name="limit">At least 1.</param>
    public int Below(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        // Lemire, "Fast random integer generation in an interval" (2019): no bias, hardly ever a second draw.
        var range = (ulong)limit;
        var high = Math.BigMul(NextBits(), range, out var low);
        if (low < range)
        {
            var floor = (0 - range) % range;
            while (low < floor) high = Math.BigMul(NextBits(), range, out low);
        }

        return (int)high;
    }

    /// <summary>
    /// <paramref name="count"/> different whole numbers of [0, <paramref name="limit"/>), in rising order, each
    /// set equally likely. Source: Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S.
    /// </summary>
    public int[] Sample(int count, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, limit);
        var chosen = new int[count];
        for (int i = 0, found = 0; found < count; i++)
            if ((limit - i) * NextDouble() < count - found) chosen[found++] = i;
        return chosen;
    }

    private static ulong Next(ref ulong state) => Mix(state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
