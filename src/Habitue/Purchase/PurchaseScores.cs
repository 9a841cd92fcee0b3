namespace Habitue.Purchase;

/// <summary>What others may read of this slice.</summary>
internal static class PurchaseScores
{
    /// <summary>One row per customer who bought before and horizon: the probability of an order within so many days.</summary>
    public const string Table = "purchase_scores";

    /// <summary>One row per customer, horizon and reason, the weightiest first; contributions are in log-odds.</summary>
    public const string ReasonsTable = "purchase_reasons";

    /// <summary>One row per horizon and feature: what moves the probabilities most, over all customers.</summary>
    public const string DriversTable = "purchase_drivers";
}
