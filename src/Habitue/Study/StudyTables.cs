using System.Globalization;
using Habitue.Duck;
using Habitue.Learning.Patterns;

namespace Habitue.Study;

/// <summary>The six tables of the study, filled with what came out here, and the words about the differences.</summary>
internal static class StudyTables
{
    private const int ShownRules = 5;

    public static StudyTable Data(DuckConnection warehouse, Records records)
    {
        var (rows, customers) = warehouse.Rows<(long, long)>("SELECT (SELECT CAST(SUM(rows) AS BIGINT) FROM sources), (SELECT COUNT(*) FROM customer_features WHERE frequency > 0)")[0];
        var positive = 0.0;
        foreach (var answer in records.Data.Targets) positive += answer;
        var columns = records.Data.Rows.Columns;
        return new StudyTable("1. The data", ["", "Published", "Here"],
        [
            ["Lines of Online Retail", Whole(Published.Lines), Whole(rows)],
            ["Customers with a number", "not given", Whole(customers)],
            ["Made-up profiles", Whole(Published.Profiles), Whole(Published.Profiles)],
            ["Records joined", Whole(Published.Records), Whole(records.Data.Rows.Rows)],
            ["Features (of these categories)", $"{Published.Features} ({Published.Categorical})", $"{columns.Count} ({columns.Count(column => column is Learning.Data.TextColumn)})"],
            ["Share that buys", Share(Published.Positive), Share(positive / records.Data.Rows.Rows)],
        ], "The lines are the same. The profiles are made up in both; the study does not say how. Here each line gets one of 120,000 profiles at random, and whether its visitor buys within seven days is drawn with a planted probability: it rises with visits, their length, the loyalty card and a desktop, falls with carts left behind (on a phone twice as fast) and with the days since the last order. Age, gender, country, weekday, quantity, price and past spending have no part in it.");
    }

    public static StudyTable Steps(DuckConnection warehouse)
    {
        var touched = warehouse.Rows<(string, long)>("SELECT rule, touched FROM quality_log").ToDictionary(one => one.Item1, one => one.Item2);
        var (far, lines) = warehouse.Rows<(long, long)>("SELECT COUNT(*) FILTER (WHERE is_far), COUNT(*) FROM order_lines")[0];
        string Of(string rule) => Whole(touched.GetValueOrDefault(rule));
        return new StudyTable("2. Preprocessing", ["Step", "Published", "Records touched here"],
        [
            ["Exact duplicates removed", "removed", Of("exact-duplicate")],
            ["Lines without a customer given a made-up one", "about a quarter", $"{Of("missing-customer")} ({Share(touched.GetValueOrDefault("missing-customer") / (double)Published.Lines)})"],
            ["Cancelled orders kept apart", "removed", Of("cancellation")],
            ["Prices of 0 or less kept apart", "removed", Of("no-price")],
            ["Outliers by the IQR fence marked", "removed", Of("outlier")],
            ["Outliers by z-score left out", "removed", Whole(far)],
            ["Drawn evenly from what is left", "not given", $"{Whole(Published.Records)} of {Whole(lines - far)}"],
            ["Missing days since the last order filled", "mean or median", "by the median, with a column that says so"],
            ["Numbers scaled, categories one-hot", "both", "both"],
        ], $"The IQR fence marks {Of("outlier")} lines, ordinary wholesale orders among them; without them {Whole(lines - touched.GetValueOrDefault("outlier"))} would be left, fewer than the study has. So the fence only marks, and three standard deviations decide.");
    }

