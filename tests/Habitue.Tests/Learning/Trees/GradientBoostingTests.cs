using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Trees;

namespace Habitue.Tests.Learning.Trees;

public sealed class GradientBoostingTests
{
    private static readonly GradientBoostingClassifier Classifier = new() { Rounds = 25, MaxLeaves = 9, MinLeafRows = 7, L2 = 0.5, LearningRate = 0.2 };
    private static readonly GradientBoostingRegressor Regressor = new() { Rounds = 25, MaxLeaves = 9, MinLeafRows = 7, L2 = 0.5, LearningRate = 0.2 };

    [Fact]
    public void Two_classes_are_as_likely_as_scikit_learn_says()
    {
        var model = Classifier.Fit(TreesReference.Of(TreesReference.Holes, "two"));

        Iris.Near(TreesReference.Numbers("logistic"), Iris.Doubles(model.Probability(TreesReference.Holes)), 1e-4);
    }

    [Fact]
    public void Three_classes_are_as_likely_as_scikit_learn_says()
    {
        var model = (Classifier with { Rounds = 8 }).Fit(TreesReference.Of(TreesReference.Holes, "three"));

        Iris.Near(TreesReference.Numbers("multinomial"), Iris.Doubles(model.Probabilities(TreesReference.Holes).Values.ToArray()), 1e-4);
    }

    [Theory]
    [InlineData(BoostedLoss.Squared, "amount", "squared")]
    [InlineData(BoostedLoss.Poisson, "count", "poisson")]
    [InlineData(BoostedLoss.Quantile, "amount", "quantile")]
    public void A_regressor_answers_as_scikit_learn_does(BoostedLoss loss, string targets, string expected)
    {
        var model = (Regressor with { Loss = loss, Quantile = 0.8 }).Fit(TreesReference.Of(TreesReference.Holes, targets));

        Iris.Near(TreesReference.Numbers(expected), Iris.Doubles(model.Predict(TreesReference.Holes)), 1e-4);
    }

    [Fact]
    public void No_leaf_has_fewer_rows_than_the_least()
    {
        var model = (Classifier with { MinLeafRows = 23, MaxLeaves = 31 }).Fit(TreesReference.Of(TreesReference.Holes, "two"));
        var arrays = model.Trees.Arrays;

        var covers = Enumerable.Range(0, model.Trees.Nodes).Where(node => arrays.Columns[node] < 0).Select(node => arrays.Covers[node]);

        Assert.All(covers, cover => Assert.InRange(cover, 23, 300));
        Assert.True(model.Trees.Leaves > model.Trees.Count * 3);
    }

    [Fact]
    public void Depth_and_leaves_keep_to_their_limits_in_both_orders_of_growth()
    {
        var data = TreesReference.Of(TreesReference.Holes, "two");

        var even = (Classifier with { Growth = TreeGrowth.DepthWise, MaxDepth = 3, MaxLeaves = 31 }).Fit(data);
        var narrow = (Classifier with { MaxLeaves = 4 }).Fit(data);

        Assert.Equal(3, even.Trees.Depth);
        Assert.True(narrow.Trees.Leaves <= 4 * narrow.Trees.Count);
        Assert.Equal(25, even.Rounds);
    }

    [Fact]
    public void With_depth_wise_growth_no_leaf_is_left_behind_for_a_deeper_one()
    {
        var model = (Regressor with { Growth = TreeGrowth.DepthWise, MaxLeaves = 8, MinLeafRows = 1, Rounds = 1 }).Fit(TreesReference.Of(TreesReference.Whole, "amount"));

        Assert.Equal((8, 3), (model.Trees.Leaves, model.Trees.Depth));
    }

