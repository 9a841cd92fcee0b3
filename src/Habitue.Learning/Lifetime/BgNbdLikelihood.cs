using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// The logarithm of the likelihood of BG/NBD and its gradient. Most of it depends on the number of repeat purchases alone and is summed over how
/// many customers have each number; what is left (<see cref="BgNbdKernels"/>) needs no gamma function.
/// Source: equation 6 of Fader, Hardie and Lee (2005), taken apart as in their note "Overcoming the BG/NBD model's #NUM! error problem" (2013).
/// </summary>
internal sealed class BgNbdLikelihood
{
    private const int BlockSize = 4096;
    private readonly Column zeroAge = new(), zeroWeight = new(), x = new(), recency = new(), age = new(), weight = new();
    private readonly double[] fewCounts = new double[1024]; // customers by number of repeat purchases: nearly all have fewer than this
    private readonly Dictionary<int, double> manyCounts = [];
    private (int X, double Customers)[] repeats = []; // without those who never came back
    private double[] sums = [];

    /// <summary>How many customers there are.</summary>
    public double Customers { get; private set; }

    public static BgNbdLikelihood Of(HistoryGroups groups)
    {
        var likelihood = new BgNbdLikelihood();
        for (var g = 0; g < groups.Count; g++) likelihood.Add(groups.Repeats[g], groups.Recency[g], groups.Age[g], groups.Customers[g]);
        likelihood.Seal();
        return likelihood;
    }

    /// <summary>Forgets all customers and keeps the memory.</summary>
    public void Clear()
    {
        foreach (var column in (Column[])[zeroAge, zeroWeight, x, recency, age, weight]) column.Length = 0;
        Array.Clear(fewCounts);
        manyCounts.Clear();
        Customers = 0;
    }

    public void Add(int repeatPurchases, double last, double known, double customers)
    {
        Customers += customers;
        if (repeatPurchases < fewCounts.Length) fewCounts[repeatPurchases] += customers;
        else manyCounts[repeatPurchases] = manyCounts.GetValueOrDefault(repeatPurchases) + customers;
        if (repeatPurchases == 0)
        {
            zeroAge.Add(known);
            zeroWeight.Add(customers);
            return;
        }

        x.Add(repeatPurchases);
        recency.Add(last);
        age.Add(known);
        weight.Add(customers);
    }

    /// <summary>All customers are there.</summary>
    public void Seal()
    {
        foreach (var column in (Column[])[zeroAge, zeroWeight, x, recency, age, weight]) column.Pad();
        repeats =
        [
            .. fewCounts.Select((customers, n) => (n, customers)).Where(one => one.n > 0 && one.customers > 0),
            .. manyCounts.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)),
        ];
        sums = new double[5 * (ZeroBlocks + Count(x.Length))];
    }

    private int ZeroBlocks => Count(zeroAge.Length);

    /// <summary>The sum over all customers; writes the gradient by r, alpha, a, b.</summary>
    public double Sum(ReadOnlySpan<double> parameters, Span<double> gradient, FitRun run)
    {
        double r = parameters[0], alpha = parameters[1], a = parameters[2], b = parameters[3];
        Blocks.Run(ZeroBlocks + Count(x.Length), run, block =>
        {
            var into = sums.AsSpan(5 * block, 5);
            if (block < ZeroBlocks)
            {
                var range = RangeOf(block, zeroAge.Length);
                BgNbdKernels.SumWithoutRepeats(r, alpha, zeroAge.Span(range), zeroWeight.Span(range), into);
            }
            else
            {
                var range = RangeOf(block - ZeroBlocks, x.Length);
                BgNbdKernels.SumWithRepeats(r, alpha, a, b, x.Span(range), recency.Span(range), age.Span(range), weight.Span(range), into);
            }
        });

        var value = OfCounts(r, alpha, a, b, gradient);
        for (var at = 0; at < sums.Length; at += 5)
        {
            value += sums[at];
            for (var i = 0; i < 4; i++) gradient[i] += sums[at + 1 + i];
        }

        return value;
    }

    /// <summary>What depends on the number of repeat purchases alone.</summary>
    private double OfCounts(double r, double alpha, double a, double b, Span<double> gradient)
    {
        double value = Customers * r * Math.Log(alpha), logAlpha = Customers * Math.Log(alpha);
        var (gammaR, gammaB, gammaAB) = (SpecialFunctions.LogGamma(r), SpecialFunctions.LogGamma(b), SpecialFunctions.LogGamma(a + b));
        var (slopeR, slopeB, slopeAB) = (SpecialFunctions.Digamma(r), SpecialFunctions.Digamma(b), SpecialFunctions.Digamma(a + b));
        (gradient[0], gradient[1], gradient[2], gradient[3]) = (logAlpha, Customers * r / alpha, 0, 0);
        foreach (var (n, customers) in repeats)
        {
            value += customers * (SpecialFunctions.LogGamma(r + n) - gammaR + gammaAB - SpecialFunctions.LogGamma(a + b + n) + SpecialFunctions.LogGamma(b + n) - gammaB);
            var both = slopeAB - SpecialFunctions.Digamma(a + b + n);
            gradient[0] += customers * (SpecialFunctions.Digamma(r + n) - slopeR);
            gradient[2] += customers * both;
            gradient[3] += customers * (both + SpecialFunctions.Digamma(b + n) - slopeB);
        }

        return value;
    }

    private static int Count(int length) => (length + BlockSize - 1) / BlockSize;

    private static Range RangeOf(int block, int length) => (block * BlockSize)..Math.Min(length, (block + 1) * BlockSize);

    /// <summary>A growing column, filled up with zeros to whole vectors at its end (a weight of 0 takes them out of every sum).</summary>
    private sealed class Column
    {
        private double[] values = new double[1024];

        public int Length { get; set; }

        public void Add(double value)
        {
            if (Length == values.Length) Array.Resize(ref values, 2 * Length);
            values[Length++] = value;
        }

        public void Pad()
        {
            while (Length % BgNbdKernels.Width != 0) Add(0);
        }

        public ReadOnlySpan<double> Span(Range range) => values.AsSpan(0, Length)[range];
    }
}
