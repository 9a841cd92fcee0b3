using Habitue.Insights;
using Habitue.Lake.Storage;

namespace Habitue.Churn;

/// <summary>Who is about to stay away, why, and how long customers last; in a shop without contracts, where nobody says goodbye.</summary>
internal static class ChurnSlice
{
    public static Slice Slice { get; } = new("churn", "who is about to stay away, what goes with it, and how long customers last", ChurnTraining.Train)
    {
        Score = ChurnTraining.Score,
        Lineage = [.. ChurnRisks.Tables.SelectMany(table => (LineageEdge[])[new("customer_features", table), new("orders", table)])],
    };
}
