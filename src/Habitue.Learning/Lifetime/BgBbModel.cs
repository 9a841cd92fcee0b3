using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Lifetime;

/// <summary>The parameters that <see cref="BgBb"/> found: alpha and beta of taking an opportunity, gamma and delta of leaving before one.</summary>
public sealed class BgBbModel : IPurchaseModel, IModel<BgBbModel>
{
    internal static readonly string[] Names = ["alpha", "beta", "gamma", "delta"];
    private const int MostOpportunities = 100_000;

    private BgBbModel(ModelCard card, Estimates estimates) => (Card, Estimates) = (card, estimates);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("bg-bb", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public Estimates Estimates { get; }

    /// <summary>The first parameter of the distribution of the probability of buying, whose mean is alpha / (alpha + beta).</summary>
    public double Alpha => Estimates[0];

    /// <summary>The second one.</summary>
    public double Beta => Estimates[1];

    /// <summary>The first parameter of the distribution of the probability of leaving, whose mean is gamma / (gamma + delta).</summary>
    public double Gamma => Estimates[2];

    /// <summary>The second one.</summary>
    public double Delta => Estimates[3];

    /// <inheritdoc/>
    /// <remarks>Equation 8.</remarks>
    public double ExpectedPurchases(double periods) => Alpha / (Alpha + Beta) * Lasting(0, Whole(periods));

    /// <inheritdoc/>
    /// <remarks>Equation 13, its sum not written as a difference, which would be 0/0 at gamma = 1.</remarks>
    public void ExpectedPurchases(PurchaseHistories histories, double periods, Span<double> into)
    {
        var (ahead, groups) = (Whole(periods), Checked(histories));
        var answers = new BgBbLikelihood(groups).Alive(Estimates.Span);
        for (var g = 0; g < answers.Length; g++)
            answers[g] *= (Alpha + groups.Repeats[g]) / (Alpha + Beta + groups.Age[g]) * Lasting((int)groups.Age[g], ahead);
        groups.Spread(answers, into);
    }

    /// <inheritdoc/>
    /// <remarks>Whether the customer is still one at the next opportunity, as in equation 11: it may be that the customer has left since the last one.</remarks>
    public void ProbabilityAlive(PurchaseHistories histories, Span<double> into)
    {
        var groups = Checked(histories);
        var answers = new BgBbLikelihood(groups).Alive(Estimates.Span);
        for (var g = 0; g < answers.Length; g++) answers[g] *= Lasting((int)groups.Age[g], 1);
        groups.Spread(answers, into);
    }

    /// <summary>A model of parameters that were found elsewhere, such as published ones; nothing is known of their likelihood or uncertainty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite and above 0.</exception>
    public static BgBbModel Of(double alpha, double beta, double gamma, double delta) =>
        new(ModelCard.Of(Format, new BgBb(), [], 0), Estimates.OfElsewhere(Names, [alpha, beta, gamma, delta]));

    /// <inheritdoc/>
    public void Save(ModelWriter to) => Estimates.Save(to);

    /// <inheritdoc/>
    public static BgBbModel Load(ModelReader from) => new(from.Card, Estimates.Load(from, Names));

    internal static BgBbModel Of(BgBb recipe, PurchaseHistories data, Estimates estimates) =>
        new(ModelCard.Of(Format, recipe, [], data.Count, estimates.Figures), estimates);

    /// <summary>Times are whole opportunities, and there are at least as many as purchases.</summary>
    internal static void CheckWhole(PurchaseHistories histories)
    {
        for (var i = 0; i < histories.Count; i++)
        {
            var (x, last, known) = (histories.Repeats[i], histories.Recency[i], histories.Age[i]);
            if (known != Math.Floor(known) || known > MostOpportunities)
                throw new BadDataException($"The age of customer {i} is {known}; BgBb needs a whole number of opportunities, at most {MostOpportunities}.", "age", i);
            if (last != Math.Floor(last) || last < x)
                throw new BadDataException($"The recency of customer {i} is {last}; BgBb needs the number of the opportunity that was taken last, at least {x} after {x} repeat purchases.", "recency", i);
        }
    }

    private static HistoryGroups Checked(PurchaseHistories histories)
    {
        CheckWhole(histories);
        return histories.Groups();
    }

    private static int Whole(double periods)
    {
        PurchaseModels.CheckPeriods(periods);
        return periods == Math.Floor(periods) && periods <= MostOpportunities
            ? (int)periods
            : throw new ArgumentOutOfRangeException(nameof(periods), periods, $"BgBb looks ahead a whole number of opportunities, at most {MostOpportunities}.");
    }

    /// <summary>The opportunities ahead that find the customer still there, of one who is there after <paramref name="from"/>.</summary>
    private double Lasting(int from, int ahead)
    {
        double there = 1, sum = 0;
        for (var k = from; k < from + ahead; k++) sum += there *= (Delta + k) / (Gamma + Delta + k);
        return sum;
    }
}