    [Theory]
    [InlineData(BoostedLoss.Squared)]
    [InlineData(BoostedLoss.Quantile)]
    public void An_answer_only_rises_with_an_increasing_column_and_falls_with_a_decreasing_one(BoostedLoss loss)
    {
        var data = TreesReference.Of(TreesReference.Whole, "amount");
        var free = (Regressor with { Loss = loss, MinLeafRows = 3 }).Fit(data);
        var bound = (Regressor with { Loss = loss, MinLeafRows = 3, Increasing = ["c"], Decreasing = ["a"] }).Fit(data);

        Assert.True(Broken(free, 2, 1) > 0);
        Assert.Equal(0, Broken(bound, 2, 1));
        Assert.Equal(0, Broken(bound, 0, -1));

        int Broken(BoostedRegressor model, int column, int sign)
        {
            var broken = 0;
            for (var row = 0; row < 300; row += 7)
            {
                var sweep = TreesReference.Whole.Take([.. Enumerable.Repeat(row, 60)]);
                for (var i = 0; i < 60; i++) sweep[i, column] = i;
                var answers = model.Predict(sweep);
                for (var i = 1; i < 60; i++)
                    if (sign * (answers[i] - answers[i - 1]) < 0) broken++;
            }

            return broken;
        }
    }

    [Fact]
    public void Categories_are_divided_as_sets_and_unknown_ones_go_where_missing_values_go()
    {
        // Even categories are worth 1, odd ones 0: one split of sets tells them apart, one split of numbers cannot.
        var rows = new Matrix(400, ["kind"]);
        var targets = new double[400];
        for (var r = 0; r < 400; r++) (rows[r, 0], targets[r]) = (r % 20 == 19 ? float.NaN : r % 20, r % 20 == 19 ? 1 : (r + 1) % 2);
        var recipe = new GradientBoostingRegressor { Rounds = 1, LearningRate = 1, MaxLeaves = 2, L2 = 0, CategorySmoothing = 0 };

        var sets = (recipe with { Categories = ["kind"] }).Fit(new Labeled(rows, targets));
        var numbers = recipe.Fit(new Labeled(rows, targets));

        Iris.Near([1, 0, 1, 0, 1, 1, 1], Iris.Doubles(sets.Predict(Matrix.OfRows(["kind"], [0], [7], [18], [17], [float.NaN], [200], [3.5f]))), 1e-5);
        Assert.InRange(numbers.Predict(Matrix.OfRows(["kind"], [7]))[0], 0.3f, 0.7f);
    }

    [Fact]
    public void It_stops_early_and_keeps_the_best_round()
    {
        var data = TreesReference.Of(TreesReference.Holes, "two");
        var model = (Classifier with { Rounds = 500, ValidationShare = 0.3, Patience = 5 }).Fit(data);

        Assert.InRange(model.Rounds, 1, 100);
        Assert.Equal(model.Rounds, model.Card.Figures["rounds"]);
        Assert.InRange(model.Card.Figures["held_out_loss"], 0.2, 0.68);
    }

    [Fact]
    public void Rows_and_columns_are_drawn_by_the_seed()
    {
        var data = TreesReference.Of(TreesReference.Holes, "two");
        var recipe = Classifier with { RowShare = 0.5, ColumnShare = 0.5, Seed = 4 };

        Assert.Equal(ModelFile.Save(recipe.Fit(data)), ModelFile.Save(recipe.Fit(data)));
        Assert.NotEqual(ModelFile.Save(recipe.Fit(data)), ModelFile.Save((recipe with { Seed = 5 }).Fit(data)));
        var model = recipe.Fit(data).Trees.Arrays;
        Assert.All(model.Roots, root => Assert.Equal(150, model.Covers[root]));
        Assert.All(Enumerable.Range(0, model.Roots.Length), tree => Assert.InRange(model.Columns[model.Roots[tree]..model.End(tree)].Where(c => c >= 0).Distinct().Count(), 1, 2));
        Assert.True(Measures.Auc(recipe.Fit(data).Probability(data.Rows), data.Targets.ToArray()) > 0.85);
    }

