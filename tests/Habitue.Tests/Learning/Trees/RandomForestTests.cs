using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Trees;

namespace Habitue.Tests.Learning.Trees;

public sealed class RandomForestTests
{
    [Fact]
    public void A_forest_without_chance_is_its_tree_many_times()
    {
        var data = TreesReference.Of(TreesReference.Whole, "two");
        var forest = new RandomForestClassifier { Trees = 3, Bootstrap = false, ColumnsPerSplit = 4, MaxDepth = 4, MinLeafRows = (int)TreesReference.Number("gini", "least") }.Fit(data);

        Iris.Near(TreesReference.Numbers("gini", "answers"), Iris.Doubles(forest.Probabilities(data.Rows).Values.ToArray()));
        Assert.Equal(3, forest.Trees.Count);
    }

    [Fact]
    public void A_regressor_without_chance_is_its_tree_many_times()
    {
        var data = TreesReference.Of(TreesReference.Whole, "amount");
        var forest = new RandomForestRegressor { Trees = 3, Bootstrap = false, ColumnsPerSplit = 4, MaxDepth = 4, MinLeafRows = (int)TreesReference.Number("squared_tree", "least") }.Fit(data);

        Iris.Near(TreesReference.Numbers("squared_tree", "answers"), Iris.Doubles(forest.Predict(data.Rows)), 1e-5);
    }

    [Fact]
    public void Every_tree_draws_as_many_rows_as_there_are_about_two_thirds_of_them_different()
    {
        var data = TreesReference.Of(TreesReference.Whole, "two");
        var forest = new RandomForestClassifier { Trees = 50, Seed = 3 }.Fit(data);
        var arrays = forest.Trees.Arrays;

        Assert.All(arrays.Roots, root => Assert.Equal(300, arrays.Covers[root]));
        Assert.NotEqual(arrays.Covers[arrays.Children[arrays.Roots[0]]], arrays.Covers[arrays.Children[arrays.Roots[1]]]);
        Assert.Equal(ModelFile.Save(forest), ModelFile.Save(new RandomForestClassifier { Trees = 50, Seed = 3 }.Fit(data, new FitRun(Threads: 3))));
    }

    [Fact]
    public void Two_thirds_of_a_forest_are_the_same_as_a_forest_of_two_thirds()
    {
        // A tree takes its chance from its number alone: not from the trees that its thread grew before.
        var data = TreesReference.Of(TreesReference.Whole, "two");
        var (large, small) = (new RandomForestClassifier { Trees = 30 }.Fit(data, new FitRun(Threads: 1)).Trees.Arrays, new RandomForestClassifier { Trees = 20 }.Fit(data, new FitRun(Threads: 4)).Trees.Arrays);

        Assert.Equal(large.Columns[..large.Roots[20]], small.Columns);
        Assert.Equal(large.Thresholds[..large.Roots[20]], small.Thresholds);
    }

    [Fact]
    public void The_out_of_bag_score_is_what_held_out_rows_say()
    {
        var random = new Seed(6).For(0);
        Labeled Draw()
        {
            var rows = new Matrix(1_500, ["a", "b", "c"]);
            foreach (ref var value in rows.Values) value = (float)random.NextDouble();
            return new Labeled(rows, [.. Enumerable.Range(0, rows.Rows).Select(r => random.NextDouble() < (rows[r, 0] > rows[r, 1] ? 0.85 : 0.15) ? 1.0 : 0.0)]);
        }

        var (data, fresh) = (Draw(), Draw());
        var model = new RandomForestClassifier { OutOfBag = true, MinLeafRows = 20 }.Fit(data);
        var regressor = new RandomForestRegressor { OutOfBag = true, MinLeafRows = 20, ColumnsPerSplit = 2 }.Fit(data);

        var right = model.Classify(fresh.Rows).Zip(fresh.Targets.ToArray(), (label, target) => label == (int)target ? 1.0 : 0).Average();
        var error = regressor.Predict(fresh.Rows).Zip(fresh.Targets.ToArray(), (answer, target) => (answer - target) * (answer - target)).Average();
        Assert.InRange(right, 0.8, 0.87);
        Assert.Equal(right, model.Card.Figures["out_of_bag_accuracy"], 0.025);
        Assert.Equal(error, regressor.Card.Figures["out_of_bag_squared_error"], 0.01);
        Assert.Equal(1 - (error / 0.25), regressor.Card.Figures["out_of_bag_r2"], 0.04);
        Assert.InRange(model.Card.Figures["out_of_bag_log_loss"], 0.42, 0.5); // the best there is: 0.4227
    }

