using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Lifetime;

/// <summary>The parameters that <see cref="BgNbd"/> found: r and alpha of the rates of buying, a and b of the probabilities of leaving.</summary>
public sealed class BgNbdModel : IPurchaseModel, IModel<BgNbdModel>
{
    internal static readonly string[] Names = ["r", "alpha", "a", "b"];

    private BgNbdModel(ModelCard card, Estimates estimates) => (Card, Estimates) = (card, estimates);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("bg-nbd", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Estimates Estimates { get; }

    /// <summary>The shape of the distribution of rates: the smaller, the more customers differ.</summary>
    public double R => Estimates[0];

    /// <summary>Its scale, in the unit of time: a customer buys r / alpha times in a unit of time on average.</summary>
    public double Alpha => Estimates[1];

    /// <summary>The first parameter of the distribution of the probability of leaving, whose mean is a / (a + b).</summary>
    public double A => Estimates[2];

    /// <summary>The second one.</summary>
    public double B => Estimates[3];

    /// <inheritdoc/>
    /// <remarks>Equation 9.</remarks>
    public double ExpectedPurchases(double periods)
    {
        PurchaseModels.CheckPeriods(periods);
        return BgNbdKernels.ExpectedWhileAlive(R, Alpha, A, B, default, default, periods)[0];
    }

    /// <inheritdoc/>
    /// <remarks>Equation 10.</remarks>
    public void ExpectedPurchases(PurchaseHistories histories, double periods, Span<double> into)
    {
        PurchaseModels.CheckPeriods(periods);
        var groups = histories.Groups();
        var answers = new double[groups.Count];
        for (var from = 0; from < answers.Length; from += BgNbdForecast.BlockSize)
            BgNbdForecast.Expected(Estimates.Span, groups, from, periods, answers.AsSpan(from, Math.Min(BgNbdForecast.BlockSize, answers.Length - from)));
        groups.Spread(answers, into);
    }

    /// <inheritdoc/>
    /// <remarks>1 for a customer without a repeat purchase: nobody leaves before. Source: the authors' note "Computing P(alive) using the BG/NBD model" (2008).</remarks>
    public void ProbabilityAlive(PurchaseHistories histories, Span<double> into)
    {
        var groups = histories.Groups();
        var answers = new double[groups.Count];
        BgNbdForecast.Alive(Estimates.Span, groups, 0, answers);
        groups.Spread(answers, into);
    }

    /// <summary>How likely a customer of whom nothing is known makes just so many repeat purchases in the first <paramref name="periods"/>. Equation 8.</summary>
    /// <param name="purchases">0 or more.</param>
    /// <param name="periods">0 or more, in the unit of the histories.</param>
    public double ProbabilityOf(int purchases, double periods)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(purchases);
        PurchaseModels.CheckPeriods(periods);
        var (none, share) = (R * Math.Log(Alpha / (Alpha + periods)), periods / (Alpha + periods));
        double term = Math.Exp(none), fewer = 0; // the terms of a negative binomial distribution, and their sum below this number
        for (var j = 0; j < purchases; j++)
        {
            fewer += term;
            term *= (R + j) / (j + 1) * share;
        }

        var stays = Math.Exp(SpecialFunctions.LogBeta(A, B + purchases) - SpecialFunctions.LogBeta(A, B));
        if (purchases == 0) return term;
        var leaves = Math.Exp(SpecialFunctions.LogBeta(A + 1, B + purchases - 1) - SpecialFunctions.LogBeta(A, B));
        return (stays * term) + (leaves * Math.Max(0, 1 - fewer));
    }

    /// <summary>Customers as this model supposes them, drawn by chance: for trying out what a decision would do, and for the bootstrap.</summary>
    /// <param name="ages">How long each is known, in the unit of the histories.</param>
    /// <param name="seed">Where the chance comes from.</param>
    public PurchaseHistories Simulate(ReadOnlySpan<double> ages, Seed seed)
    {
        var (random, repeats, recency) = (seed.For(0), new int[ages.Length], new double[ages.Length]);
        for (var i = 0; i < ages.Length; i++) (repeats[i], recency[i]) = BgNbdSimulation.One(random, R, Alpha, A, B, ages[i]);
        return new PurchaseHistories(repeats, recency, ages);
    }

    /// <summary>A model of parameters that were found elsewhere, such as published ones; nothing is known of their likelihood or uncertainty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite and above 0.</exception>
    public static BgNbdModel Of(double r, double alpha, double a, double b) =>
        new(ModelCard.Of(Format, new BgNbd(), [], 0), Estimates.OfElsewhere(Names, [r, alpha, a, b]));

    /// <inheritdoc/>
    public void Save(ModelWriter to) => Estimates.Save(to);

    /// <inheritdoc/>
    public static BgNbdModel Load(ModelReader from) => new(from.Card, Estimates.Load(from, Names));

    internal static BgNbdModel Of(BgNbd recipe, PurchaseHistories data, Estimates estimates) =>
        new(ModelCard.Of(Format, recipe, [], data.Count, estimates.Figures), estimates);
}
