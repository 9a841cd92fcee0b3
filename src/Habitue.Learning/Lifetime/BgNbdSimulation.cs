using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>Customers as BG/NBD supposes them, drawn by chance.</summary>
internal static class BgNbdSimulation
{
    /// <summary>One customer's repeat purchases within an age.</summary>
    public static (int Repeats, double Recency) One(Generator random, double r, double alpha, double a, double b, double age)
    {
        var rate = random.Gamma(r) / alpha;
        var (now, last, repeats, leaving) = (0.0, 0.0, 0, double.NaN);
        while ((now += random.Exponential() / rate) <= age && now > last)
        {
            repeats++;
            last = now;
            if (double.IsNaN(leaving)) leaving = random.Beta(a, b); // most never get here
            if (random.NextDouble() < leaving) break;
        }

        return (repeats, last);
    }

    /// <summary>As many customers as there are, with the same ages.</summary>
    public static void Fill(BgNbdLikelihood into, HistoryGroups like, ReadOnlySpan<double> parameters, Generator random)
    {
        into.Clear();
        for (var g = 0; g < like.Count; g++)
        {
            var (age, without) = (like.Age[g], 0);
            for (var customer = 0; customer < like.Customers[g]; customer++)
            {
                var (repeats, recency) = One(random, parameters[0], parameters[1], parameters[2], parameters[3], age);
                if (repeats == 0) without++;
                else into.Add(repeats, recency, age, 1);
            }

            if (without > 0) into.Add(0, 0, age, without);
        }

        into.Seal();
    }
}
