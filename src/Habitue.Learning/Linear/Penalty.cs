namespace Habitue.Learning.Linear;

/// <summary>What each parameter costs beside the loss: ridge / 2 × its square + lasso × its size. An infinite ridge holds it where it is.</summary>
internal sealed class Penalty
{
    private Penalty(double[] ridge, double[] lasso) => (Ridge, Lasso) = (ridge, lasso);

    public double[] Ridge { get; }

    public double[] Lasso { get; }

    /// <summary>One strength for all parameters but those of intercepts, which stand first in each group.</summary>
    /// <param name="size">The number of parameters.</param>
    /// <param name="group">How many parameters follow each other from one intercept to the next.</param>
    /// <param name="intercept">Whether there are intercepts.</param>
    /// <param name="ridge">The strength of squares.</param>
    /// <param name="lasso">The strength of sizes.</param>
    public static Penalty Of(int size, int group, bool intercept, double ridge, double lasso)
    {
        var (ridges, lassos) = (new double[size], new double[size]);
        for (var i = 0; i < size; i++)
            if (!intercept || i % group != 0) (ridges[i], lassos[i]) = (ridge, lasso);
        return new Penalty(ridges, lassos);
    }

    /// <summary>The same costs for a loss that is a share as large.</summary>
    public Penalty Times(double share) => new(Array.ConvertAll(Ridge, one => one * share), Array.ConvertAll(Lasso, one => one * share));

    /// <summary>The cost of squares, whose gradient is added.</summary>
    public double AddSquares(double[] at, double[] gradient)
    {
        var cost = 0.0;
        for (var i = 0; i < at.Length; i++)
        {
            if (!double.IsFinite(Ridge[i]))
            {
                gradient[i] = 0;
                continue;
            }

            cost += 0.5 * Ridge[i] * at[i] * at[i];
            gradient[i] += Ridge[i] * at[i];
        }

        return cost;
    }

    /// <summary>The cost of sizes.</summary>
    public double Sizes(double[] at)
    {
        var cost = 0.0;
        for (var i = 0; i < at.Length; i++) cost += Lasso[i] * Math.Abs(at[i]);
        return cost;
    }
}