    [Fact]
    public void Three_classes_share_the_answers()
    {
        var data = TreesReference.Of(TreesReference.Holes, "three");
        foreach (var criterion in (TreeCriterion[])[TreeCriterion.Gini, TreeCriterion.Entropy])
        {
            var model = new RandomForestClassifier { Trees = 40, Criterion = criterion, OutOfBag = true }.Fit(data);
            var shares = model.Probabilities(data.Rows);

            for (var r = 0; r < shares.Rows; r++) Assert.Equal(1, shares.Row(r).ToArray().Sum(), 1e-5);
            Assert.True(model.Classify(data.Rows).Zip(data.Targets.ToArray(), (label, target) => label == (int)target ? 1.0 : 0).Average() > 0.97);
            Assert.InRange(model.Card.Figures["out_of_bag_accuracy"], 0.5, 0.9); // a third by chance
        }
    }

    [Theory]
    [InlineData("two", 1.0, false)]
    [InlineData("two", 2.5, true)]
    [InlineData("three", 4.0, false)]
    public void Trees_that_know_nothing_are_counted_in_with_the_shares_of_all_rows(string targets, double prior, bool weighted)
    {
        var data = TreesReference.Of(TreesReference.Holes, targets);
        if (weighted) data = new Labeled(data.Rows, data.Targets, [.. Enumerable.Range(0, data.Rows.Rows).Select(row => 1.0 + (row % 3))]);
        double[] shares = [.. Enumerable.Range(0, data.Targets.ToArray().Distinct().Count()).Select(number => Enumerable.Range(0, data.Rows.Rows).Sum(row => data.Targets[row] == number ? data.Weight(row) : 0))];
        shares = Array.ConvertAll(shares, share => share / Enumerable.Range(0, data.Rows.Rows).Sum(data.Weight));

        var plain = new RandomForestClassifier { Trees = 10, Seed = 3 }.Fit(data).Probabilities(data.Rows);
        var drawn = new RandomForestClassifier { Trees = 10, Seed = 3, PriorTrees = prior }.Fit(data);

        var said = drawn.Probabilities(data.Rows);
        for (var row = 0; row < said.Rows; row++)
            for (var k = 0; k < shares.Length; k++) Assert.Equal(((10 * plain[row, k]) + (prior * shares[k])) / (10 + prior), said[row, k], 1e-6);
        Assert.Contains(plain.Values.ToArray(), p => p is 0);
        Assert.All(said.Values.ToArray(), p => Assert.InRange(p, 0.01, 0.99));
        Assert.Equal(said.Values.ToArray(), ModelFile.Load<ForestClassifier>(new MemoryStream(ModelFile.Save(drawn))).Probabilities(data.Rows).Values.ToArray());
        AssertExplained(drawn, data.Rows, 1, [.. Enumerable.Range(0, said.Rows).Select(row => said[row, 1])]);
    }

    [Fact]
    public void Trees_that_know_nothing_say_the_mean_of_all_amounts()
    {
        var data = TreesReference.Of(TreesReference.Holes, "amount");
        var mean = data.Targets.ToArray().Average();

        var plain = new RandomForestRegressor { Trees = 10, Seed = 3 }.Fit(data).Predict(data.Rows);
        var drawn = new RandomForestRegressor { Trees = 10, Seed = 3, PriorTrees = 5 }.Fit(data);

        var said = drawn.Predict(data.Rows);
        for (var row = 0; row < said.Length; row++) Assert.Equal(((10 * plain[row]) + (5 * mean)) / 15, said[row], 1e-4);
        Assert.Equal(said, ModelFile.Load<ForestRegressor>(new MemoryStream(ModelFile.Save(drawn))).Predict(data.Rows));
        AssertExplained(drawn, data.Rows, 0, said);
    }

    private static void AssertExplained(ITreeModel model, Matrix rows, int output, float[] said)
    {
        var explained = TreeShap.Explain(model, rows, output);
        for (var row = 0; row < said.Length; row++) Assert.Equal(said[row], explained.Row(row).ToArray().Sum(value => (double)value), 1e-4);
    }

    [Fact]
    public void Out_of_bag_rows_need_a_draw() => Assert.Contains(
        "RandomForestClassifier.OutOfBag is on, but Bootstrap is off",
        Assert.Throws<SettingException>(() => new RandomForestClassifier { OutOfBag = true, Bootstrap = false }.Fit(TreesReference.Of(TreesReference.Whole, "two"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_useful_column_gains_more_than_noise()
    {
        var data = TreesReference.Of(TreesReference.Whole, "two");
        var rows = new Matrix(300, [.. data.Rows.Columns, "noise"]);
        var random = new Seed(4).For(0);
        for (var r = 0; r < 300; r++)
        {
            data.Rows.Row(r).CopyTo(rows.Row(r));
            rows[r, 4] = random.Below(2);
        }

        var trees = new RandomForestClassifier { MaxDepth = 5 }.Fit(data.With(rows)).Trees;

        Assert.Equal(1, trees.GainImportance().Sum(), 1e-9);
        Assert.Equal(1, trees.SplitImportance().Sum(), 1e-9);
        Assert.True(trees.GainImportance()[0] > 4 * trees.GainImportance()[4]);
    }
}
