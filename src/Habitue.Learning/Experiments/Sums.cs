namespace Habitue.Learning.Experiments;

/// <summary>
/// All that the comparison of means needs to know of a sample: how many customers, the sum of their values and the sum of the
/// squares. Sums of parts add up to the sums of the whole, so a database can count them and nobody's values travel.
/// <code>
/// var spend = Sums.Of(amounts);             // or new Sums(count, sum, squares) as a query gives them
/// double perCustomer = spend.Mean;
/// </code>
/// Doubles hold about 15 digits, so values whose mean is a million times their spread lose the variance: take such an offset
/// away first.
/// </summary>
/// <param name="Count">How many customers, each once.</param>
/// <param name="Sum">The sum of their values.</param>
/// <param name="Squares">The sum of the squares of their values.</param>
public readonly record struct Sums(double Count, double Sum, double Squares)
{
    /// <summary>The mean; NaN for nobody.</summary>
    public double Mean => Sum / Count;

    /// <summary>The variance between customers, with n - 1; NaN for fewer than two, never below 0.</summary>
    public double Variance => Count > 1 ? Math.Max(0, (Squares - (Sum * Sum / Count)) / (Count - 1)) : double.NaN;

    /// <summary>The sums of both samples together.</summary>
    public static Sums operator +(Sums a, Sums b) => new(a.Count + b.Count, a.Sum + b.Sum, a.Squares + b.Squares);

    /// <inheritdoc cref="op_Addition"/>
    public Sums Add(Sums other) => this + other;

    /// <summary>Sums of yes and no: a yes counts 1, a no counts 0.</summary>
    /// <param name="successes">How many said yes, 0 to <paramref name="count"/>.</param>
    /// <param name="count">Of how many.</param>
    public static Sums OfShare(double successes, double count)
    {
        if (!(successes >= 0 && successes <= count)) throw new BadDataException($"{successes} successes of {count} customers: there must be from 0 to as many as there are customers.");
        return new Sums(count, successes, successes);
    }

    /// <summary>The sums of values.</summary>
    /// <param name="values">One finite value per customer.</param>
    /// <param name="cap">Values above it count as this: the one customer who buys a thousandfold does not decide the test. Infinite: no cap.</param>
    /// <exception cref="BadDataException">A value is missing or infinite.</exception>
    public static Sums Of(ReadOnlySpan<double> values, double cap = double.PositiveInfinity)
    {
        double sum = 0, squares = 0;
        for (var row = 0; row < values.Length; row++)
        {
            if (!double.IsFinite(values[row])) throw new BadDataException($"The value of row {row} is {values[row]}; a customer without one counts 0 or is left out.", "value", row);
            var value = Math.Min(values[row], cap);
            sum += value;
            squares += value * value;
        }

        return new Sums(values.Length, sum, squares);
    }
}
