using System.Runtime.CompilerServices;

namespace Habitue.Simulation;

/// <summary>What a series of random numbers is for; series with different purposes never meet.</summary>
internal enum Purpose : ulong { Catalogue = 1, Customer = 2, Visit = 3, Profile = 4, Fault = 5, Device = 6, Visitor = 7, Household = 8, Campaign = 9 }

/// <summary>
/// xoshiro256** of Blackman and Vigna, seeded by splitmix64, with the few distributions that a shop needs.
/// A struct, so that every customer and every visit has its own generator and can be drawn again without being stored.
/// </summary>
internal struct Dice
{
    private ulong _a, _b, _c, _d;

    public Dice(ulong seed)
    {
        _a = Split(ref seed);
        _b = Split(ref seed);
        _c = Split(ref seed);
        _d = Split(ref seed);
    }

    /// <summary>The generator of one thing, for example of the customer with this index.</summary>
    public static Dice Of(ulong seed, Purpose purpose, long index) => new(Hash(seed, purpose, index));

    public static ulong Hash(ulong seed, Purpose purpose, long index)
    {
        var state = seed + (ulong)purpose * 0xD1342543DE82EF95UL;
        state = Split(ref state) ^ (ulong)index;
        return Split(ref state);
    }

    private static ulong Split(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>In [0, 1).</summary>
    public double Uniform() => (Bits() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + (high - low) * Uniform();

    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>A whole number in [0, count).</summary>
    public int Next(int count) => (int)Math.BigMul(Bits(), (ulong)count, out _);

    /// <summary>A whole number in [low, high).</summary>
    public int Next(int low, int high) => low + Next(high - low);

    public T Pick<T>(T[] items) => items[Next(items.Length)];

    /// <summary>An index drawn in proportion to the weights; for a handful of weights only.</summary>
    public int Weighted(ReadOnlySpan<double> weights)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight;
        var at = Uniform() * total;
        for (var i = 0; i < weights.Length - 1; i++)
        {
            at -= weights[i];
            if (at < 0) return i;
        }
        return weights.Length - 1;
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    public double Exponential(double mean) => -mean * Math.Log(1 - Uniform());

    /// <summary>Failures before the first success, with this mean.</summary>
    public int Geometric(double mean) => mean <= 0 ? 0 : (int)(Math.Log(1 - Uniform()) / Math.Log(mean / (1 + mean)));

    /// <summary>Gamma with scale 1, by Marsaglia and Tsang; the shape must be at least 1.</summary>
    public double Gamma(double shape)
    {
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal();
            var v = 1 + c * x;
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(1 - Uniform()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return d * v;
        }
    }

    /// <summary>Poisson by inversion, in parts of at most 30 so that nothing underflows.</summary>
    public int Poisson(double mean)
    {
        var count = 0;
        while (mean > 0)
        {
            var part = Math.Min(mean, 30);
            var limit = Math.Exp(-part);
            for (var p = Uniform(); p > limit; p *= Uniform()) count++;
            mean -= part;
        }
        return count;
    }
}
