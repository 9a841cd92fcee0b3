using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// Customers as BG/NBD supposes them, drawn by chance. A customer's rate and probability of leaving need not be drawn: after k purchases, the last at t, the
/// rate is gamma distributed with r + k and alpha + t, so the time of the next is (alpha + t) u^(-1/(r+k)) - alpha with u even over (0, 1]; and
/// the probability of leaving is beta distributed with a and b + k - 1, so the customer leaves with probability a / (a + b + k - 1).
/// </summary>
internal static class BgNbdSimulation
{
    /// <summary>One customer's repeat purchases within an age.</summary>
    public static (int Repeats, double Recency) One(Generator random, double r, double alpha, double a, double b, double age) =>
        One(random, r, alpha, a, b, age, Math.Pow(alpha / (alpha + age), r));

    /// <summary>The different ages, rising, and how many customers have each.</summary>
    public static (double Age, int Customers)[] Ages(HistoryGroups groups)
    {
        var counts = new Dictionary<double, int>();
        for (var g = 0; g < groups.Count; g++) counts[groups.Age[g]] = counts.GetValueOrDefault(groups.Age[g]) + groups.Customers[g];
        return [.. counts.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>So many customers of each age.</summary>
    public static void Fill(BgNbdLikelihood into, (double Age, int Customers)[] ages, ReadOnlySpan<double> parameters, Generator random)
    {
        double r = parameters[0], alpha = parameters[1], a = parameters[2], b = parameters[3];
        into.Clear();
        foreach (var (age, customers) in ages)
        {
            var (none, without) = (Math.Pow(alpha / (alpha + age), r), 0);
            for (var customer = 0; customer < customers; customer++)
            {
                var (repeats, recency) = One(random, r, alpha, a, b, age, none);
                if (repeats == 0) without++;
                else into.Add(repeats, recency, age, 1);
            }

            if (without > 0) into.Add(0, 0, age, without);
        }

        into.Seal();
    }

    /// <param name="random">Where the chance comes from.</param>
    /// <param name="r">A parameter.</param>
    /// <param name="alpha">A parameter.</param>
    /// <param name="a">A parameter.</param>
    /// <param name="b">A parameter.</param>
    /// <param name="age">How long the customer is known.</param>
    /// <param name="none">The probability of no purchase in that time: most customers are done with that.</param>
    private static (int Repeats, double Recency) One(Generator random, double r, double alpha, double a, double b, double age, double none)
    {
        var u = 1 - random.NextDouble();
        if (u <= none) return (0, 0);
        var (repeats, last) = (0, 0.0);
        while (true)
        {
            var next = ((alpha + last) * Math.Exp(-Math.Log(u) / (r + repeats))) - alpha;
            if (!(next <= age && next > last)) return (repeats, last);
            last = next;
            repeats++;
            if (random.NextDouble() < a / (a + b + repeats - 1)) return (repeats, last);
            u = 1 - random.NextDouble();
        }
    }
}
