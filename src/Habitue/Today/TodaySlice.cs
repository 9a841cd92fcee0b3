using Habitue.Insights;

namespace Habitue.Today;

/// <summary>Whom to act on today, what to do, and the money that hangs on it.</summary>
internal static class TodaySlice
{
    public static Slice Slice { get; } = new("today", "whom to act on today, and what hangs on it", TodayWork.Choose)
    {
        Watches = Consent.Watched,
        Lineage = [new("customer_features", TodayActions.Table), new("orders", TodayActions.Table), new("sessions", TodayActions.Table),
            new("purchase_scores", TodayActions.Table), new("churn_risks", TodayActions.Table), new("customer_values", TodayActions.Table), new("recommendations", TodayActions.Table), new("customers", TodayActions.Table), new("profiles", TodayActions.Table), new("events", TodayActions.Table)],
    };
}
