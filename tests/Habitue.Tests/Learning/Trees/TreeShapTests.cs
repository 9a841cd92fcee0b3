using System.Numerics;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Trees;

namespace Habitue.Tests.Learning.Trees;

public sealed class TreeShapTests
{
    public static TheoryData<string> Models => ["tree", "classes", "amounts", "forest", "boosted", "boosted classes", "poisson", "categories"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Contributions_are_the_Shapley_values_that_all_sets_of_columns_give(string name)
    {
        var model = Model(name);
        for (var output = 0; output < model.Trees.Outputs; output++)
        {
            var explained = TreeShap.Explain(model, TreesReference.Holes, output);
            for (var row = 0; row < 300; row += 23)
                Iris.Near(BruteForce(model, TreesReference.Holes.Row(row).ToArray(), output), Iris.Doubles(explained.Row(row)), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Contributions_and_mean_sum_to_the_answer(string name)
    {
        var (model, rows) = (Model(name), TreesReference.Holes);
        for (var output = 0; output < model.Trees.Outputs; output++)
        {
            var explained = TreeShap.Explain(model, rows, output);
            for (var r = 0; r < rows.Rows; r++)
            {
                var sum = explained.Row(r).ToArray().Sum(value => (double)value);
                var expected = model switch
                {
                    BoostedClassifier { Trees.Outputs: 1 } two => Math.Log(two.Probabilities(rows)[r, 1] / two.Probabilities(rows)[r, 0]),
                    BoostedRegressor { Logarithm: true } counts => Math.Log(counts.Predict(rows)[r]),
                    IRegressor amounts => amounts.Predict(rows)[r],
                    ForestClassifier classes => classes.Probabilities(rows)[r, output],
                    _ => sum, // the scores of several classes are not shown; the brute force above has them
                };
                Assert.Equal(expected, sum, 1e-4);
                if (r == 20 && model is BoostedClassifier) break; // scoring 300 rows for each row takes long
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Whole_trees_at_once_and_row_by_row_give_the_same(string name)
    {
        var model = Model(name);
        for (var output = 0; output < model.Trees.Outputs; output++)
        {
            var (atOnce, byRow) = (TreeShap.Explain(model, TreesReference.Holes, output), TreeShap.Explain(model, TreesReference.Holes, output, default, mostColumns: -1));
            Iris.Near([.. Iris.Doubles(byRow.Values)], Iris.Doubles(atOnce.Values), 1e-5);
        }
    }

    [Fact]
    public void Ways_with_very_many_columns_are_explained_too()
    {
        // Each column tells the groups up to it from the others, and each group's amount is three times the one before: trees part the groups one by one.
        var rows = new Matrix(400, [.. Enumerable.Range(0, 20).Select(c => $"c{c}")]);
        for (var r = 0; r < 400; r++)
            for (var c = 0; c < 20; c++) rows[r, c] = r / 20 >= c ? 1 : 0;
        var model = new DecisionTreeRegressor().Fit(new Labeled(rows, [.. Enumerable.Range(0, 400).Select(r => Math.Pow(3, (r / 20) - 19))]));
        Assert.True(ShapLeaves.Columns(model.Trees.Arrays, 0) > ShapLeaves.MostColumns);

        var explained = TreeShap.Explain(model, rows);

        for (var r = 0; r < rows.Rows; r++) Assert.Equal(model.Predict(rows)[r], explained.Row(r).ToArray().Sum(value => (double)value), 1e-5);
    }

    [Fact]
    public void Ways_with_as_many_columns_as_patterns_are_kept_for_get_what_single_rows_get()
    {
        // As above, but with fewer groups; rows of all sorts are then asked about, so that the patterns are many.
        var (rows, random) = (new Matrix(340, [.. Enumerable.Range(0, ShapLeaves.MostColumns).Select(c => $"c{c}")]), new Seed(5).For(0));
        for (var r = 0; r < rows.Rows; r++)
            for (var c = 0; c < ShapLeaves.MostColumns; c++) rows[r, c] = r / 20 > c ? 1 : 0;
        var model = new DecisionTreeRegressor().Fit(new Labeled(rows, [.. Enumerable.Range(0, rows.Rows).Select(r => Math.Pow(3, (r / 20) - 16))]));
        Assert.Equal(ShapLeaves.MostColumns, ShapLeaves.Columns(model.Trees.Arrays, 0));
        foreach (ref var value in rows.Values) value = random.Below(2);

        var (atOnce, byRow) = (TreeShap.Explain(model, rows), TreeShap.Explain(model, rows, 0, default, mostColumns: -1));

        for (var i = 0; i < atOnce.Values.Length; i++) Assert.Equal(byRow.Values[i], atOnce.Values[i], 1e-5);
        for (var r = 0; r < rows.Rows; r++) Assert.Equal(model.Predict(rows)[r], atOnce.Row(r).ToArray().Sum(value => (double)value), 1e-4);
    }

    [Fact]
    public void A_column_without_a_split_contributes_nothing_and_mean_sizes_rank_the_others()
    {
        var rows = new Matrix(300, ["a", "none"]);
        for (var r = 0; r < 300; r++) rows[r, 0] = r;
        var model = new GradientBoostingRegressor().Fit(new Labeled(rows, [.. Enumerable.Range(0, 300).Select(r => (double)(r / 100))]));

        var explained = TreeShap.Explain(model, rows);

        Assert.Equal(["a", "none", TreeShap.Mean], explained.Columns);
        Assert.All(explained.Column("none"), value => Assert.Equal(0, value));
        Assert.Equal(2 / 3.0, TreeShap.Importance(model, rows)[0], 0.01); // the mean distance of 0, 1, 2 from 1
        Assert.Equal(0, TreeShap.Importance(model, rows)[1]);
        Assert.Equal([0.0, 0], TreeShap.Importance(model, rows.Take([])));
    }

    private static ITreeModel Model(string name) => name switch
    {
        "tree" => new DecisionTreeClassifier { MaxDepth = 6 }.Fit(TreesReference.Of(TreesReference.Holes, "two")),
        "classes" => new DecisionTreeClassifier { MaxDepth = 4 }.Fit(TreesReference.Of(TreesReference.Holes, "three")),
        "amounts" => new DecisionTreeRegressor { MaxDepth = 7 }.Fit(TreesReference.Of(TreesReference.Holes, "amount")),
        "forest" => new RandomForestRegressor { Trees = 8, MinLeafRows = 4 }.Fit(TreesReference.Of(TreesReference.Holes, "amount")),
        "boosted" => new GradientBoostingClassifier { Rounds = 10, MinLeafRows = 5 }.Fit(TreesReference.Of(TreesReference.Holes, "two")),
        "boosted classes" => new GradientBoostingClassifier { Rounds = 5, MinLeafRows = 5 }.Fit(TreesReference.Of(TreesReference.Holes, "three")),
        "poisson" => new GradientBoostingRegressor { Rounds = 10, Loss = BoostedLoss.Poisson }.Fit(TreesReference.Of(TreesReference.Holes, "count")),
        _ => new GradientBoostingRegressor { Rounds = 10, Categories = ["d"] }.Fit(TreesReference.Of(TreesReference.Holes, "amount")),
    };

    /// <summary>Shapley's definition over all sets of known columns; what is unknown is averaged over the rows that went each way.</summary>
    private static double[] BruteForce(ITreeModel model, float[] row, int output)
    {
        var (width, values) = (row.Length, new double[1 << row.Length]);
        for (var known = 0; known < values.Length; known++)
        {
            values[known] = model.Start[output];
            for (var t = 0; t < model.Trees.Count; t++)
                if (model.Trees.Arrays.Width > 1 || model.Trees.Arrays.Output(t) == output) values[known] += model.Share * Expected(model.Trees.Arrays.Roots[t], known);
        }

        var result = new double[width + 1];
        result[width] = values[0];
        for (var c = 0; c < width; c++)
            for (var known = 0; known < values.Length; known++)
                if ((known & (1 << c)) == 0)
                {
                    var size = BitOperations.PopCount((uint)known);
                    result[c] += Factorial(size) * Factorial(width - size - 1) / Factorial(width) * (values[known | (1 << c)] - values[known]);
                }

        return result;

        double Expected(int node, int known)
        {
            var arrays = model.Trees.Arrays;
            if (arrays.Columns[node] < 0) return arrays.Values[(arrays.Children[node] * arrays.Width) + (arrays.Width > 1 ? output : 0)];
            var left = arrays.Children[node];
            if ((known & (1 << arrays.Columns[node])) != 0) return Expected(arrays.GoesLeft(node, row[arrays.Columns[node]]) ? left : left + 1, known);
            return ((arrays.Covers[left] * Expected(left, known)) + (arrays.Covers[left + 1] * Expected(left + 1, known))) / arrays.Covers[node];
        }

        static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
    }
}
