using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// Foretells ratings: the mean of all, plus how generous the user is, plus how well liked the item is, plus the product of a
/// short list of numbers for each, the factors. For stars and grades that users gave. Not for purchases, where what is not
/// there also says something (<see cref="ImplicitAls"/>).
/// <code>
/// var model = new MatrixFactorization { Factors = 16 }.Fit(ratings);
/// float stars = model.Predict("ann", "tea");
/// </code>
/// At least one pair is needed; values may be of any sign. Users and items without ratings get factors and biases of 0, so a
/// user who rated nothing is foretold the mean and the items' biases. Each side is solved exactly in turn, so the error never rises.
/// Cost per iteration: pairs × factors² and (users + items) × factors³; memory: 4 bytes × (factors + 1) for each user and item.
/// Source: Koren, Bell and Volinsky, "Matrix factorization techniques for recommender systems" (2009), equation 5, by
/// alternating least squares.
/// </summary>
public sealed record MatrixFactorization : IEstimator<Interactions, MatrixFactorizationModel>
{
    /// <summary>How many numbers describe a user or an item.</summary>
    [Range(1, 1024)]
    public int Factors { get; init; } = 16;

    /// <summary>How strongly large factors and biases are held back (λ); more when there are few ratings.</summary>
    [Range(1e-6, 1e9)]
    public double Regularization { get; init; } = 3;

    /// <summary>Whether the mean and a bias for each user and item are taken off before the factors have their say.</summary>
    public bool Biases { get; init; } = true;

    /// <summary>How often users and items are solved for in turn.</summary>
    [Range(1, 1_000_000)]
    public int Iterations { get; init; } = 20;

    /// <summary>Where the first factors are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    public MatrixFactorizationModel Fit(Interactions data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        data.Check(nameof(MatrixFactorization));
        var byItem = data.Values.Transpose();
        FactorTable users = new(data.Users.Count, Factors), items = new(data.Items.Count, Factors);
        var (userBiases, itemBiases, mean) = (new float[users.Rows], new float[items.Rows], 0.0);
        foreach (var value in data.Values.Values) mean += value;
        mean = Biases ? mean / data.Values.Count : 0;
        items.Scatter(Seed.For(0), -0.1, 0.1);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            ExplicitSide.Solve(data.Values, items, itemBiases, users, userBiases, mean, Regularization, Biases, run);
            ExplicitSide.Solve(byItem, users, userBiases, items, itemBiases, mean, Regularization, Biases, run);
            run.Progress?.Report((iteration + 1.0) / Iterations);
        }

        return MatrixFactorizationModel.Of(this, data, users, items, userBiases, itemBiases, mean);
    }
}
