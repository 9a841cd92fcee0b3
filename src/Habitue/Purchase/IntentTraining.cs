using System.Globalization;
using Habitue.Insights;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Live.Intent;
using Habitue.Live.State;
using Habitue.ModelShelf;
using Habitue.Prediction;
using Habitue.Stages;

namespace Habitue.Purchase;

/// <summary>
/// Learns from the beginnings of earlier visits whether a visit ends in an order, for whoever serves the site while the visit
/// goes on: earlier visits are played again through the code that live ones go through. And publishes what usually becomes of a visit, by what happened so far.
/// </summary>
internal static class IntentTraining
{
    /// <summary>The name of its model on the shelf.</summary>
    public const string Model = IntentModel.Name;

    /// <summary>About so many visits teach it at most, whichever the shop's size.</summary>
    private const int MostVisits = 40_000;

    private static readonly string[] Classes = ["leaves", "orders"];

    /// <summary>What came of it, in words; nothing when there are no visits to learn from.</summary>
    public static string Train(SliceRun run)
    {
        try
        {
            var task = Task(run, out var learnedFrom, out var visits);
            var result = Contest.Run(task, run.Seed, run.FitTelling("intent: choosing a model"));
            var shelved = run.Shelf.Put(Draft(run, task, result, learnedFrom));
            if (!result.Sheet.BeatsBaseline) throw new NotReadyException($"it is not better than what needs no model: {result.Sheet.Verdict} It needs more visits.");
            IntentTable.Publish(run.Warehouse, task.Test, result.OnTest, shelved.Version);
            return $"intent of visitors learned from {Words.Count(visits, "visit")}";
        }
        catch (NotReadyException lack)
        {
            run.Warehouse.Execute($"DROP TABLE IF EXISTS {IntentTable.Name}");
            return run.Warehouse.Scalar<long>("SELECT COUNT(*) FROM sessions") == 0 ? "" : $"intent of visitors not ready: {lack.Message}";
        }
    }

    /// <summary>Its table tells of visits that are over, and its model is asked while a visit goes on: there is nothing to score.</summary>
    public static string Keep(SliceRun run) => "";

    private static PredictionTask Task(SliceRun run, out string learnedFrom, out int visits)
    {
        var sessions = run.Warehouse.Scalar<long>("SELECT COUNT(*) FROM sessions");
        if (sessions == 0) throw new NotReadyException("it needs visits to the site; there are none.");
        var all = IntentVisits.Read(run, sessions <= MostVisits ? 1_000_000 : (long)(1e6 * MostVisits / sessions));
        if (all.Started.Length == 0) throw new NotReadyException("it needs visits with something seen before they ended; there are none.");
        var (begun, rule) = (all.Started, (NumberColumn)all.Features["in_cart"]);

        // Rows are in the order of their visits; a visit belongs to one part, and parts follow each other in time.
        var (validationFrom, testFrom) = (begun[(int)(begun.Length * 0.6)], begun[(int)(begun.Length * 0.8)]);
        int[] Rows(long from, long until) => [.. Enumerable.Range(0, begun.Length).Where(row => begun[row] >= from && begun[row] < until)];
        int[] train = Rows(long.MinValue, validationFrom), validation = Rows(validationFrom, testFrom), test = Rows(testFrom, long.MaxValue);
        LabeledFrame Part(int[] rows) => new(all.Features.Take(rows), [.. rows.Select(row => all.Ordered[row] ? 1.0 : 0.0)], classes: Classes);
        float[] Rule(int[] rows) => [.. rows.Select(row => (float)rule.Values[row])];
        visits = all.Visits;
        learnedFrom = string.Create(CultureInfo.InvariantCulture, $"{train.Length:N0} beginnings of visits before {Day(validationFrom)} to learn from, {validation.Length:N0} before {Day(testFrom)} to choose by, {test.Length:N0} from then on to judge by; of {Words.Count(visits, "visit")} in all.");
        return new PredictionTask(Part(train), Part(validation), Part(test), "the more in the cart, the likelier", Rule(validation), Rule(test));
    }

    private static ModelDraft Draft(SliceRun run, PredictionTask task, ContestResult result, string learnedFrom) => new()
    {
        Name = Model,
        Slice = "purchase",
        Purpose = "How likely a visit that goes on now ends in an order, by what happened in it so far: for offering help, not for prices.",
        AsOf = run.AsOf,
        Data = run.Data,
        LearnedFrom = learnedFrom,
        Recipe = result.Best.Name,
        Settings = Settings.Describe(result.Best.Recipe),
        Features = [.. task.Train.Rows.Columns.Select(column => column.Name)],
        Metrics = result.Sheet.Metrics,
        Curves = result.Sheet.Curves,
        Ready = result.Sheet.BeatsBaseline,
        Verdict = $"{result.Sheet.Verdict} Chosen because {result.Reason}",
        Limits = "It knows the visit and not the visitor. Rows of one visit go together, so the intervals are somewhat too narrow.",
        Parts = [("model", result.Model), (CustomerModel.Typical, result.Typical)],
    };

    private static string Day(long moment) => Moment.At(moment).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
