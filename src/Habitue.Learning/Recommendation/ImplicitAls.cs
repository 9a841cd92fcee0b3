using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// Learns from purchases (not from ratings) a short list of numbers for each user and each item, the factors, so that the
/// product of both lists is near 1 for what a user took and near 0 for the rest; the more they took of it, the surer. Finds
/// likings that nobody's basket shows directly; serves millions of users from little memory. Not for ratings
/// (<see cref="MatrixFactorization"/>), and a score cannot be explained by purchases as those of neighbours can.
/// <code>
/// var model = new ImplicitAls { Factors = 64, Alpha = 10, Regularization = 0.1 }.Fit(bought);
/// Recommended[] next = model.Recommend("ann", 10);
/// Recommended[] forStranger = model.RecommendForBasket(["tea", "cup"], 10);
/// </code>
/// At least one pair is needed, no value may be below 0, and a pair with the value 0 counts as not taken. Users and items
/// without pairs get factors of 0, and so scores of 0.
/// Cost per iteration: (pairs × factors + (users + items) × factors²) × steps; exactly, pairs × factors² and more.
/// Memory: 4 bytes × factors for each user and item.
/// Source: Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets" (2008); solved by conjugate
/// gradients as Takács, Pilászy and Tikk (2011) propose.
/// </summary>
public sealed record ImplicitAls : IEstimator<Interactions, ImplicitAlsModel>
{
    /// <summary>How many numbers describe a user or an item.</summary>
    [Range(1, 1024)]
    public int Factors { get; init; } = 64;

    /// <summary>How much surer a purchase makes: the confidence in a pair is 1 + alpha × value.</summary>
    [Range(0.0, 1e6)]
    public double Alpha { get; init; } = 10;

    /// <summary>How strongly large factors are held back (λ).</summary>
    [Range(1e-6, 1e6)]
    public double Regularization { get; init; } = 0.1;

    /// <summary>How often users and items are solved for in turn.</summary>
    [Range(1, 10_000)]
    public int Iterations { get; init; } = 15;

    /// <summary>How many steps of conjugate gradients stand for a solution; 0 means that each is solved exactly, which takes several times longer.</summary>
    [Range(0, 1000)]
    public int Steps { get; init; } = 3;

    /// <summary>Where the first factors are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    public ImplicitAlsModel Fit(Interactions data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        data.Check(nameof(ImplicitAls), 0);
        var byUser = Weights(data.Values, Alpha);
        var byItem = byUser.Transpose();
        FactorTable users = new(byUser.Rows, Factors), items = new(byUser.Columns, Factors);
        items.Scatter(Seed.For(0), 0, 0.01); // all above 0: it ends at a lower loss than with both signs
        var side = new ImplicitSide(items.Stride, Regularization, Steps);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            side.Solve(byUser, items, users, run);
            side.Solve(byItem, users, items, run);
            run.Progress?.Report((iteration + 1.0) / Iterations);
        }

        var loss = ImplicitLoss.Of(byUser, users, items, Regularization, run);
        if (!double.IsFinite(loss)) throw new BadDataException("The factors grew beyond all bounds; raise ImplicitAls.Regularization, or scale the values.");
        return ImplicitAlsModel.Of(this, data, users, items, loss);
    }

    /// <summary>alpha × value of the pairs that were taken.</summary>
    internal static SparseMatrix Weights(SparseMatrix values, double alpha)
    {
        var (starts, indices, weights, at) = (new int[values.Rows + 1], new int[values.Count], new float[values.Count], 0);
        for (var row = 0; row < values.Rows; row++)
        {
            for (var i = values.Starts[row]; i < values.Starts[row + 1]; i++)
                if (values.Values[i] > 0) (indices[at], weights[at++]) = (values.Indices[i], (float)(alpha * values.Values[i]));
            starts[row + 1] = at;
        }

        return new SparseMatrix(values.Columns, starts, indices[..at], weights[..at]);
    }
}
