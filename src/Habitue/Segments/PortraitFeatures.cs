using Habitue.Lake.Features;
using Habitue.Learning.Data;

namespace Habitue.Segments;

/// <summary>What portraits are told from: the features of the customers and the place of each among all, which the segments do not change.</summary>
/// <param name="Rows">Which rows of all customers.</param>
/// <param name="Columns">The values of each feature.</param>
/// <param name="Ranks">The place of each value, from 0 to 1.</param>
internal sealed record PortraitFeatures(int[] Rows, Feature[] Features, float[][] Columns, RankedRows[] Ranks)
{
    /// <summary>Of more customers a share stands for all: every so many-th by id.</summary>
    private const int MostRows = 20_000;

    /// <summary>What says the same as recency, frequency and money, which the paragraph tells anyway, or nothing of habits.</summary>
    private static readonly HashSet<string> Known = ["recency_days", "frequency", "monetary", "lifetime_value", "orders_365d", "spend_365d", "days_since_last_activity", "engagement_score", "days_since_first_order", "purchase_frequency_score", "active_months", "orders_90d", "spend_90d", "orders_30d", "spend_30d"];

    public static PortraitFeatures Of(Matrix all)
    {
        var step = (all.Rows + MostRows - 1) / Math.Max(1, MostRows);
        int[] rows = [.. Enumerable.Range(0, all.Rows).Where(row => row % Math.Max(1, step) == 0)];
        var features = FeatureCatalogue.All.Where(feature => all.Columns.Contains(feature.Name) && !Known.Contains(feature.Name)).ToArray();
        var columns = Array.ConvertAll(features, feature => all.Column(feature.Name) is var whole && step > 1 ? Array.ConvertAll(rows, row => whole[row]) : whole);
        return new PortraitFeatures(rows, features, columns, Array.ConvertAll(columns, RankedRows.Of));
    }
}
