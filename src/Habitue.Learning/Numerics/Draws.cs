namespace Habitue.Learning.Numerics;

/// <summary>Random numbers of other shapes than the even one, and random orders.</summary>
public static class Draws
{
    /// <summary>Puts values into a random order. Source: Fisher and Yates (1938), as in Knuth, The Art of Computer Programming 2, algorithm 3.4.2 P.</summary>
    public static void Shuffle<T>(this Generator random, Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    /// <summary>Exponential with mean 1.</summary>
    public static double Exponential(this Generator random) => -Math.Log(1 - random.NextDouble());

    /// <summary>Standard normal, by the polar method (Marsaglia and Bray 1964); its twin is not kept, so that the stream has no memory.</summary>
    public static double Normal(this Generator random)
    {
        while (true)
        {
            var (u, v) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            var square = (u * u) + (v * v);
            if (square is > 0 and < 1) return u * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }

    /// <summary>Gamma with the given shape and scale 1. Source: Marsaglia and Tsang, "A simple method for generating gamma variables" (2000).</summary>
    /// <param name="random">Where the chance comes from.</param>
    /// <param name="shape">Above 0.</param>
    public static double Gamma(this Generator random, double shape)
    {
        if (shape < 1) return random.Gamma(shape + 1) * Math.Exp(-random.Exponential() / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var z = random.Normal();
            var v = 1 + (c * z);
            if (v <= 0) continue;
            v = v * v * v;
            var u = 1 - random.NextDouble();
            if (u < 1 - (0.0331 * z * z * z * z) || Math.Log(u) < (0.5 * z * z) + (d * (1 - v + Math.Log(v)))) return d * v;
        }
    }

    /// <summary>Beta: the share of one gamma in the sum of two.</summary>
    public static double Beta(this Generator random, double a, double b)
    {
        var (x, y) = (random.Gamma(a), random.Gamma(b));
        return x + y > 0 ? x / (x + y) : a / (a + b); // both below the smallest number: only for shapes near 0
    }
}
