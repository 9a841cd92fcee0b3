using System.Globalization;
using Habitue.Insights;
using Habitue.Learning;
using Habitue.Learning.Patterns;

namespace Habitue.MarketBaskets;

/// <summary>
/// Finds the sets of products that lie together often enough. Where no support is chosen it goes down a ladder and stays on the lowest step
/// that a person and the memory can bear: at most so many sets, each in enough baskets to say something.
/// </summary>
internal static class FrequentSets
{
    /// <summary>So many sets at most when the support is chosen automatically, and when the user chose it.</summary>
    public const int MostAutomatic = 20_000, MostChosen = 1_000_000;

    /// <summary>A set in fewer baskets says little; of few baskets a hundredth, but never fewer than five.</summary>
    private const int EnoughBaskets = 20, FewestBaskets = 5;

    private static readonly double[] Ladder = [0.5, 0.2, 0.1, 0.05, 0.03, 0.02, 0.015, 0.01, 0.007, 0.005, 0.003, 0.002, 0.0015, 0.001, 0.0007, 0.0005, 0.0003, 0.0002, 0.0001];

    public static (FrequentItemsetsModel Sets, double Support) Find(Learning.Data.Baskets baskets, double? chosen, FitRun run)
    {
        if (chosen is { } support)
            return (Try(baskets, support, MostChosen, run) ?? throw new NotReadyException($"at a support of {Percent(support)} more than {MostChosen:N0} sets of products are frequent; choose a higher one."), support);
        (FrequentItemsetsModel, double)? best = null;
        foreach (var step in Ladder.Where(step => step * baskets.Count >= Fewest(baskets.Count)))
        {
            if (Try(baskets, step, MostAutomatic, run) is not { } found) break;
            best = (found, step);
        }
        return best ?? throw new NotReadyException($"the baskets are so alike that more than {MostAutomatic:N0} sets of products lie in half of them; choose a support above 0.5, or give parts of one article one code.");
    }

    /// <summary>The fewest baskets that a set must be in.</summary>
    public static double Fewest(int baskets) => Math.Max(FewestBaskets, Math.Min(EnoughBaskets, baskets / 100.0));

    public static string Percent(double share) => share.ToString("0.### %", CultureInfo.InvariantCulture);

    /// <summary>Null when there are more sets than may be.</summary>
    private static FrequentItemsetsModel? Try(Learning.Data.Baskets baskets, double support, int most, FitRun run)
    {
        try
        {
            return new FrequentItemsets { MinimumSupport = support, MaximumItemsets = most }.Fit(baskets, run);
        }
        catch (SettingException tooMany) when (tooMany.Setting == nameof(FrequentItemsets.MaximumItemsets))
        {
            return null;
        }
    }
}
