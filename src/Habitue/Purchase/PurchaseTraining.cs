using System.Globalization;
using Habitue.Insights;
using Habitue.Prediction;
using Habitue.Stages;

namespace Habitue.Purchase;

/// <summary>Learns, for each horizon, who is going to buy, and publishes everybody's probability with its reasons; and what visitors are about to do.</summary>
internal static class PurchaseTraining
{
    private const string Prefix = "purchase-";

    private static readonly int[] Horizons = [7, 30];

    public static StageDone Train(SliceRun run) => Publish(run, CustomerModel.Train, IntentTraining.Train);

    public static StageDone Score(SliceRun run) => Publish(run, CustomerModel.Score, IntentTraining.Keep);

    /// <summary>The horizons that every shop gets, those asked for now, and those asked for once.</summary>
    private static int[] Wanted(SliceRun run) =>
    [
        .. Horizons.Concat(run.Horizons)
            .Concat(run.Shelf.All().Select(model => model.Name).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => int.Parse(name.AsSpan(Prefix.Length..^1), CultureInfo.InvariantCulture)))
            .Distinct().Order(),
    ];

    private static CustomerQuestion Question(int horizon) => new()
    {
        Name = $"{Prefix}{horizon}d",
        Slice = "purchase",
        Purpose = $"How likely a customer who bought before is to order within {Words.Count(horizon, "day")}: whom to write to, and whom to leave in peace. Not for deciding on credit or prices.",
        Sql = SliceQueries.Read("Purchase/PurchaseLabels", ("horizon", $"{horizon}")),
        Label = "bought",
        Classes = ["stays away", "buys"],
        HorizonDays = horizon,
        IsOfBuying = true,
        RuleName = "the more recent the last order, the likelier",
        RuleFeature = "recency_days",
        RuleRises = false,
        Limits = "It knows habits, not plans: a campaign, a price change or a season that it has not seen moves everybody at once. Customers who never bought have no score.",
    };

    private static StageDone Publish(SliceRun run, Func<SliceRun, CustomerQuestion, CustomerScores> answer, Func<SliceRun, string> intent)
    {
        var (scored, lacks) = (new List<CustomerScores>(), new List<(int Horizon, string Words)>());
        foreach (var horizon in Wanted(run))
        {
            try
            {
                scored.Add(answer(run, Question(horizon)));
            }
            catch (NotReadyException lack)
            {
                lacks.Add((horizon, lack.Message));
            }
        }

        // What an earlier run published must not pass for an answer of today.
        CustomerScores.Publish(run.Warehouse, scored, PurchaseScores.Table, PurchaseScores.ReasonsTable, PurchaseScores.DriversTable);
        var visitors = intent(run);
        if (scored.Count == 0) throw new NotReadyException(Lacks(lacks));
        // How good they are is said once, of the longest horizon: the models' cards say it of each, with intervals.
        var words = scored.Select((one, i) => $"{one.Probabilities.Sum():N0} of {Words.Count(one.Customers.Length, "customer")} expected to buy within {Words.Count(one.Question.HorizonDays, "day")}{(i == scored.Count - 1 ? string.Create(CultureInfo.InvariantCulture, $" (AUC {one.Auc:0.00})") : "")}")
            .Append(lacks.Count == 0 ? "" : $"not ready: {Lacks(lacks)}").Append(visitors).Where(word => word.Length > 0);
        return new StageDone(string.Join("; ", words));
    }

    /// <summary>What is lacking: said once when it is the same for all horizons, else of each.</summary>
    private static string Lacks(List<(int Horizon, string Words)> lacks) =>
        lacks.Select(lack => lack.Words).Distinct().Count() == 1 && lacks.Count > 1 ? lacks[0].Words : string.Join(" ", lacks.Select(lack => $"{Words.Count(lack.Horizon, "day")}: {lack.Words}"));
}
