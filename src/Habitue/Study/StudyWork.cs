using System.Diagnostics;
using Habitue.Duck;
using Habitue.Insights;
using Habitue.Learning.Numerics;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Linear;
using Habitue.Learning.Patterns;
using Habitue.Learning.Preprocessing;
using Habitue.Learning.Trees;

namespace Habitue.Study;

/// <summary>Does the work of the published study on loaded Online Retail lines and makes the counterparts of its six tables.</summary>
internal sealed class StudyWork(DuckConnection warehouse, Seed seed, FitRun run, IReadOnlyList<(string Stage, TimeSpan Time)> stages)
{
    /// <summary>In baskets of 2 % at least, with the confidence of one in three or so.</summary>
    private const double Support = 0.02, Confidence = 0.3;

    /// <summary>Values beyond this share of the customers count as the value there: one wholesaler would press all others into one corner.</summary>
    private const double CapAt = 0.95;

    private readonly List<(string Step, TimeSpan Time)> times = [.. stages.Select(stage => (stage.Stage, stage.Time))];

    public IReadOnlyList<StudyTable> Tables()
    {
        var records = Timed("Records and profiles joined", () => Records.Of(warehouse, seed, run.Cancel));
        var models = Models(records);
        var segments = Timed("Segments", Segments);
        var rules = Timed("Rules", Rules);
        return [StudyTables.Data(warehouse, records), StudyTables.Steps(warehouse), models, segments, rules, StudyTables.Operation(times)];
    }

    private StudyTable Models(Records records)
    {
        var random = seed.For(3);
        var (train, test) = (new List<int>(), new List<int>());
        for (var row = 0; row < records.Data.Rows.Rows; row++) (random.NextDouble() < Published.TestShare ? test : train).Add(row);
        var encoder = new FrameEncoder { FewTexts = 64, Seed = seed };
        var (learn, judge) = (records.Data.Take([.. train]), records.Data.Take([.. test]));
        Matrix rows = null!;
        var encoding = Timed("Features encoded and scaled", () => encoder.FitEncode(learn, out rows, run));
        var labeled = learn.With(rows);
        var judged = encoding.Encode(judge.Rows);
        (string Name, Func<IClassifier> Fit, Quality? Published)[] recipes =
        [
            ("Logistic regression", () => new LogisticRegression().Fit(labeled, run), Published.Logistic),
            ("Decision tree", () => new DecisionTreeClassifier { MaxDepth = 12, MinLeafRows = 200 }.Fit(labeled, run), Published.Tree),
            ("Gradient boosting", () => new GradientBoostingClassifier { Rounds = 200, Seed = seed }.Fit(labeled, run), null),
        ];
        var lines = new List<(string, Quality, double, Quality?)>();
        foreach (var (name, fit, published) in recipes)
        {
            var model = Timed($"{name} on {train.Count:N0} records", fit);
            var said = model.Probability(judged);
            var matrix = ConfusionMatrix.AtThreshold(judge.Targets, said);
            lines.Add((name, new Quality(matrix.Accuracy, matrix.Precision(), matrix.Recall(), matrix.F1()), BinaryMeasures.RocAuc(judge.Targets, said), published));
        }
        return StudyTables.Models(lines, records, test.Count);
    }

    private StudyTable Segments()
    {
        var rows = FrameReader.Read(warehouse, "SELECT recency_days, frequency, monetary FROM customer_features WHERE frequency > 0 ORDER BY customer_id", run.Cancel).Numbers();
        for (var column = 0; column < rows.Columns.Count; column++)
        {
            var sorted = rows.Column(column);
            RadixSort.Rising(sorted.AsSpan());
            var most = sorted[(int)((sorted.Length - 1) * CapAt)];
            for (var row = 0; row < rows.Rows; row++) rows[row, column] = MathF.Min(rows[row, column], most);
        }
        var scaled = new MinMaxScaler().Fit(rows, run).Transform(rows);
        var model = new KMeans { Clusters = 3, Starts = 10, Seed = seed }.Fit(scaled, run);
        var labels = model.Assign(scaled);
        var silhouette = new Silhouette { Seed = seed }.Score(scaled, labels, run).Mean;
        var spent = Enumerable.Range(0, 3).Select(cluster => labels.Index().Where(one => one.Item == cluster).Average(one => (double)rows[one.Index, 2])).ToArray();
        double[] shares = [.. Enumerable.Range(0, 3).OrderByDescending(cluster => spent[cluster]).Select(cluster => labels.Count(label => label == cluster) / (double)labels.Length)];
        return StudyTables.Segments(shares, silhouette, labels.Length);
    }

    private StudyTable Rules()
    {
        using var lines = warehouse.Query("SELECT DISTINCT order_id, product_id FROM order_lines WHERE kind = 'product' AND product_id IS NOT NULL ORDER BY order_id, product_id", run.Cancel);
        var pairs = new List<(string, string)>();
        foreach (var chunk in lines.Chunks())
            for (var row = 0; row < chunk.Count; row++) pairs.Add((chunk[0].GetString(row), chunk[1].GetString(row)));
        var model = new AssociationRules { Itemsets = new FrequentItemsets { MinimumSupport = Support }, MinimumConfidence = Confidence }.Fit(Baskets.OfPairs(pairs), run);
        var names = warehouse.Rows<(string, string?)>("SELECT product_id, product_name FROM products").ToDictionary(one => one.Item1, one => one.Item2 ?? one.Item1);
        return StudyTables.Rules(model, names);
    }

    private T Timed<T>(string step, Func<T> work)
    {
        var start = Stopwatch.GetTimestamp();
        var result = work();
        times.Add((step, Stopwatch.GetElapsedTime(start)));
        return result;
    }
}
