namespace Habitue.Learning.Evaluation;

/// <summary>Probabilities of the distributions that intervals and tests need, to about 14 digits.</summary>
internal static class Tails
{
    // Lanczos (1964) with g = 7 and nine terms.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The probability of a chi-squared value above this one.</summary>
    public static double ChiSquared(double value, double freedom) => value <= 0 ? 1 : UpperGamma(freedom / 2, value / 2);

    /// <summary>The probability of a standard normal value up to this one.</summary>
    public static double Normal(double z)
    {
        var tail = z == 0 ? 0.5 : UpperGamma(0.5, z * z / 2) / 2;
        return z > 0 ? 1 - tail : tail;
    }

    /// <summary>The probability of a standard normal value farther from 0 than this one.</summary>
    public static double NormalBothSides(double z) => z == 0 ? 1 : UpperGamma(0.5, z * z / 2);

    /// <summary>The standard normal value up to which this probability lies.</summary>
    public static double NormalQuantile(double probability)
    {
        if (probability is 0 or 1) return probability == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        if (probability > 0.5) return -NormalQuantile(1 - probability);
        // Abramowitz and Stegun (1964) 26.2.23 to three digits, then Halley's steps.
        var t = Math.Sqrt(-2 * Math.Log(probability));
        var z = ((((0.010328 * t) + 0.802853) * t) + 2.515517) / ((((((0.001308 * t) + 0.189269) * t) + 1.432788) * t) + 1) - t;
        for (var step = 0; step < 4; step++)
        {
            var off = (Normal(z) - probability) * Math.Sqrt(2 * Math.PI) * Math.Exp(z * z / 2);
            z -= off / (1 + (z * off / 2));
        }

        return z;
    }

    /// <summary>Kolmogorov's limit: the probability that sqrt(n) D exceeds this. Source: Kolmogorov (1933); the second form by Jacobi's theta identity.</summary>
    public static double Kolmogorov(double z)
    {
        if (z <= 0) return 1;
        var sum = 0.0;
        if (z < 1)
        {
            for (var k = 1; k < 40; k += 2) sum += Math.Exp(-k * k * Math.PI * Math.PI / (8 * z * z));
            return 1 - (Math.Sqrt(2 * Math.PI) / z * sum);
        }

        for (var k = 1; k < 20; k++) sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * z * z);
        return sum;
    }

    /// <summary>The regularized upper incomplete gamma function: its series below a + 1, its continued fraction (Lentz) above.</summary>
    private static double UpperGamma(double a, double x)
    {
        var scale = Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
        if (x < a + 1)
        {
            var (term, sum) = (1 / a, 1 / a);
            for (var n = 1; n < 1_000 && term > sum * 1e-17; n++) sum += term *= x / (a + n);
            return 1 - (sum * scale);
        }

        var b = x + 1 - a;
        var (c, d) = (1e300, 1 / b);
        var fraction = d;
        for (var n = 1; n < 1_000; n++)
        {
            var step = -n * (n - a);
            b += 2;
            d = 1 / ((step * d) + b);
            c = b + (step / c);
            fraction *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-16) break;
        }

        return fraction * scale;
    }

    private static double LogGamma(double a)
    {
        if (a < 0.5) return Math.Log(Math.PI / Math.Sin(Math.PI * a)) - LogGamma(1 - a);
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (a - 1 + i);
        var t = a + 6.5;
        return (Math.Log(2 * Math.PI) / 2) + ((a - 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
