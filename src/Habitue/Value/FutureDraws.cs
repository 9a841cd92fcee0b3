using Habitue.Learning;
using Habitue.Learning.Numerics;

namespace Habitue.Value;

/// <summary>
/// Futures of each customer, drawn from what the models leave open: whether the customer is still one, the own rate of buying, when the customer leaves, how many
/// purchases chance brings, and what they bring. Given that a Pareto/NBD customer is still one, the rate is gamma distributed with r + x and alpha + T, the
/// rate of leaving with s and beta + T (Fader and Hardie 2005); amounts are those of gamma-gamma.
/// </summary>
/// <param name="Rate">How much oftener than Pareto/NBD says each customer is expected to buy.</param>
/// <param name="Amount">How much more than gamma-gamma says a purchase is expected to bring, discount and margin included.</param>
internal sealed record FutureDraws(BuyingModels Models, ValueHistories At, double[] Rate, double[] Amount, double Days, int Draws, Seed Seed)
{
    private const int Block = 512;

    /// <summary>Supposes that everybody is still a customer now; they may leave later.</summary>
    public bool Kept { get; init; }

    /// <summary>Hands over each customer's amounts, sorted, from several threads at once; the array is only lent.</summary>
    public void Each(int threads, Action<int, double[]> take, CancellationToken cancel)
    {
        var alive = Models.Alive(At);
        var weeks = At.Weeks(Days);
        var options = new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount };
        Parallel.For(0, (At.Count + Block - 1) / Block, options, block =>
        {
            var (random, amounts) = (Seed.For(block), new double[Draws]);
            for (var customer = block * Block; customer < Math.Min(At.Count, (block + 1) * Block); customer++)
            {
                for (var draw = 0; draw < Draws; draw++)
                    amounts[draw] = random.NextDouble() < alive[customer] || Kept ? One(random, customer, weeks) : 0;
                RadixSort.Rising(amounts.AsSpan());
                take(customer, amounts);
            }
        });
    }

    private double One(Generator random, int customer, double weeks)
    {
        var (pareto, spend, age) = (Models.Pareto, Models.Spend, At.Buying.Age[customer]);
        var rate = random.Gamma(pareto.R + At.Buying.Repeats[customer]) / (pareto.Alpha + age);
        var leaving = random.Gamma(pareto.S) / (pareto.Beta + age);
        var stays = leaving > 0 ? Math.Min(weeks, random.Exponential() / leaving) : weeks;
        var purchases = Count(random, Rate[customer] * rate * stays);
        if (purchases == 0) return 0;
        var known = At.Spending.Repeats[customer];
        var scale = random.Gamma((spend.P * known) + spend.Q) / (spend.V + (known * At.Spending.Spend[customer]));
        return Amount[customer] * random.Gamma(spend.P * purchases) / scale;
    }

    /// <summary>A Poisson number: by multiplying while it is small, else by the bell that it then is.</summary>
    private static int Count(Generator random, double mean)
    {
        if (mean > 30) return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * random.Normal())));
        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        for (; product > limit; count++) product *= random.NextDouble();
        return count;
    }
}
