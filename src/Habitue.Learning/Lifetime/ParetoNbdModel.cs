using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Lifetime;

/// <summary>The parameters that <see cref="ParetoNbd"/> found: r and alpha of the rates of buying, s and beta of the rates of leaving.</summary>
public sealed class ParetoNbdModel : IPurchaseModel, IModel<ParetoNbdModel>
{
    internal static readonly string[] Names = ["r", "alpha", "s", "beta"];

    private ParetoNbdModel(ModelCard card, Estimates estimates) => (Card, Estimates) = (card, estimates);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("pareto-nbd", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Estimates Estimates { get; }

    /// <summary>The shape of the distribution of rates of buying: the smaller, the more customers differ.</summary>
    public double R => Estimates[0];

    /// <summary>Its scale, in the unit of time: a customer buys r / alpha times in a unit of time on average.</summary>
    public double Alpha => Estimates[1];

    /// <summary>The shape of the distribution of rates of leaving.</summary>
    public double S => Estimates[2];

    /// <summary>Its scale, in the unit of time: the mean rate of leaving is s / beta.</summary>
    public double Beta => Estimates[3];

    /// <inheritdoc/>
    /// <remarks>Equation 17 of Schmittlein, Morrison and Colombo.</remarks>
    public double ExpectedPurchases(double periods)
    {
        PurchaseModels.CheckPeriods(periods);
        return R * Beta / Alpha * Lasting(Beta, periods);
    }

    /// <inheritdoc/>
    /// <remarks>Equation 22 of the same.</remarks>
    public void ExpectedPurchases(PurchaseHistories histories, double periods, Span<double> into)
    {
        PurchaseModels.CheckPeriods(periods);
        Answer(histories, into, (x, recency, age) =>
            ParetoNbdKernel.Alive(Estimates.Span, x, recency, age) * (R + x) * (Beta + age) / (Alpha + age) * Lasting(Beta + age, periods));
    }

    /// <inheritdoc/>
    /// <remarks>Equation 11 of the same.</remarks>
    public void ProbabilityAlive(PurchaseHistories histories, Span<double> into) =>
        Answer(histories, into, (x, recency, age) => ParetoNbdKernel.Alive(Estimates.Span, x, recency, age));

    /// <summary>A model of parameters that were found elsewhere, such as published ones; nothing is known of their likelihood or uncertainty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite and above 0.</exception>
    public static ParetoNbdModel Of(double r, double alpha, double s, double beta) =>
        new(ModelCard.Of(Format, new ParetoNbd(), [], 0), Estimates.OfElsewhere(Names, [r, alpha, s, beta]));

    /// <inheritdoc/>
    public void Save(ModelWriter to) => Estimates.Save(to);

    /// <inheritdoc/>
    public static ParetoNbdModel Load(ModelReader from) => new(from.Card, Estimates.Load(from, Names));

    internal static ParetoNbdModel Of(ParetoNbd recipe, PurchaseHistories data, Estimates estimates) =>
        new(ModelCard.Of(Format, recipe, [], data.Count, estimates.Figures), estimates);

    private static void Answer(PurchaseHistories histories, Span<double> into, Func<int, double, double, double> answer)
    {
        var groups = histories.Groups();
        var answers = new double[groups.Count];
        for (var g = 0; g < answers.Length; g++) answers[g] = answer(groups.Repeats[g], groups.Recency[g], groups.Age[g]);
        groups.Spread(answers, into);
    }

    /// <summary>(1 - (from / (from + periods))^(s-1)) / (s-1), which at s = 1 is the logarithm of (from + periods) / from.</summary>
    private double Lasting(double from, double periods)
    {
        var log = Math.Log(from / (from + periods));
        var y = (S - 1) * log;
        return y == 0 ? -log : -log * 2 * Math.Sinh(y / 2) * Math.Exp(y / 2) / y;
    }
}
