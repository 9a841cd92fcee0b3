using Habitue.Insights;
using Habitue.Learning;
using Habitue.Prediction;
using Habitue.Stages;

namespace Habitue.Churn;

/// <summary>Learns who is going to stay away, publishes everybody's risk with its reasons, what goes with staying away, and how long customers last.</summary>
internal static class ChurnTraining
{
    public static StageDone Train(SliceRun run) => OrEmpty(run, () =>
    {
        var horizon = ChurnHorizon.Of(run);
        horizon.Publish(run.Warehouse);
        ChurnSurvival.Publish(run, horizon);
        ChurnRisks.Empty(run.Warehouse, ChurnRisks.FactorsTable);
        var question = Question(horizon);
        var scores = CustomerModel.Train(run, question);
        ChurnFactors.Publish(run, question, horizon);
        return Publish(run, horizon, scores);
    });

    public static StageDone Score(SliceRun run) => OrEmpty(run, () =>
    {
        var horizon = ChurnHorizon.Read(run.Warehouse) ?? throw new NotReadyException("churn has no model yet; `habitue train churn` makes one.");
        return Publish(run, horizon, CustomerModel.Score(run, Question(horizon)));
    });

    internal static CustomerQuestion Question(ChurnHorizon horizon) => new()
    {
        Name = $"churn-{horizon.Days}d",
        Slice = "churn",
        Purpose = $"How likely a customer who bought within the last {horizon.Days} days is to stay away for as long as customers of this rhythm seldom do, at most {horizon.Days} days: whom to win back while there is time. Not for punishing anybody.",
        Sql = SliceQueries.Read("Churn/ChurnLabels", ("days", $"{horizon.Days}"), ("own", horizon.OwnSql("f"))),
        Label = "stayed_away",
        Classes = ["comes back", "stays away"],
        HorizonDays = horizon.Days,
        Shortens = true,
        RuleName = "the longer since the last order, the likelier",
        RuleFeature = "recency_days",
        RuleRises = true,
        Limits = "Nobody says goodbye in a shop: who stays away for the horizon may still come back later. It knows habits, not plans; a season or a campaign that it has not seen moves everybody at once.",
    };

    private static StageDone Publish(SliceRun run, ChurnHorizon horizon, CustomerScores scores)
    {
        ChurnRisks.Publish(run, scores, horizon);
        var high = run.Warehouse.Scalar<long>($"SELECT COUNT(*) FROM {ChurnRisks.Table} WHERE risk_class = 'high'");
        return new StageDone($"{scores.Probabilities.Sum():N0} of {Words.Count(scores.Customers.Length, "customer")} expected to stay away ({horizon.Days} days at most), {high:N0} of them at high risk (AUC {scores.Auc:0.00})");
    }

    /// <summary>What does not come to risks leaves none of another moment behind.</summary>
    private static StageDone OrEmpty(SliceRun run, Func<StageDone> work)
    {
        try
        {
            return work();
        }
        catch (Exception lack) when (lack is NotReadyException or BadDataException)
        {
            ChurnRisks.Empty(run.Warehouse, ChurnRisks.Table, ChurnRisks.ReasonsTable, ChurnRisks.DriversTable);
            throw;
        }
    }
}
