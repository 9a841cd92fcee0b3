using Habitue.Insights;

namespace Habitue.Purchase;

/// <summary>How likely each customer is to buy within the next days.</summary>
internal static class PurchaseSlice
{
    public static Slice Slice { get; } = new("purchase", "how likely each customer is to buy within 7 and 30 days", PurchaseTraining.Train)
    {
        Score = PurchaseTraining.Score,
        Lineage = [new("customer_features", PurchaseScores.Table), new("orders", PurchaseScores.Table), new("customer_features", PurchaseScores.ReasonsTable), new("orders", PurchaseScores.ReasonsTable),
            new("customer_features", PurchaseScores.DriversTable), new("orders", PurchaseScores.DriversTable), new("sessions", IntentTable.Name), new("events", IntentTable.Name)],
    };
}
