using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>The logarithm of the likelihood of the gamma-gamma model; customers are sorted, so that gamma functions are taken once per number of purchases.</summary>
internal sealed class GammaGammaLikelihood
{
    private readonly double[] spend;
    private readonly List<(double Repeats, int From, int To, double SumOfLogs)> runs = [];

    public GammaGammaLikelihood(PurchaseHistories data)
    {
        (int Repeats, double Spend)[] customers = [.. Enumerable.Range(0, data.Count).Where(i => data.Repeats[i] > 0).Select(i => (data.Repeats[i], data.Spend[i]))];
        Array.Sort(customers);
        spend = Array.ConvertAll(customers, customer => customer.Spend);
        for (int from = 0, to; from < customers.Length; from = to)
        {
            var sum = 0.0;
            for (to = from; to < customers.Length && customers[to].Repeats == customers[from].Repeats; to++) sum += Math.Log(spend[to]);
            runs.Add((customers[from].Repeats, from, to, sum));
        }

        MeanSpend = spend.Average();
    }

    /// <summary>How many customers came back.</summary>
    public int Customers => spend.Length;

    /// <summary>The mean of their mean spend: the scale of money.</summary>
    public double MeanSpend { get; }

    /// <summary>The sum over all customers; writes the gradient by p, q, v.</summary>
    public double Sum(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double p = parameters[0], q = parameters[1], v = parameters[2], value = 0, byP = 0, byQ = 0, byV = 0;
        var (gammaQ, slopeQ, logV) = (SpecialFunctions.LogGamma(q), SpecialFunctions.Digamma(q), Math.Log(v));
        foreach (var (x, from, to, sumOfLogs) in runs)
        {
            double logs = 0, inverses = 0, customers = to - from;
            for (var i = from; i < to; i++)
            {
                var scale = (x * spend[i]) + v;
                logs += Math.Log(scale);
                inverses += 1 / scale;
            }

            var (px, logX) = (p * x, Math.Log(x));
            value += (customers * (SpecialFunctions.LogGamma(px + q) - SpecialFunctions.LogGamma(px) - gammaQ + (q * logV) + (px * logX))) + ((px - 1) * sumOfLogs) - ((px + q) * logs);
            var slope = SpecialFunctions.Digamma(px + q);
            byP += x * ((customers * (slope - SpecialFunctions.Digamma(px) + logX)) + sumOfLogs - logs);
            byQ += (customers * (slope - slopeQ + logV)) - logs;
            byV += (customers * q / v) - ((px + q) * inverses);
        }

        (gradient[0], gradient[1], gradient[2]) = (byP, byQ, byV);
        return value;
    }
}
