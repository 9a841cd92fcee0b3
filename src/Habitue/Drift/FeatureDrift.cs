namespace Habitue.Drift;

/// <summary>How one property of orders or visits has moved; a row of the table that others may read.</summary>
/// <param name="Before">Its mean in the first month, or for categories the commonest one.</param>
/// <param name="Now">The same in the last month.</param>
/// <param name="Psi">The population stability index: below 0.1 calm, above 0.25 look into it.</param>
/// <param name="Statistic">The largest distance between the cumulative shares (Kolmogorov-Smirnov), or chi-squared for categories.</param>
/// <param name="P">How often chance alone would move it as far.</param>
/// <param name="Verdict">calm, moved or changed.</param>
internal sealed record FeatureDrift(string Feature, string Before, string Now, long RowsBefore, long RowsNow, double Psi, double Statistic, double P, string Verdict)
{
    public const string Table = "feature_drift";

    /// <summary>The usual limits of the index (Siddiqi 2006).</summary>
    public const double Moved = 0.1, Changed = 0.25;

    /// <summary>Chance alone must be this unlikely before anything is said to have moved.</summary>
    public const double Surely = 0.01;
}