    public static StudyTable Models(IReadOnlyList<(string Name, Quality Quality, double Auc, Quality? Published)> models, Records records, int tested)
    {
        var rows = new List<string[]>();
        foreach (var (name, quality, auc, published) in models)
        {
            rows.Add([name, "here", Share(quality.Accuracy), Share(quality.Precision), Share(quality.Recall), Share(quality.F1), Plain(auc)]);
            if (published is not null) rows.Add(["", "published", Share(published.Accuracy), Share(published.Precision), Share(published.Recall), Share(published.F1), ""]);
        }
        rows.Add(["The best that anybody can", "planted", Share(records.BestAccuracy), "", "", "", Plain(records.BestAuc)]);
        var best = models.MaxBy(model => model.Quality.Accuracy);
        return new StudyTable("3. Models", ["Model", "", "Accuracy", "Precision", "Recall", "F1", "AUC"], rows,
            $"Judged on {Whole(tested)} records that no model had seen. Whoever knew the planted probabilities would be right in {Share(records.BestAccuracy)}; the best model here, {best.Name.ToLowerInvariant()}, reaches {Share(best.Quality.Accuracy)}. So these figures say how well a planted signal is found again, here and in the study alike, and nothing about how well real purchases can be foretold: on the real customers of Online Retail the purchase model of `habitue run` says how well that goes.");
    }

    public static StudyTable Segments(double[] shares, double silhouette, int customers)
    {
        string[] names = ["High value", "Medium value", "Low value"];
        return new StudyTable("4. Segments", ["Segment", "Published", "Here"],
            [.. names.Select((name, i) => new[] { name, Share(Published.Segments[i]), Share(shares[i]) }), ["Silhouette", "not given", Plain(silhouette)]],
            $"K-means with three clusters on recency, frequency and spending of {Whole(customers)} real customers, capped at the 95th percentile and scaled to [0, 1]. The study does not say how it treated the largest customers, and its records hold made-up profiles too; with three clusters either way the most valuable are the fewest.");
    }

    public static StudyTable Rules(AssociationRulesModel model, IReadOnlyDictionary<string, string> names)
    {
        string Named(Itemset items) => string.Join(" + ", items.Items.Select(item => names.GetValueOrDefault(item, item)));
        var top = model.Rules.OrderByDescending(rule => rule.Lift).ThenBy(rule => rule.Antecedent.ToString(), StringComparer.Ordinal).ToArray();
        return new StudyTable("5. Rules", ["", "Published", "Here"],
            [
                ["Baskets", "not given", Whole(model.Itemsets.Baskets)],
                ["Rules", Whole(Published.Rules), Whole(model.Rules.Count)],
                ["Highest lift", Plain(Published.TopLift), top.Length > 0 ? Plain(top[0].Lift) : "none"],
                .. top.Take(ShownRules).Select(rule => new[] { $"{Named(rule.Antecedent)} → {Named(rule.Consequent)}", "", $"confidence {Share(rule.Confidence)}, lift {Plain(rule.Lift)}" }),
            ],
            "Support of 2 % and confidence of 30 %, over single articles. The study does not give its thresholds; a highest lift of 3.2 points to rules over categories or frequent articles, where everything goes with everything. Single articles of one design are bought together far more often than that.");
    }

    public static StudyTable Operation(IReadOnlyList<(string Step, TimeSpan Time)> times)
    {
        var logistic = times.First(time => time.Step.StartsWith("Logistic", StringComparison.Ordinal)).Time;
        return new StudyTable("6. Operation", ["Step", "Published", "Here"],
            [.. times.Select(time => new[] { time.Step, time.Step.StartsWith("Logistic", StringComparison.Ordinal) ? Published.TrainingTime : "", string.Create(CultureInfo.InvariantCulture, $"{time.Time.TotalSeconds:0.00} s") })],
            string.Create(CultureInfo.InvariantCulture, $"On this machine with {Environment.ProcessorCount} processors. The study's {Published.TrainingTime} include what a cluster costs (starting, shuffling, reading); the arithmetic of logistic regression on 400,000 records takes {logistic.TotalSeconds:0.0} s here: {720 / logistic.TotalSeconds:N0} times less on {Environment.ProcessorCount} cores instead of 40."));
    }

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Plain(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