    [Fact]
    public void A_row_of_weight_two_counts_like_two_rows()
    {
        var data = TreesReference.Of(TreesReference.Whole, "amount");
        int[] twice = [.. Enumerable.Range(0, 300), .. Enumerable.Range(0, 100)];
        double[] weights = [.. Enumerable.Repeat(2.0, 100), .. Enumerable.Repeat(1.0, 200)];
        var recipe = Regressor with { MinLeafRows = 1, MaxLeaves = 6 };

        var repeated = recipe.Fit(data.Take(twice)).Predict(data.Rows);
        var weighted = recipe.Fit(new Labeled(data.Rows, data.Targets, weights)).Predict(data.Rows);

        Iris.Near([.. Iris.Doubles(repeated)], Iris.Doubles(weighted), 1e-4);
    }

    [Fact]
    public void Many_rows_in_many_blocks_give_the_same_bytes_on_any_number_of_threads()
    {
        var random = new Seed(7).For(0);
        var rows = new Matrix(50_000, ["a", "b", "c"]);
        foreach (ref var value in rows.Values) value = random.Below(40) == 0 ? float.NaN : (float)random.NextDouble();
        double[] targets = [.. Enumerable.Range(0, rows.Rows).Select(r => random.NextDouble() < (rows[r, 0] > rows[r, 1] ? 0.8 : 0.3) ? 1.0 : 0)];
        var data = new Labeled(rows, targets);
        foreach (var recipe in (GradientBoostingClassifier[])[new() { Rounds = 6 }, new() { Rounds = 6, RowShare = 0.7, ColumnShare = 0.7, ValidationShare = 0.1 }])
        {
            var alone = recipe.Fit(data, new FitRun(Threads: 1));

            Assert.Equal(ModelFile.Save(alone), ModelFile.Save(recipe.Fit(data, new FitRun(Threads: 3))));
            Assert.InRange(Measures.Auc(alone.Probability(rows), targets), 0.72, 0.8); // by a > b alone: about 0.75
        }
    }

