using Habitue.Duck;
using Habitue.Insights;

namespace Habitue.Prediction;

/// <summary>
/// What the latest weeks tell of buying in the days to come. The outcomes of a horizon of some weeks are known only of moments that lie as far back, and weigh all
/// these weeks alike; the latest week tells more than the others, and one week alone is much chance. Simple exponential smoothing weighs them. Source: Brown, "Statistical forecasting for inventory control" (1959).
/// </summary>
internal static class BuyingWeeks
{
    /// <summary>Weeks that are read; with a weight of one half, earlier ones weigh a thirtieth together.</summary>
    private const int Count = 5;

    private const int Days = 7, MostDays = 30;

    /// <summary>A week weighs half as much as the next; and of what the weeks say one half is believed, the other taken for what passes: on past moments of several shops all of it was no better, and worse where campaigns come and go.</summary>
    private const double Weight = 0.5, Believed = 0.5;

    /// <summary>By how much the log-odds of buying move from the last whole horizon before a moment to the one after it; null for horizons under a week or over a month, of which the weeks were not found to tell, and where too few bought.</summary>
    public static double? Move(DuckConnection warehouse, DateTime moment, Origins origins)
    {
        if (origins.HorizonDays is < Days or > MostDays) return null;
        double[] levels = [.. warehouse.Rows<(int Week, long Customers, long Buyers)>(SliceQueries.Read("Prediction/BuyingWeeks", ("moment", PastFeatures.Literal(moment)), ("weeks", $"{Count}")))
            .TakeWhile(week => Math.Min(week.Buyers, week.Customers - week.Buyers) >= Level.Least)
            .Select(week => Math.Log((double)week.Buyers / (week.Customers - week.Buyers)))];
        return Move(levels, (origins.Test - origins.Validation).Days / Days);
    }

    /// <param name="levels">The log-odds of buying in each week, the latest first.</param>
    /// <param name="within">How many of them the last whole horizon has.</param>
    internal static double? Move(double[] levels, int within)
    {
        if (levels.Length < Math.Max(within, 2)) return null;
        var (sum, weights) = (0.0, 0.0);
        for (var (week, weight) = (0, 1.0); week < levels.Length; week++, weight *= 1 - Weight)
        {
            sum += weight * levels[week];
            weights += weight;
        }
        return Believed * ((sum / weights) - levels.Take(within).Average());
    }
}
