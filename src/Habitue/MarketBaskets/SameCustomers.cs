namespace Habitue.MarketBaskets;

/// <summary>
/// Tells what is put into one basket together from what the same people like: of customers who came back, it holds the baskets with both sides
/// beside as many as there would be if each customer had dealt what they bought over their own baskets by chance, larger baskets
/// getting more. It is the test of Mantel and Haenszel with customers as strata; the sum of many rare chances is compared with Poisson's.
/// Source: Mantel and Haenszel, "Statistical aspects of the analysis of data from retrospective studies of disease" (1959).
/// </summary>
internal sealed class SameCustomers
{
    private readonly int[] customer, first, second;
    private readonly double[] sameBasket;

    public SameCustomers(BasketData data)
    {
        customer = data.Customer;
        (first, second, sameBasket) = (new int[data.Customers], new int[data.Customers], new double[data.Customers]);
        var (baskets, sizes, squares) = (new int[data.Customers], new double[data.Customers], new double[data.Customers]);
        for (var basket = 0; basket < customer.Length; basket++)
            if (customer[basket] is >= 0 and var who)
            {
                double size = data.Baskets[basket].Length;
                baskets[who]++;
                sizes[who] += size;
                squares[who] += size * size;
            }
        for (var who = 0; who < baskets.Length; who++)
            if (baskets[who] > 1) sameBasket[who] = squares[who] / (sizes[who] * sizes[who]);
    }

    /// <summary>How many baskets of returning customers hold both, how many would by chance, and how likely chance alone gives as many.</summary>
    public (int Found, double Expected, double P) Test(ReadOnlySpan<int> left, ReadOnlySpan<int> right, ReadOnlySpan<int> both)
    {
        var (found, expected) = (0, 0.0);
        foreach (var basket in both)
            if (Returning(basket)) found++;
        foreach (var basket in left)
            if (Returning(basket)) first[customer[basket]]++;
        foreach (var basket in right)
            if (Returning(basket)) second[customer[basket]]++;
        foreach (var basket in left)
        {
            if (!Returning(basket)) continue;
            var who = customer[basket];
            // Two products may be dealt to one basket only as often as the rarer one is there.
            expected += Math.Min((double)first[who] * second[who] * sameBasket[who], Math.Min(first[who], second[who]));
            first[who] = 0;
        }
        foreach (var basket in right)
            if (Returning(basket)) second[customer[basket]] = 0;
        return (found, expected, AtLeast(found, expected));
    }

    /// <summary>How likely a Poisson count of this mean is at least so large.</summary>
    public static double AtLeast(int count, double mean)
    {
        if (count == 0) return 1;
        if (mean <= 0) return 0;
        // The smaller tail is summed from its largest term outwards.
        var upper = count > mean;
        var (at, logTerm) = (upper ? count : count - 1, -mean);
        for (var i = 1; i <= at; i++) logTerm += Math.Log(mean / i);
        double term = Math.Exp(logTerm), sum = term;
        while (term > sum * 1e-17 && (upper || at > 0))
        {
            term *= upper ? mean / ++at : at-- / mean;
            sum += term;
        }
        return Math.Clamp(upper ? sum : 1 - sum, 0, 1);
    }

    private bool Returning(int basket) => customer[basket] is >= 0 and var who && sameBasket[who] > 0;
}
