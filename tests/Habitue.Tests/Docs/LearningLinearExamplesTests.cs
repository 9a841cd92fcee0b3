using System.Text.RegularExpressions;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Linear;
using Habitue.Learning.Preprocessing;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/linear.md, run as they stand there.</summary>
public sealed partial class LearningLinearExamplesTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "learning", "linear.md"));

    private CapturedConsole Console { get; } = new();

    [Fact]
    public void Every_line_of_the_pages_examples_is_run_here()
    {
        string[] here = [.. File.ReadLines(Path.Combine(Repository.Folder, "tests", "Habitue.Tests", "Docs", "LearningLinearExamplesTests.cs")).Select(line => line.Trim())];
        string[] there = [.. Block().Matches(Page).SelectMany(block => block.Groups[1].Value.Split('\n')).Select(line => line.Trim()).Where(line => line.Length > 0)];

        Assert.InRange(there.Length, 20, 60);
        Assert.All(there, line => Assert.Contains(line, here));
    }

    [Fact]
    public void The_examples_run()
    {
        var features = Matrix.OfColumns(
            ("days_since_order", [2, 40, 5, 90, 12, 75, 8, 60, 30, 3]),
            ("orders", [9, 2, 6, 1, 5, 2, 7, 3, 4, 8]));
        string[] answers = ["stayed", "left", "stayed", "left", "stayed", "left", "left", "stayed", "left", "stayed"];
        double[] spending = [310, 95, 220, 30, 190, 60, 260, 120, 150, 280];

        var churn = new LogisticRegression { Penalty = 0.1, StandardErrors = true }.Fit(Labeled.OfClasses(features, answers));
        float[] stays = churn.Probability(features, ofClass: 1);   // classes are sorted by name: left, stayed
        foreach (var line in churn.Coefficients)
            Console.WriteLine($"{line.Name}: odds times {line.Ratio:N3} per unit, p = {line.P:N3}");
        Assert.True(stays[0] > 0.5 && stays[3] < 0.5);
        Assert.All(churn.Coefficients, line => Assert.InRange(line.P, 0, 1));

        var value = new LinearRegression { StandardErrors = true }.Fit(new Labeled(features, spending));
        float[] expected = value.Predict(features);
        var (low, high) = value.Coefficients[2].Interval(0.95);   // of one more order
        Assert.Equal(spending.Average(), expected.Average(), 1e-3);
        Assert.InRange(value.Coefficients[2].Value, low, high);

        var steady = new Ridge { Alpha = 10 }.Fit(new Labeled(features, spending));
        Assert.True(steady.R2 < value.R2);

        var scaled = new StandardScaler().Fit(features).Transform(features);
        var few = new Lasso { Alpha = 50 }.Fit(new Labeled(scaled, spending));
        var kept = few.Coefficients.Skip(1).Where(line => line.Value != 0).Select(line => line.Name);
        Assert.Equal(["orders"], kept);

        var path = new ElasticNetPath { L1Ratio = 1, Folds = 5 }.Fit(new Labeled(scaled, spending));
        Console.WriteLine($"alpha {path.Alphas[path.Best]:N3}, typical error {Math.Sqrt(path.Errors[path.Best]):N1}");
        Assert.InRange(Math.Sqrt(path.Errors[path.Best]), 1, 30);

        double[] orders = [4, 1, 3, 0, 2, 0, 3, 1, 1, 5];
        var count = new PoissonRegression { Alpha = 0 }.Fit(new Labeled(features, orders));
        Console.WriteLine($"a day more multiplies the orders by {count.Coefficients[1].Ratio:N3}");
        var amount = new GammaRegression { Alpha = 0.1 }.Fit(new Labeled(features, spending));
        Assert.Equal(orders.Average(), count.Predict(features).Average(), 1e-5);
        Assert.InRange(amount.D2, 0.5, 1);
        Assert.Equal(
            ["(intercept)", "days_since_order", "orders", "alpha", "a day more multiplies the orders by"],
            Console.Lines.Select(line => Label().Match(line).Value));

        var quick = new GaussianNaiveBayes().Fit(Labeled.OfClasses(features, answers));
        var words = SparseMatrix.Of(rows: 4, columns: 3, [(0, 0, 2), (1, 0, 1), (1, 1, 1), (2, 2, 3), (3, 1, 1), (3, 2, 1)]);
        var tone = new MultinomialNaiveBayes().Fit(LabeledSparse.OfClasses(words, ["praise", "praise", "blame", "blame"]));
        Matrix likely = tone.Probabilities(words);
        Assert.Equal(1, quick.Classify(features)[0]);
        Assert.Equal(["blame", "praise"], likely.Columns);
        Assert.True(likely[0, 1] > 0.5 && likely[2, 0] > 0.5);

        IReadOnlyList<SqlColumn> sql = churn.ToSql();
        string query = $"SELECT {string.Join(", ", sql.Select(column => $"{column.Expression} AS {column.Name}"))} FROM customers";
        Assert.Contains(" AS stayed FROM customers", query, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^[^:\d]+?(?=:| \d)")]
    private static partial Regex Label();

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
