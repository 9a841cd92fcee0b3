using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>The logarithm of the likelihood of Pareto/NBD and its gradient. Source: equation 16 of Fader and Hardie (2005), before the integral is solved.</summary>
internal sealed class ParetoNbdLikelihood(HistoryGroups groups)
{
    private const int BlockSize = 256;
    private readonly double[] sums = new double[5 * ((groups.Count + BlockSize - 1) / BlockSize)];

    /// <summary>The sum over all customers; writes the gradient by r, alpha, s, beta.</summary>
    public double Sum(ReadOnlySpan<double> parameters, Span<double> gradient, FitRun run)
    {
        var (r, alpha, s, beta) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        Blocks.Run(sums.Length / 5, run, block => Block(block, [r, alpha, s, beta]));
        gradient.Clear();
        var value = 0.0;
        for (var at = 0; at < sums.Length; at += 5)
        {
            value += sums[at];
            for (var i = 0; i < 4; i++) gradient[i] += sums[at + 1 + i];
        }

        return value;
    }

    private void Block(int block, ReadOnlySpan<double> parameters)
    {
        double r = parameters[0], alpha = parameters[1], s = parameters[2], beta = parameters[3];
        Span<double> means = stackalloc double[4];
        var into = sums.AsSpan(5 * block, 5);
        into.Clear();
        var (known, gamma, slope) = (-1, 0.0, 0.0);
        var (fixedPart, gammaR, slopeR) = ((r * Math.Log(alpha)) + (s * Math.Log(beta)), SpecialFunctions.LogGamma(r), SpecialFunctions.Digamma(r));
        for (var g = block * BlockSize; g < Math.Min(groups.Count, (block + 1) * BlockSize); g++)
        {
            var (x, age, customers) = (groups.Repeats[g], groups.Age[g], groups.Customers[g]);
            if (x != known) (known, gamma, slope) = (x, SpecialFunctions.LogGamma(r + x) - gammaR, SpecialFunctions.Digamma(r + x) - slopeR);
            var (alive, left) = ParetoNbdKernel.Ways(parameters, x, groups.Recency[g], age, means);
            var most = Math.Max(alive, left);
            var log = most + Math.Log(Math.Exp(alive - most) + Math.Exp(left - most));
            var (stays, leaves) = (Math.Exp(alive - log), Math.Exp(left - log));
            into[0] += customers * (gamma + fixedPart + log);
            into[1] += customers * (slope + Math.Log(alpha) - (stays * Math.Log(alpha + age)) - (leaves * means[0]));
            into[2] += customers * ((r / alpha) - ((r + x) * ((stays / (alpha + age)) + (leaves * means[1]))));
            into[3] += customers * (Math.Log(beta) - (stays * Math.Log(beta + age)) + (leaves * ((1 / s) - means[2])));
            into[4] += customers * ((s / beta) - (stays * s / (beta + age)) - (leaves * (s + 1) * means[3]));
        }
    }
}
