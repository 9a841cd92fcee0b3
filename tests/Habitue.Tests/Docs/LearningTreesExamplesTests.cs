using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Trees;
using Habitue.Tests.Architecture;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/trees.md: each runs here, and the page holds exactly these lines.</summary>
public sealed class LearningTreesExamplesTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "learning", "trees.md"));
    private static readonly string Source = File.ReadAllText(Path.Combine(Repository.Folder, "tests", "Habitue.Tests", "Docs", "LearningTreesExamplesTests.cs"));

    [Theory]
    [InlineData("boosting")]
    [InlineData("quantile")]
    [InlineData("tree")]
    [InlineData("forest")]
    [InlineData("why")]
    [InlineData("sql")]
    public void The_page_holds_the_example(string name)
    {
        var from = Source.IndexOf($"// begin {name}\n", StringComparison.Ordinal) + $"// begin {name}\n".Length;
        var lines = Source[from..Source.IndexOf($"        // end {name}\n", StringComparison.Ordinal)].Split('\n').Select(line => line.Length > 8 ? line[8..] : "");

        Assert.Contains($"```csharp\n{string.Join('\n', lines)}```\n", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Boosting_says_who_will_leave()
    {
        var (rows, left) = Customers();

        // begin boosting
        var data = new Labeled(rows, left);   // left: 1 for customers who have left, 0 for the others
        var recipe = new GradientBoostingClassifier { Rounds = 200, ValidationShare = 0.2, Categories = ["country"], Increasing = ["days_since"] };
        var model = recipe.Fit(data);
        float[] risk = model.Probability(rows);
        // end boosting

        Assert.InRange(model.Rounds, 1, 199);
        Assert.True(Enumerable.Range(0, rows.Rows).Where(r => left[r] == 1).Average(r => risk[r]) > 0.3 + Enumerable.Range(0, rows.Rows).Where(r => left[r] == 0).Average(r => risk[r]));
    }

    [Fact]
    public void A_quantile_is_not_often_exceeded()
    {
        var (rows, _) = Customers();
        var spending = rows.Column("orders").Select((orders, r) => (double)(orders * (1 + (r * 37 % 100 / 100f)))).ToArray();

        // begin quantile
        var cautious = new GradientBoostingRegressor { Loss = BoostedLoss.Quantile, Quantile = 0.9 }.Fit(new Labeled(rows, spending));
        float[] atMost = cautious.Predict(rows);   // nine of ten customers spend less
        // end quantile

        Assert.Equal(0.9, atMost.Zip(spending, (most, spent) => spent <= most ? 1.0 : 0).Average(), 0.03);
    }

    [Fact]
    public void A_tree_is_pruned_where_its_path_says()
    {
        var (rows, left) = Customers();
        var data = new Labeled(rows, left);

        // begin tree
        var full = new DecisionTreeClassifier { MinLeafRows = 20 };
        PruningStep small = full.PruningPath(data).First(step => step.Leaves <= 6);
        var tree = (full with { Pruning = small.Strength }).Fit(data);
        // end tree

        Assert.InRange(tree.Trees.Leaves, 2, 6);
        Assert.Equal(small.Leaves, tree.Trees.Leaves);
    }

    [Fact]
    public void A_forest_measures_itself()
    {
        var (rows, left) = Customers();
        var data = new Labeled(rows, left);

        // begin forest
        var forest = new RandomForestClassifier { Trees = 200, MinLeafRows = 5, OutOfBag = true, Seed = 7 }.Fit(data);
        double honest = forest.Card.Figures["out_of_bag_accuracy"];
        var ranked = new PermutationImportance { Repeats = 3 }.Of(forest, data).OrderByDescending(one => one.Mean);
        // end forest

        Assert.InRange(honest, 0.7, 0.9);
        Assert.Equal("days_since", ranked.First().Column);
    }

    [Fact]
    public void Contributions_say_why()
    {
        var (rows, left) = Customers();
        var model = new GradientBoostingClassifier { Rounds = 30 }.Fit(new Labeled(rows, left));

        // begin why
        Matrix why = TreeShap.Explain(model, rows);
        float byRecency = why[0, why.IndexOf("days_since")];   // what the first customer's recency added to the log-odds
        // end why

        Assert.Equal(Math.Log(model.Probability(rows)[0] / (1 - model.Probability(rows)[0])), why.Row(0).ToArray().Sum(), 1e-3);
        Assert.NotEqual(0, byRecency);
    }

    [Fact]
    public void A_model_writes_itself_as_SQL()
    {
        var (rows, left) = Customers();
        var model = new DecisionTreeClassifier { MaxDepth = 2 }.Fit(new Labeled(rows, left, classes: ["stays", "leaves"]));

        // begin sql
        SqlColumn risk = model.ToSql().Single(column => column.Name == "leaves");
        string query = $"SELECT customer_id, {risk.Expression} AS risk FROM customer_features";
        // end sql

        Assert.StartsWith("SELECT customer_id, (CAST(0", query, StringComparison.Ordinal);
        Assert.Equal(3, query.Split("CASE WHEN").Length - 1);
    }

    /// <summary>Who was long away leaves more often; three countries of different habits.</summary>
    private static (Matrix Rows, double[] Left) Customers()
    {
        var random = new Seed(12).For(0);
        var (rows, left) = (new Matrix(2_000, ["days_since", "orders", "country"]), new double[2_000]);
        for (var r = 0; r < left.Length; r++)
        {
            (rows[r, 0], rows[r, 1], rows[r, 2]) = (random.Below(365), 1 + random.Below(30), random.Below(3));
            var leaning = ((rows[r, 0] - 150) / 60) - (rows[r, 2] == 1 ? 1.5 : 0);
            left[r] = random.NextDouble() < 1 / (1 + Math.Exp(-leaning)) ? 1 : 0;
        }

        return (rows, left);
    }
}
