using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Recommendation;

/// <summary>
/// Learns an order from purchases: what a user took should stand before what they did not take. Made for short lists of
/// recommendations rather than for likelihoods. Not where amounts matter: it only counts that something was taken; and it
/// needs many more rounds than <see cref="ImplicitAls"/>, on one thread.
/// <code>
/// var model = new Bpr { Factors = 32, Epochs = 100 }.Fit(bought);
/// Recommended[] next = model.Recommend("ann", 10);
/// </code>
/// At least one pair with a value above 0 is needed; pairs of 0 and less count as not taken. A user who has everything teaches
/// nothing. There is no answer for strangers.
/// Each step draws a pair and an item that the user did not take, in one fixed order, so the same seed gives the same model.
/// Cost: pairs × epochs × factors; memory: 4 bytes × factors for each user and item.
/// Source: Rendle et al., "BPR: Bayesian personalized ranking from implicit feedback" (2009), figure 4.
/// </summary>
public sealed record Bpr : IEstimator<Interactions, BprModel>
{
    /// <summary>How many numbers describe a user or an item.</summary>
    [Range(1, 1024)]
    public int Factors { get; init; } = 32;

    /// <summary>How many times as many steps are made as there are pairs.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 100;

    /// <summary>How far each step goes.</summary>
    [Range(1e-6, 10.0)]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>How strongly large factors are held back at each step.</summary>
    [Range(0.0, 10.0)]
    public double Regularization { get; init; } = 0.01;

    /// <summary>Where the first factors and the steps are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    public BprModel Fit(Interactions data, FitRun run = default) => FitPath(data, [Epochs], run)[0];

    /// <summary>
    /// The models after some numbers of rounds, for the work of the last of them: where how long to learn is to be chosen by purchases that were not learned
    /// from. Each is the one that <see cref="Fit"/> gives with so many <see cref="Epochs"/>.
    /// </summary>
    /// <param name="data">Who took what.</param>
    /// <param name="epochs">The numbers of rounds, 1 or more and rising.</param>
    /// <param name="run">Progress and cancellation.</param>
    public IReadOnlyList<BprModel> FitPath(Interactions data, IReadOnlyList<int> epochs, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(epochs);
        if (epochs.Count == 0 || epochs[0] < 1 || epochs.Zip(epochs.Skip(1), (one, next) => next <= one).Any(falls => falls))
            throw new SettingException(nameof(Bpr), nameof(Epochs), $"is {string.Join(", ", epochs)}; a path needs rising numbers from 1 on.");
        ArgumentNullException.ThrowIfNull(data);
        data.Check(nameof(Bpr));
        var taken = ImplicitAls.Weights(data.Values, 1);
        if (taken.Count == 0) throw new BadDataException($"{nameof(Bpr)} needs at least one pair with a value above 0; there is none.");
        FactorTable users = new(taken.Rows, Factors), items = new(taken.Columns, Factors);
        var start = Seed.For(0);
        users.Scatter(start, -0.5 / Factors, 0.5 / Factors);
        items.Scatter(start, -0.5 / Factors, 0.5 / Factors);
        var steps = new BprSteps(taken, users, items, (float)LearningRate, (float)Regularization);
        var draw = Seed.For(1);
        var path = new List<BprModel>();
        for (var epoch = 1; path.Count < epochs.Count; epoch++)
        {
            run.Cancel.ThrowIfCancellationRequested();
            steps.Epoch(draw);
            run.Progress?.Report((double)epoch / epochs[^1]);
            if (epoch < epochs[path.Count]) continue;
            foreach (var value in users.Values)
                if (!float.IsFinite(value)) throw new SettingException(nameof(Bpr), nameof(LearningRate), $"is {LearningRate}, at which the factors grow beyond all bounds; take a smaller one.");
            var last = epoch == epochs[^1];
            path.Add(BprModel.Of(this with { Epochs = epoch }, data, last ? users : users.Copy(), last ? items : items.Copy(), last ? steps.Biases : [.. steps.Biases]));
        }
        return path;
    }
}
