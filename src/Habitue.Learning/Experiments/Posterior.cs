using Habitue.Learning.Numerics;

namespace Habitue.Learning.Experiments;

/// <summary>
/// What is believed of an arm's figure after the data: a beta distribution of a share, or a normal one of a mean. How arms compare is
/// in <see cref="BayesianReading"/>.
/// </summary>
public abstract record Posterior
{
    private protected Posterior()
    {
    }

    /// <summary>The mean of the belief.</summary>
    public abstract double Mean { get; }

    /// <summary>Its standard deviation.</summary>
    public abstract double Spread { get; }

    /// <summary>How believable the values near this one are.</summary>
    public abstract double Density(double value);

    /// <summary>How surely the figure is at most this.</summary>
    public abstract double Below(double value);

    /// <summary>The least value that can be.</summary>
    internal abstract double Least { get; }

    /// <summary>The greatest value that can be.</summary>
    internal abstract double Most { get; }

    /// <summary>
    /// The belief about a share after so many successes: Beta(a + successes, b + failures). With a = b = 1, the default, every share was as likely as
    /// any other before.
    /// </summary>
    public static Posterior OfShare(double successes, double count, double a = 1, double b = 1)
    {
        if (!(successes >= 0 && successes <= count)) throw new BadDataException($"{successes} successes of {count} customers: there must be from 0 to as many as there are customers.");
        if (!(a >= 1 && b >= 1)) throw new BadDataException($"The prior Beta({a}, {b}) is refused: both numbers are 1 or more.");
        return new Share(a + successes, b + count - successes);
    }

    /// <summary>The belief about any figure of many customers: normal around its estimate. Beforehand every value was as likely as any other.</summary>
    /// <exception cref="BadDataException">The estimate says nothing yet, or has no error.</exception>
    public static Posterior OfEstimate(ArmEstimate arm) => double.IsFinite(arm.Value) && arm.SquaredError > 0
        ? new Amount(arm.Value, Math.Sqrt(arm.SquaredError))
        : throw new BadDataException($"An arm of {arm.Count} customers with the figure {arm.Value} and the squared error {arm.SquaredError} says nothing of how sure it is.");

    /// <summary>The value below which the figure lies with this probability, by halving.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    public double Quantile(double probability)
    {
        var (low, high) = (Math.Max(Least, Mean - (40 * Spread)), Math.Min(Most, Mean + (40 * Spread)));
        for (var halving = 0; halving < 100; halving++)
        {
            var middle = (low + high) / 2;
            if (Below(middle) < probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    private sealed record Share(double A, double B) : Posterior
    {
        private readonly double log = SpecialFunctions.LogBeta(A, B);

        public override double Mean => A / (A + B);

        public override double Spread => Math.Sqrt(A * B / (A + B + 1)) / (A + B);

        internal override double Least => 0;

        internal override double Most => 1;

        public override double Density(double value) =>
            value is > 0 and < 1 ? Math.Exp(((A - 1) * Math.Log(value)) + ((B - 1) * double.LogP1(-value)) - log) : 0;

        public override double Below(double value) => SpecialFunctions.IncompleteBeta(value, A, B);
    }

    private sealed record Amount(double Middle, double Error) : Posterior
    {
        private static readonly double RootTwoPi = Math.Sqrt(2 * Math.PI);

        public override double Mean => Middle;

        public override double Spread => Error;

        internal override double Least => double.NegativeInfinity;

        internal override double Most => double.PositiveInfinity;

        public override double Density(double value)
        {
            var z = (value - Middle) / Error;
            return Math.Exp(-0.5 * z * z) / (RootTwoPi * Error);
        }

        public override double Below(double value) => SpecialFunctions.NormalTail((Middle - value) / Error);
    }
}
