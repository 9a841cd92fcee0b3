using System.Globalization;
using Habitue.Insights;
using Habitue.Lake.Features;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Preprocessing;
using Habitue.ModelShelf;

namespace Habitue.Prediction;

/// <summary>Answers a question about customers: learns from past moments, shelves the model, and scores everybody as of now.</summary>
internal static class CustomerModel
{
    /// <summary>Of more customers than this only the likeliest get reasons: nobody reads more, and they would be most of the warehouse.</summary>
    private const int MostExplained = 100_000;

    /// <summary>The part of a model that knows what is usual.</summary>
    public const string Typical = "typical";

    private static readonly string[] NoFeatures = ["customer_id", "as_of"];

    public static CustomerScores Train(SliceRun run, CustomerQuestion question)
    {
        var origins = Origins.Of(run.Warehouse, run.AsOf, question.HorizonDays);
        var year = AYearBefore(run, origins);
        var cases = PastCases.Read(run.Warehouse, run.Past, run.AsOf, question, origins, year.OfType<DateTime>(), run.Cancel);
        var task = Task(run, cases, origins, question, year);
        var result = Contest.Run(task, run.Seed, run.FitTelling($"{question.Name}: choosing a model"));
        var shelved = run.Shelf.Put(Draft(run, question, origins, task, result));
        Judgements.Keep(run.Warehouse, shelved.Name, shelved.Version, origins.Test, [.. JudgedBy(cases, origins.Test)], [.. task.Test.Targets], result.OnTest, Array.ConvertAll(result.OnTest, p => p >= result.Threshold));
        return Score(run, question);
    }

    /// <summary>A year before the moments that choose and judge and before now; null where the orders begin less than a month before that.</summary>
    private static DateTime?[] AYearBefore(SliceRun run, Origins origins)
    {
        var first = run.Warehouse.Rows<DateTime?>("SELECT MIN(ordered_at) FROM orders WHERE is_known")[0];
        return [.. new[] { origins.Validation, origins.Test, run.AsOf }.Select(moment => moment.AddDays(-YearBefore.Days)).Select(moment => first is { } from && from < moment.AddDays(-Origins.StepDays) ? moment : (DateTime?)null)];
    }

    /// <summary>Everybody's answer by the promoted model.</summary>
    /// <exception cref="NotReadyException">No model is promoted.</exception>
    public static CustomerScores Score(SliceRun run, CustomerQuestion question)
    {
        if (run.Shelf.Promoted(question.Name) is not { } shelved)
        {
            throw new NotReadyException(run.Shelf.All().FirstOrDefault(one => one.Name == question.Name) is { } tried
                ? $"{question.Name} is not better than what needs no model: {tried.Verdict} It needs more customers or a longer history."
                : $"{question.Name} has no model yet; `habitue train {question.Slice}` makes one.");
        }
        var model = run.Shelf.Load<EncodedClassifier<CalibratedClassifierModel>>(shelved);
        var rows = FrameReader.Read(run.Warehouse, question.SqlOver(CustomerFeatures.Table), run.Cancel);
        var known = rows.Select(model.First.Card.Columns);
        var customers = (TextColumn)rows["customer_id"];
        var probabilities = model.Probability(known);
        var explained = Likeliest(probabilities, MostExplained);
        var those = explained.Length == rows.Rows ? known : known.Take(explained);
        var contributions = Contributions.Of(model, run.Shelf.Load<LinearScaling>(shelved, Typical), those, run.Seed, run.Fit);
        var auc = run.Shelf.Metrics(shelved).First(metric => metric is { Part: "all", Metric: "AUC" }).Value;
        return new CustomerScores(question, shelved.Version, run.AsOf, [.. Enumerable.Range(0, rows.Rows).Select(row => customers[row]!)], probabilities,
            explained, contributions, [.. Reasons.Summing(contributions, those, run.Currency)], Driver.Of(contributions, those), auc);
    }

    /// <summary>The rows with the highest answers, in their order; all when there are no more.</summary>
    private static int[] Likeliest(float[] answers, int most)
    {
        var rows = Enumerable.Range(0, answers.Length);
        return answers.Length <= most ? [.. rows] : [.. rows.OrderByDescending(row => answers[row]).ThenBy(row => row).Take(most).Order()];
    }

    /// <summary>The customers of a moment, in the order of their rows.</summary>
    private static IEnumerable<string> JudgedBy(PastCases cases, DateTime moment)
    {
        var customers = (TextColumn)cases.Rows["customer_id"];
        return cases.Of([moment]).Select(row => customers[row]!);
    }

