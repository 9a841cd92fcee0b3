using System.Globalization;
using Habitue.Insights;

namespace Habitue.MarketBaskets;

/// <summary>Which thresholds the user chose; what is null is chosen by the data.</summary>
/// <param name="AllLines">Baskets hold charges and lines that cost nothing too.</param>
internal sealed record BasketSettings(double? Support, double? Confidence, bool AllLines)
{
    /// <summary>The least confidence when none is chosen: one time in five.</summary>
    public const double UsualConfidence = 0.2;

    public const string SupportName = "support", ConfidenceName = "confidence", LinesName = "lines", All = "all";

    public static BasketSettings Of(SliceRun run) => new(Share(run, SupportName), Share(run, ConfidenceName), run.Chosen.GetValueOrDefault(LinesName) == All);

    private static double? Share(SliceRun run, string name) => run.Chosen.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
