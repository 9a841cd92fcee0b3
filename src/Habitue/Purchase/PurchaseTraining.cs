using Habitue.Insights;
using Habitue.Prediction;
using Habitue.Stages;

namespace Habitue.Purchase;

/// <summary>Learns, for each horizon, who is going to buy, and publishes everybody's probability with its reasons.</summary>
internal static class PurchaseTraining
{
    private static readonly int[] Horizons = [7, 30];

    public static StageDone Train(SliceRun run) => Publish(run, [.. Horizons.Select(horizon => CustomerModel.Train(run, Question(horizon)))]);

    public static StageDone Score(SliceRun run) => Publish(run, [.. Horizons.Select(horizon => CustomerModel.Score(run, Question(horizon)))]);

    private static CustomerQuestion Question(int horizon) => new()
    {
        Name = $"purchase-{horizon}d",
        Slice = "purchase",
        Purpose = $"How likely a customer who bought before is to order within {horizon} days: whom to write to, and whom to leave in peace. Not for deciding on credit or prices.",
        Sql = SliceQueries.Read("Purchase/PurchaseLabels", ("horizon", $"{horizon}")),
        Label = "bought",
        Classes = ["stays away", "buys"],
        HorizonDays = horizon,
        RuleName = "the more recent the last order, the likelier",
        RuleFeature = "recency_days",
        RuleRises = false,
        Limits = "It knows habits, not plans: a campaign, a price change or a season that it has not seen moves everybody at once. Customers who never bought have no score.",
    };

    private static StageDone Publish(SliceRun run, IReadOnlyList<CustomerScores> scored)
    {
        CustomerScores.Publish(run.Warehouse, scored, PurchaseScores.Table, PurchaseScores.ReasonsTable, PurchaseScores.DriversTable);
        var month = scored[^1];
        return new StageDone(string.Join("; ", scored.Select(one => $"{one.Probabilities.Sum():N0} of {Words.Count(one.Customers.Length, "customer")} expected to buy within {one.Question.HorizonDays} days")) + $" (AUC {month.Auc:0.00})");
    }
}
