using Habitue.Learning.Numerics;

namespace Habitue.Learning.Bandits;

/// <summary>
/// All that a bandit keeps of one arm: sums over the decisions for it, so that outcomes may arrive in any order, and a late one is
/// put right by what it differs. With a context of d numbers it keeps d × d sums besides; the solution is worked out when it is asked for.
/// </summary>
public sealed class ArmSums
{
    private readonly int features;
    private readonly double[] squaresOfContext; // the sum of x xᵀ, row after row
    private readonly double[] contextTimesReward;
    private Solved? solved;

    internal ArmSums(int features)
    {
        this.features = features;
        (squaresOfContext, contextTimesReward) = (new double[features * features], new double[features]);
    }

    internal ArmSums(int features, ReadOnlySpan<double> saved)
        : this(features)
    {
        (Count, Sum, Squares) = (saved[0], saved[1], saved[2]);
        saved.Slice(3, squaresOfContext.Length).CopyTo(squaresOfContext);
        saved[(3 + squaresOfContext.Length)..].CopyTo(contextTimesReward);
    }

    /// <summary>How many decisions for this arm have their outcome.</summary>
    public double Count { get; private set; }

    /// <summary>What they brought together.</summary>
    public double Sum { get; private set; }

    /// <summary>The squares of what each brought, together.</summary>
    public double Squares { get; private set; }

    /// <summary>What a decision for it brought on average; NaN before the first outcome.</summary>
    public double Mean => Count > 0 ? Sum / Count : double.NaN;

    internal static int SavedLength(int features) => 3 + (features * features) + features;

    internal void Add(ReadOnlySpan<double> context, double reward)
    {
        Count++;
        Change(context, 0, reward);
        for (var i = 0; i < features; i++)
            for (var j = 0; j < features; j++) squaresOfContext[(i * features) + j] += context[i] * context[j];
    }

    /// <summary>One outcome that was counted as one reward turns out to be another.</summary>
    internal void Change(ReadOnlySpan<double> context, double from, double to)
    {
        Sum += to - from;
        Squares += (to * to) - (from * from);
        for (var i = 0; i < features; i++) contextTimesReward[i] += context[i] * (to - from);
        solved = null;
    }

    internal void Save(Span<double> into)
    {
        (into[0], into[1], into[2]) = (Count, Sum, Squares);
        squaresOfContext.CopyTo(into[3..]);
        contextTimesReward.CopyTo(into[(3 + squaresOfContext.Length)..]);
    }

    /// <summary>
    /// The ridge regression of rewards on contexts: what is expected at a context, and xᵀ A⁻¹ x, which says how little is known there.
    /// </summary>
    internal (double Expected, double Unknown) At(ReadOnlySpan<double> context, double ridge)
    {
        if (solved is null || solved.Ridge != ridge) solved = new Solved(this, ridge);
        var (expected, unknown) = (0.0, 0.0);
        for (var i = 0; i < features; i++)
        {
            expected += solved.Weights[i] * context[i];
            unknown += context[i] * DotProduct.Of(solved.Inverse.AsSpan(i * features, features), context);
        }

        return (expected, Math.Max(0, unknown));
    }

    private sealed class Solved
    {
        public Solved(ArmSums arm, double ridge)
        {
            var root = new Cholesky(arm.features, nothing: 0); // the ridge keeps every pivot above nothing
            root.Factor(arm.squaresOfContext, Enumerable.Repeat(ridge, arm.features).ToArray());
            (Ridge, Inverse, Weights) = (ridge, root.Inverse(), new double[arm.features]);
            root.Solve(arm.contextTimesReward, Weights);
        }

        public double Ridge { get; }

        public double[] Inverse { get; }

        public double[] Weights { get; }
    }
}