    private static PredictionTask Task(SliceRun run, PastCases cases, Origins origins, CustomerQuestion question, DateTime?[] year)
    {
        var all = cases.Rows;
        var answers = (BooleanColumn)all[question.Label];
        int[] train = cases.Of(origins.Train), validation = cases.Of([origins.Validation]), test = cases.Of([origins.Test]);
        if (train.Length == 0) throw new NotReadyException("nobody had bought before the moments to learn from.");
        int[] known = cases.Known, every = cases.Every;
        var more = known.Length > train.Length + validation.Length || every.Length > train.Length + validation.Length + test.Length;
        // A shop may have begun to watch its site, or to send mails, after the first moments: what is learned from later knows of them.
        string[] early = [.. Telling(all.Take(train), question.Label)], late = more ? [.. Telling(all.Take(known), question.Label)] : early;
        LabeledFrame Part(int[] rows, string[] columns) => new(all.Select(columns).Take(rows), [.. rows.Select(row => answers[row] == true ? 1.0 : 0.0)], classes: question.Classes);
        LabeledFrame? Of(DateTime? moment) => moment is { } at && cases.Of([at]) is { Length: > 0 } rows ? Part(rows, late) : null;
        float[] Rule(int[] rows)
        {
            var feature = (NumberColumn)all[question.RuleFeature];
            return [.. rows.Select(row => (float)(question.RuleRises ? 1 : -1) * (double.IsFinite(feature.Values[row]) ? (float)feature.Values[row] : 0))];
        }
        return new PredictionTask(Part(train, early), Part(validation, early), Part(test, late), question.RuleName, Rule(validation), Rule(test))
        {
            Known = more ? Part(known, late) : null,
            KnownFolds = late.Length > early.Length ? Folds((TextColumn)all["customer_id"], known, validation) : null,
            All = more ? Part(every, late) : null,
            Year = new YearBefore(Of(year[0]), Of(year[1]), Of(year[2])),
            Latest = question.IsOfBuying ? new LatestLevel(Part(validation, late), BuyingWeeks.Move(run.Warehouse, origins.Test, origins), BuyingWeeks.Move(run.Warehouse, run.AsOf, origins)) : null,
            Groups = CustomerGroups.Of(run, all.Take(test), origins.Test),
        };
    }

    private static CustomerFolds Folds(TextColumn customers, int[] known, int[] validation)
    {
        var judging = validation.ToHashSet();
        return new CustomerFolds(Array.ConvertAll(known, row => CustomerFolds.FoldOf(customers[row]!)), Array.ConvertAll(known, judging.Contains));
    }

    /// <summary>The columns that are known of somebody and not the same for all.</summary>
    internal static IEnumerable<string> Telling(Frame train, string label) =>
        from column in train.Columns
        where column.Name != label && !NoFeatures.Contains(column.Name) && Differs(column)
        select column.Name;

    private static bool Differs(FrameColumn column) => column switch
    {
        NumberColumn numbers => Several(numbers.Values.ToArray().Where(value => !double.IsNaN(value))),
        TextColumn texts => Several(texts.Codes.ToArray().Where(code => code >= 0)),
        BooleanColumn truths => Several(Enumerable.Range(0, truths.Rows).Select(row => truths[row]).Where(value => value is not null)),
        _ => false,
    };

    private static bool Several<T>(IEnumerable<T> values) => values.Distinct().Skip(1).Any();

    private static ModelDraft Draft(SliceRun run, CustomerQuestion question, Origins origins, PredictionTask task, ContestResult result) => new()
    {
        Name = question.Name,
        Slice = question.Slice,
        Purpose = question.Purpose,
        AsOf = run.AsOf,
        Data = run.Data,
        LearnedFrom = string.Create(CultureInfo.InvariantCulture, $"{task.Train.Rows.Rows:N0} rows of {origins.Train.Count} moments from {origins.Train[0]:yyyy-MM-dd} to {origins.Train[^1]:yyyy-MM-dd} to learn from, {task.Validation.Rows.Rows:N0} of {origins.Validation:yyyy-MM-dd} to choose by, {task.Test.Rows.Rows:N0} of {origins.Test:yyyy-MM-dd} to judge by, each with what happened in the {origins.HorizonDays} days after it{(question.Shortens ? ", or in the days until now of moments later than that" : "")}.{(task.Known is { } known ? $" What is judged learned, once it was chosen, from {known.Rows.Rows:N0} rows, also of the moments between." : "")} What answers now learned from all {result.LearnedRows:N0}."),
        Recipe = result.Best.Name,
        Settings = Learning.Models.Settings.Describe(result.Best.Recipe),
        Features = [.. task.Test.Rows.Columns.Select(column => column.Name)],
        Metrics = result.Sheet.Metrics,
        Curves = result.Sheet.Curves,
        Ready = result.Sheet.BeatsBaseline,
        Verdict = $"{result.Sheet.Verdict} Chosen because {result.Reason}",
        Limits = $"{question.Limits} {ShiftWords.Of(task, result.Season, result.OnTest)}",
        Parts = [("model", result.Model), (Typical, result.Typical)],
    };
}