    [Fact]
    public void Classes_that_are_parted_wholly_leave_it_sure_and_finite()
    {
        var rows = new Matrix(60, ["a"]);
        for (var r = 0; r < 60; r++) rows[r, 0] = r / 30;
        double[] targets = [.. rows.Column(0).Select(value => (double)value)];

        var model = new GradientBoostingClassifier { Rounds = 400, LearningRate = 1, L2 = 0, MinLeafHessian = 0 }.Fit(new Labeled(rows, targets));

        Iris.Near(targets, Iris.Doubles(model.Probability(rows)));
        Assert.All(model.Trees.Arrays.Values, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Rows_without_weight_cannot_make_it_search_for_ever()
    {
        // By weight the split of 16 against 14 rows is fine, and so it is by count when the missing rows go right; but they go left.
        var (rows, targets, weights) = (new Matrix(60, ["a"]), new double[60], new double[60]);
        for (var r = 0; r < 60; r++) (rows[r, 0], targets[r], weights[r]) = (r < 16 ? 0 : r < 30 ? 1 : float.NaN, r is >= 16 and < 30 ? 1 : 0, r < 30 ? 1 : 0);

        var model = new GradientBoostingRegressor { MinLeafRows = 15, Rounds = 2 }.Fit(new Labeled(rows, targets, weights));

        Assert.Equal(2, model.Trees.Leaves); // two trees of one leaf each
        Assert.Equal(14 / 30f, model.Predict(rows)[0], 1e-6f);
    }

    [Fact]
    public void The_order_of_the_rows_and_a_constant_column_change_nothing()
    {
        var data = TreesReference.Of(TreesReference.Holes, "two");
        int[] turned = [.. Enumerable.Range(0, 300).Reverse()];
        var wider = new Matrix(300, ["k", .. data.Rows.Columns]);
        for (var r = 0; r < 300; r++)
        {
            wider[r, 0] = 3;
            data.Rows.Row(r).CopyTo(wider.Row(r)[1..]);
        }

        var expected = Classifier.Fit(data).Probability(data.Rows);

        Iris.Near([.. Iris.Doubles(expected)], Iris.Doubles(Classifier.Fit(data.Take(turned)).Probability(data.Rows)), 1e-6);
        Assert.Equal(expected, Classifier.Fit(data.With(wider)).Probability(wider));
    }

    [Fact]
    public void More_than_sixteen_and_more_than_sixty_four_columns_are_all_seen()
    {
        var random = new Seed(2).For(0);
        var rows = new Matrix(2_000, [.. Enumerable.Range(0, 70).Select(c => $"c{c}")]);
        foreach (ref var value in rows.Values) value = (float)random.NextDouble();
        var targets = new double[2_000];
        for (var r = 0; r < targets.Length; r++) targets[r] = rows[r, 3] + (2 * rows[r, 30]) + (4 * rows[r, 69]);
        foreach (var width in (int[])[31, 70])
        {
            var some = rows.Select([.. rows.Columns.Take(width)]);
            var gains = new GradientBoostingRegressor().Fit(new Labeled(some, targets)).Trees.GainImportance();

            int[] best = [.. Enumerable.Range(0, width).OrderByDescending(c => gains[c]).Take(width == 70 ? 3 : 2)];
            Assert.Equal(width == 70 ? [69, 30, 3] : [30, 3], best);
            Assert.Equal(1, gains.Sum(), 1e-9);
        }
    }

    [Fact]
    public void Settings_that_do_not_suit_the_columns_are_named()
    {
        var data = TreesReference.Of(TreesReference.Whole, "two");

        Assert.Contains("GradientBoostingClassifier.Categories names 'x'", Wrong(Classifier with { Categories = ["x"] }), StringComparison.Ordinal);
        Assert.Contains("GradientBoostingClassifier.Increasing names 'x'", Wrong(Classifier with { Increasing = ["x"] }), StringComparison.Ordinal);
        Assert.Contains("GradientBoostingClassifier.Decreasing names 'a'", Wrong(Classifier with { Increasing = ["a"], Decreasing = ["a"] }), StringComparison.Ordinal);
        Assert.Contains("has no order", Wrong(Classifier with { Increasing = ["a"], Categories = ["a"] }), StringComparison.Ordinal);

        string Wrong(GradientBoostingClassifier recipe) => Assert.Throws<SettingException>(() => recipe.Fit(data)).Message;
    }

    [Fact]
    public void Data_that_cannot_be_learned_from_are_named()
    {
        var rows = TreesReference.Whole;
        rows[7, 1] = float.PositiveInfinity;
        Assert.Contains("'b' has an infinite value in row 7", Assert.Throws<BadDataException>(() => Classifier.Fit(TreesReference.Of(rows, "two"))).Message, StringComparison.Ordinal);

        rows[7, 1] = 2.5f;
        var error = Assert.Throws<BadDataException>(() => (Classifier with { Categories = ["b"] }).Fit(TreesReference.Of(rows, "two")));
        Assert.Equal(("b", 7), (error.Column, error.Row));

        var poisson = new GradientBoostingRegressor { Loss = BoostedLoss.Poisson };
        Assert.Contains("target of row 1 is -1", Assert.Throws<BadDataException>(() => poisson.Fit(new Labeled(rows.Take([0, 1]), [1, -1]))).Message, StringComparison.Ordinal);
        Assert.Contains("All targets are 0", Assert.Throws<BadDataException>(() => poisson.Fit(new Labeled(rows.Take([0, 1]), [0, 0]))).Message, StringComparison.Ordinal);
        Assert.Contains("All weights are 0", Assert.Throws<BadDataException>(() => Regressor.Fit(new Labeled(rows.Take([0, 1]), [0, 1], [0, 0]))).Message, StringComparison.Ordinal);
    }
}
