using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Lifetime;

/// <summary>The parameters that <see cref="GammaGamma"/> found.</summary>
public sealed class GammaGammaModel : IModel<GammaGammaModel>
{
    internal static readonly string[] Names = ["p", "q", "v"];

    private GammaGammaModel(ModelCard card, Estimates estimates) => (Card, Estimates) = (card, estimates);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("gamma-gamma", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The parameters and how sure they are.</summary>
    public Estimates Estimates { get; }

    /// <summary>The shape of a customer's purchases: the larger, the more alike they are.</summary>
    public double P => Estimates[0];

    /// <summary>The shape of the customers' scales: the larger, the more alike customers are.</summary>
    public double Q => Estimates[1];

    /// <summary>Their scale, in money.</summary>
    public double V => Estimates[2];

    /// <summary>What a purchase of a customer of whom nothing is known is expected to bring: p v / (q - 1); infinite when q is at most 1.</summary>
    public double MeanSpend => Q > 1 ? P * V / (Q - 1) : double.PositiveInfinity;

    /// <summary>What a purchase of each customer is expected to bring. Equation 5.</summary>
    /// <exception cref="BadDataException">The histories have no spend.</exception>
    public double[] ExpectedSpend(PurchaseHistories histories)
    {
        CheckSpend(histories);
        var answers = new double[histories.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var x = histories.Repeats[i];
            var weight = (P * x) + Q - 1;
            answers[i] = x == 0 ? MeanSpend : weight > 0 ? P * (V + (x * histories.Spend[i])) / weight : double.PositiveInfinity;
        }

        return answers;
    }

    /// <summary>A model of parameters that were found elsewhere, such as published ones; nothing is known of their likelihood or uncertainty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite and above 0.</exception>
    public static GammaGammaModel Of(double p, double q, double v) =>
        new(ModelCard.Of(Format, new GammaGamma(), [], 0), Estimates.OfElsewhere(Names, [p, q, v]));

    /// <inheritdoc/>
    public void Save(ModelWriter to) => Estimates.Save(to);

    /// <inheritdoc/>
    public static GammaGammaModel Load(ModelReader from) => new(from.Card, Estimates.Load(from, Names));

    internal static GammaGammaModel Of(GammaGamma recipe, PurchaseHistories data, Estimates estimates) =>
        new(ModelCard.Of(Format, recipe, [], data.Count, estimates.Figures), estimates);

    internal static void CheckSpend(PurchaseHistories histories)
    {
        if (histories.Spend.IsEmpty && histories.Count > 0) throw new BadDataException("GammaGamma needs what purchases brought; the histories have no spend.", "spend");
        for (var i = 0; i < histories.Count; i++)
            if (histories.Repeats[i] > 0 && histories.Spend[i] == 0)
                throw new BadDataException($"The mean spend of customer {i} is 0; GammaGamma knows only amounts above 0, so leave the customer out.", "spend", i);
    }
}
