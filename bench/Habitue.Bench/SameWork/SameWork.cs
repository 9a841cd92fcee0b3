using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Linear;
using Habitue.Learning.Patterns;
using Habitue.Learning.Preprocessing;
using Habitue.Learning.Trees;

namespace Habitue.Bench.SameWork;

/// <summary>
/// The work of the pandas and scikit-learn script, step by step, on Habitue's own libraries: load, clean, 15 features, k-means,
/// logistic regression and forest, rules at 2 %, files with the results. It prints the seconds of each stage and the figures, which
/// <see cref="PipelineBench"/> shows beside those of the script.
/// </summary>
internal static class SameWork
{
    private static readonly string[] Recency = ["recency_days", "frequency", "monetary"];
    private static readonly DateTime End = new(2011, 12, 10), Cut = new(2011, 11, 1), Horizon = new(2011, 12, 1);

    public static int Run(string[] args)
    {
        var (data, folder) = (args[0], Directory.CreateDirectory(args[1]).FullName);
        var stages = new Dictionary<string, double>();
        var clock = Stopwatch.GetTimestamp();
        void Done(string stage)
        {
            stages[stage] = Stopwatch.GetElapsedTime(clock).TotalSeconds;
            clock = Stopwatch.GetTimestamp();
        }

        using var database = DuckDatabase.InMemory();
        using var duck = database.Connect();
        duck.Execute(Queries.Load(data));
        Done("load");
        duck.Execute(Queries.Clean);
        var counts = duck.Rows<(long, long, long)>("SELECT (SELECT COUNT(*) FROM raw), (SELECT COUNT(*) FROM known), (SELECT COUNT(*) FROM sales)")[0];
        Done("clean");
        duck.Execute($"CREATE TABLE customers AS {Queries.Features(End)}");
        var features = FrameReader.Read(duck, "SELECT * FROM customers ORDER BY customer", default);
        Done("features");
        var rows = features.Select(Recency).Numbers();
        var scaled = new MinMaxScaler().Fit(rows).Transform(rows);
        var clusters = new KMeans { Clusters = 3, Starts = 10, Seed = 7 }.Fit(scaled);
        var labels = clusters.Assign(scaled);
        var silhouette = new Silhouette { SampleRows = rows.Rows }.Score(scaled, labels);
        Done("segments");
        var (logistic, forest, scores) = Models(duck);
        Done("purchase_model");
        var (baskets, names) = Baskets(duck);
        var rules = new AssociationRules { Itemsets = new FrequentItemsets { MinimumSupport = 0.02 }, MinimumConfidence = 0.3 }.Fit(baskets);
        Done("rules");
        Write(duck, folder, labels, scores, rules);
        Done("write");

        using var json = new Utf8JsonWriter(Console.OpenStandardOutput());
        json.WriteStartObject();
        json.WriteStartObject("stages_s");
        foreach (var (stage, seconds) in stages) json.WriteNumber(stage, Math.Round(seconds, 4));
        json.WriteEndObject();
        json.WriteStartObject("figures");
        foreach (var (name, value) in new (string, double)[]
        {
            ("rows", counts.Item1), ("sales of known customers", counts.Item2), ("without outliers", counts.Item3), ("customers", features.Rows),
            ("sum of all features", features.Columns.Skip(1).Sum(column => ((NumberColumn)column).Values.ToArray().Sum())), ("inertia", clusters.Inertia), ("silhouette", silhouette.Mean),
            ("logistic AUC", logistic), ("forest AUC", forest), ("baskets", baskets.Count), ("itemsets", rules.Itemsets.Itemsets.Count), ("rules", rules.Rules.Count),
        }) json.WriteNumber(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
        return names.Count > 0 ? 0 : 1;
    }

    private static (double Logistic, double Forest, (long[] Customers, double[] Probabilities) Scores) Models(DuckConnection duck)
    {
        var all = FrameReader.Read(duck, Queries.Examples(Cut, Horizon), default);
        var customers = ((NumberColumn)all["customer"]).Values;
        var (held, learned) = (new List<int>(), new List<int>());
        for (var row = 0; row < all.Rows; row++) ((long)customers[row] % 5 == 0 ? held : learned).Add(row);
        var x = all.Select([.. all.Columns.Select(column => column.Name).Where(name => name is not ("customer" or "bought"))]).Numbers();
        var bought = ((NumberColumn)all["bought"]).Values.ToArray();
        var train = x.Take([.. learned]);
        var scaler = new MinMaxScaler().Fit(train);
        var labeled = new Labeled(scaler.Transform(train), [.. learned.Select(row => bought[row])]);
        var test = scaler.Transform(x.Take([.. held]));
        double[] targets = [.. held.Select(row => bought[row])];
        var logistic = new LogisticRegression { Penalty = 1 }.Fit(labeled).Probability(test);
        var forest = new RandomForestClassifier { Trees = 100, Seed = 7 }.Fit(labeled).Probability(test);
        long[] numbers = new long[held.Count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (long)customers[held[i]];
        return (BinaryMeasures.RocAuc(targets, logistic), BinaryMeasures.RocAuc(targets, forest), (numbers, Array.ConvertAll(forest, p => (double)p)));
    }

    private static (Baskets Baskets, IReadOnlyList<string> Names) Baskets(DuckConnection duck)
    {
        var names = duck.Rows<string>("SELECT DISTINCT StockCode FROM sales ORDER BY 1");
        var (starts, items) = (new List<int> { 0 }, new List<int>());
        using var lines = duck.Query("""
            WITH codes AS (SELECT StockCode, CAST(ROW_NUMBER() OVER (ORDER BY StockCode) - 1 AS INTEGER) AS item FROM (SELECT DISTINCT StockCode FROM sales)),
                invoices AS (SELECT InvoiceNo, CAST(ROW_NUMBER() OVER (ORDER BY InvoiceNo) - 1 AS INTEGER) AS basket FROM (SELECT DISTINCT InvoiceNo FROM sales))
            SELECT DISTINCT basket, item FROM sales JOIN codes USING (StockCode) JOIN invoices USING (InvoiceNo) ORDER BY basket, item
            """);
        foreach (var chunk in lines.Chunks())
        {
            var basket = chunk[0].Values<int>();
            var item = chunk[1].Values<int>();
            for (var row = 0; row < chunk.Count; row++)
            {
                while (starts.Count <= basket[row]) starts.Add(items.Count);
                items.Add(item[row]);
            }
        }
        starts.Add(items.Count);
        return (new Baskets([.. starts], [.. items], names), names);
    }

    private static void Write(DuckConnection duck, string folder, int[] labels, (long[] Customers, double[] Probabilities) scores, AssociationRulesModel rules)
    {
        duck.Execute("CREATE TABLE segment (place BIGINT, segment INTEGER); CREATE TABLE scores (customer BIGINT, probability DOUBLE); CREATE TABLE rules (antecedents VARCHAR, consequents VARCHAR, support DOUBLE, confidence DOUBLE, lift DOUBLE)");
        using (var to = duck.Appender("segment")) to.Append(Array.ConvertAll(Enumerable.Range(0, labels.Length).ToArray(), i => (long)i), labels);
        using (var to = duck.Appender("scores")) to.Append(scores.Customers, scores.Probabilities);
        using (var to = duck.Appender("rules"))
            to.Append(Of(rules, rule => string.Join(' ', rule.Antecedent.Items)), Of(rules, rule => string.Join(' ', rule.Consequent.Items)), Of(rules, rule => rule.Support), Of(rules, rule => rule.Confidence), Of(rules, rule => rule.Lift));
        foreach (var (name, sql) in new[]
        {
            ("customers", "SELECT c.* EXCLUDE (place), s.segment FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY customer) - 1 AS place FROM customers) c JOIN segment s ON s.place = c.place ORDER BY customer"),
            ("scores", "FROM scores"), ("rules", "FROM rules"),
        }) duck.Execute(string.Create(CultureInfo.InvariantCulture, $"COPY ({sql}) TO '{Path.Combine(folder, name + ".csv")}' (HEADER)"));
    }

    private static T[] Of<T>(AssociationRulesModel model, Func<AssociationRule, T> part) => [.. model.Rules.Select(part)];
}
