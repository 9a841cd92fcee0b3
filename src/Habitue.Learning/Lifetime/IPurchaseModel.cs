using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Lifetime;

/// <summary>
/// A model of customers who buy for a while and leave without saying so: says how much each will buy, and how likely each is still a customer.
/// </summary>
public interface IPurchaseModel : IModel
{
    /// <summary>The parameters and how sure they are.</summary>
    Estimates Estimates { get; }

    /// <summary>How many repeat purchases a customer of whom nothing is known makes in the first <paramref name="periods"/> after the first purchase.</summary>
    /// <param name="periods">0 or more, in the unit of the histories (for BG/BB a whole number of opportunities).</param>
    double ExpectedPurchases(double periods);

    /// <summary>Writes how many purchases each customer is expected to make in the next <paramref name="periods"/>, given the history.</summary>
    /// <param name="histories">The histories, in the unit of those that the model was fitted on.</param>
    /// <param name="periods">0 or more, in that unit (for BG/BB a whole number of opportunities).</param>
    /// <param name="into">One place per customer.</param>
    void ExpectedPurchases(PurchaseHistories histories, double periods, Span<double> into);

    /// <summary>Writes how likely each customer is still one at the end of the history.</summary>
    /// <param name="histories">The histories, in the unit of those that the model was fitted on.</param>
    /// <param name="into">One place per customer.</param>
    void ProbabilityAlive(PurchaseHistories histories, Span<double> into);
}

/// <summary>What every <see cref="IPurchaseModel"/> can do besides.</summary>
public static class PurchaseModels
{
    /// <summary>How many purchases each customer is expected to make in the next <paramref name="periods"/>.</summary>
    public static double[] ExpectedPurchases(this IPurchaseModel model, PurchaseHistories histories, double periods)
    {
        var into = new double[histories.Count];
        model.ExpectedPurchases(histories, periods, into);
        return into;
    }

    /// <summary>How likely each customer is still one.</summary>
    public static double[] ProbabilityAlive(this IPurchaseModel model, PurchaseHistories histories)
    {
        var into = new double[histories.Count];
        model.ProbabilityAlive(histories, into);
        return into;
    }

    internal static void CheckPeriods(double periods)
    {
        if (!double.IsFinite(periods) || periods < 0) throw new ArgumentOutOfRangeException(nameof(periods), periods, "A time ahead is finite and 0 or more.");
    }

    /// <summary>There must be a customer who came back, or there is nothing to learn from.</summary>
    internal static HistoryGroups CheckedGroups(PurchaseHistories histories, string who)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (histories.Count == 0) throw new BadDataException($"{who} needs at least 1 customer; there are 0.");
        var groups = histories.Groups();
        if (groups.Repeats[^1] == 0) // they are sorted by it
            throw new BadDataException($"{who} needs customers who bought again; none of {histories.Count} did.", "repeats");
        return groups;
    }

    /// <summary>The mean time that customers are known: the scale of times.</summary>
    internal static double MeanAge(HistoryGroups groups)
    {
        double sum = 0, count = 0;
        for (var g = 0; g < groups.Count; g++)
        {
            sum += groups.Age[g] * groups.Customers[g];
            count += groups.Customers[g];
        }

        return sum / count;
    }
}
