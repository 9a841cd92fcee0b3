namespace Habitue.Learning.Numerics;

internal static partial class SpecialFunctions
{
    /// <summary>Kolmogorov's limit: the probability that sqrt(n) D exceeds this. Source: Kolmogorov (1933); the second form by Jacobi's theta identity.</summary>
    public static double KolmogorovTail(double z)
    {
        if (z <= 0) return 1;
        var sum = 0.0;
        if (z < 1)
        {
            for (var k = 1; k < 40; k += 2) sum += Math.Exp(-k * k * Math.PI * Math.PI / (8 * z * z));
            return 1 - (RootTwoPi / z * sum);
        }

        for (var k = 1; k < 20; k++) sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * k * k * z * z);
        return sum;
    }
}
