namespace Habitue.Learning.Experiments;

/// <summary>
/// The sums of two values per customer and of their product: for a ratio of sums (revenue per order, where a customer has any
/// number of orders), and for a value beside what the same customer did before the test (<see cref="Cuped"/>).
/// </summary>
/// <param name="First">The sums of the first value: the numerator, or what is measured.</param>
/// <param name="Second">The sums of the second value of the same customers: the denominator, or what was known before.</param>
/// <param name="Cross">The sum of first × second.</param>
public readonly record struct PairSums(Sums First, Sums Second, double Cross)
{
    /// <summary>How many customers.</summary>
    public double Count => First.Count;

    /// <summary>How the two go together, with n - 1; NaN for fewer than two customers.</summary>
    public double Covariance => Count > 1 ? (Cross - (First.Sum * Second.Sum / Count)) / (Count - 1) : double.NaN;

    /// <summary>The sums of both samples together.</summary>
    public static PairSums operator +(PairSums a, PairSums b) => new(a.First + b.First, a.Second + b.Second, a.Cross + b.Cross);

    /// <inheritdoc cref="op_Addition"/>
    public PairSums Add(PairSums other) => this + other;

    /// <summary>The sums of two values per customer.</summary>
    /// <exception cref="BadDataException">The lengths differ, or a value is missing or infinite.</exception>
    public static PairSums Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length) throw new BadDataException($"There are {first.Length} first values and {second.Length} second ones; each customer has one of both.");
        var cross = 0.0;
        for (var row = 0; row < first.Length; row++) cross += first[row] * second[row];
        return new PairSums(Sums.Of(first), Sums.Of(second), cross);
    }
}
