using Habitue.Insights;

namespace Habitue.Value;

/// <summary>What each customer will buy and bring, how likely each is still one, and how sure that is.</summary>
internal static class ValueSlice
{
    public static Slice Slice { get; } = new("value", "what each customer will bring in the next 12 months", ValueTraining.Train)
    {
        Score = ValueTraining.Score,
        Lineage =
        [
            new("orders", ValueTables.Customers), new("returns", ValueTables.Customers), new("customer_features", ValueTables.Customers),
            new("orders", ValueTables.Reasons), new("returns", ValueTables.Reasons), new("customer_features", ValueTables.Reasons),
            new("orders", ValueTables.Cohorts), new("returns", ValueTables.Cohorts), new("orders", ValueTables.Alive), new("returns", ValueTables.Alive), new("orders", ValueTables.Facts),
        ],
    };
}
