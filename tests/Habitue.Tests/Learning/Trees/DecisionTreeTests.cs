using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Trees;
using Habitue.Tests.Learning.Models;

namespace Habitue.Tests.Learning.Trees;

public sealed class DecisionTreeTests
{
    private static readonly DecisionTreeClassifier Classifier = new() { MaxDepth = 4 };
    private static readonly DecisionTreeRegressor Regressor = new() { MaxDepth = 4, MinLeafRows = (int)TreesReference.Number("squared_tree", "least") };

    public static TheoryData<string, string, TreeCriterion> Cases => new()
    {
        { "gini", "two", TreeCriterion.Gini },
        { "gini3", "three", TreeCriterion.Gini },
        { "entropy", "three", TreeCriterion.Entropy },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_tree_of_classes_answers_as_scikit_learns_does_whole_and_pruned(string name, string targets, TreeCriterion criterion)
    {
        var data = TreesReference.Of(TreesReference.Whole, targets);
        var recipe = Classifier with { Criterion = criterion, MinLeafRows = (int)TreesReference.Number(name, "least") };

        var (whole, pruned) = (recipe.Fit(data), (recipe with { Pruning = TreesReference.Number(name, "alpha") }).Fit(data));

        Assert.Equal((TreesReference.Number(name, "leaves"), TreesReference.Number(name, "pruned_leaves")), (whole.Trees.Leaves, pruned.Trees.Leaves));
        Iris.Near(TreesReference.Numbers(name, "answers"), Iris.Doubles(whole.Probabilities(data.Rows).Values.ToArray()));
        Iris.Near(TreesReference.Numbers(name, "pruned"), Iris.Doubles(pruned.Probabilities(data.Rows).Values.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_path_of_pruning_is_scikit_learns(string name, string targets, TreeCriterion criterion)
    {
        var path = (Classifier with { Criterion = criterion, MinLeafRows = (int)TreesReference.Number(name, "least") }).PruningPath(TreesReference.Of(TreesReference.Whole, targets));

        Near(path, name);
    }

    [Fact]
    public void A_tree_of_amounts_answers_as_scikit_learns_does_whole_and_pruned_and_along_the_path()
    {
        var data = TreesReference.Of(TreesReference.Whole, "amount");

        var (whole, pruned) = (Regressor.Fit(data), (Regressor with { Pruning = TreesReference.Number("squared_tree", "alpha") }).Fit(data));

        Iris.Near(TreesReference.Numbers("squared_tree", "answers"), Iris.Doubles(whole.Predict(data.Rows)), 1e-5);
        Iris.Near(TreesReference.Numbers("squared_tree", "pruned"), Iris.Doubles(pruned.Predict(data.Rows)), 1e-5);
        Assert.Equal(TreesReference.Number("squared_tree", "pruned_leaves"), pruned.Trees.Leaves);
        Near(Regressor.PruningPath(data), "squared_tree");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_full_tree_knows_its_rows_by_heart(bool packed)
    {
        // All rows are different in their columns, so a tree without limits must tell them apart.
        var random = new Seed(5).For(0);
        var rows = new Matrix(20_000, ["a", "b", "c"]);
        foreach (ref var value in rows.Values) value = random.Below(200);
        var targets = new double[rows.Rows];
        for (var r = 0; r < targets.Length; r++)
            targets[r] = (((long)((rows[r, 0] * 40_000) + (rows[r, 1] * 200) + rows[r, 2]) * 2654435761L) >> 7) % (packed ? 2 : 3);
        var data = new Labeled(rows, targets);

        var (model, amounts) = (new DecisionTreeClassifier().Fit(data), new DecisionTreeRegressor().Fit(data));

        Assert.Equal([.. targets.Select(target => (int)target)], model.Classify(rows));
        Iris.Near(targets, Iris.Doubles(amounts.Predict(rows)));
        Assert.True(model.Trees.Depth > 12);
    }

    [Fact]
    public void Weights_count_like_repeated_rows_also_when_they_are_fractions()
    {
        var data = TreesReference.Of(TreesReference.Whole, "two");
        int[] twice = [.. Enumerable.Range(0, 300), .. Enumerable.Range(0, 100)];
        double[] weights = [.. Enumerable.Repeat(0.5, 100), .. Enumerable.Repeat(0.25, 200)];
        foreach (var recipe in (DecisionTreeClassifier[])[new() { MaxDepth = 3 }, new() { MaxDepth = 3, Criterion = TreeCriterion.Entropy }])
        {
            var repeated = recipe.Fit(data.Take(twice)).Probability(data.Rows);

            Iris.Near([.. Iris.Doubles(repeated)], Iris.Doubles(recipe.Fit(new Labeled(data.Rows, data.Targets, weights)).Probability(data.Rows)), 1e-5);
        }
    }

    [Fact]
    public void With_weights_the_least_rows_of_a_leaf_are_still_rows()
    {
        var data = TreesReference.Of(TreesReference.Holes, "two");
        var weights = new double[300];
        for (var r = 0; r < 300; r++) weights[r] = r % 3 == 0 ? 10 : 0.1;

        var model = new DecisionTreeClassifier { MinLeafRows = 20 }.Fit(new Labeled(data.Rows, data.Targets, weights));

        var rows = Enumerable.Range(0, 300).GroupBy(r => model.Trees.Arrays.Leaf(0, data.Rows.Row(r))).Select(leaf => leaf.Count()).ToArray();
        Assert.Equal(model.Trees.Leaves, rows.Length);
        Assert.All(rows, count => Assert.InRange(count, 20, 300));
        Assert.True(rows.Length > 3);
    }

    [Fact]
    public void Missing_values_go_where_they_part_the_classes()
    {
        var rows = Matrix.OfRows(["a"], [1], [2], [3], [4], [float.NaN], [float.NaN]);
        foreach (var (targets, expected) in ((double[], float)[])[([0, 0, 1, 1, 1, 1], 1), ([1, 1, 0, 0, 1, 1], 1), ([0, 0, 0, 0, 1, 1], 1), ([1, 1, 0, 0, 0, 0], 0)])
        {
            foreach (var criterion in (TreeCriterion[])[TreeCriterion.Gini, TreeCriterion.Entropy])
            {
                var model = new DecisionTreeClassifier { Criterion = criterion }.Fit(new Labeled(rows, targets));

                Assert.Equal([.. targets.Select(target => (float)target)], model.Probability(rows));
                Assert.Equal(expected, model.Probability(Matrix.OfRows(["a"], [float.NaN]))[0]);
                Assert.Equal(1, model.Trees.Depth);
            }
        }
    }

    [Fact]
    public void What_two_columns_say_only_together_is_found_by_a_split_that_gains_nothing()
    {
        var rows = Matrix.OfRows(["a", "b"], [0, 0], [0, 1], [1, 0], [1, 1]);

        var model = new DecisionTreeClassifier().Fit(new Labeled(rows, [0, 1, 1, 0]));

        Assert.Equal([0f, 1, 1, 0], model.Probability(rows));
    }

    [Fact]
    public void A_saved_tree_with_a_way_back_is_refused()
    {
        var saved = ModelFile.Save(new DecisionTreeClassifier { MaxDepth = 2 }.Fit(TreesReference.Of(TreesReference.Whole, "two")));
        var refused = 0;
        for (var at = 20; at < saved.Length; at++)
        {
            foreach (var value in new byte[] { 0, 0x7F, 0xFF })
            {
                var wrong = (byte[])saved.Clone();
                wrong[at] = value;
                BitConverter.TryWriteBytes(wrong.AsSpan(16), PlainCrc32.Of(wrong.AsSpan(20)));
                try
                {
                    ((IClassifier)ModelFile.Load(new MemoryStream(wrong))).Probabilities(TreesReference.Whole);
                }
                catch (InvalidDataException)
                {
                    refused++; // as it should be
                }
                catch (BadDataException)
                {
                    refused++; // only a column's name was changed
                }
            }
        }

        Assert.True(refused > 300);
    }

    private static void Near(IReadOnlyList<PruningStep> path, string name)
    {
        Iris.Near(TreesReference.Numbers(name, "alphas"), path.Select(step => step.Strength));
        Iris.Near(TreesReference.Numbers(name, "impurities"), path.Select(step => step.Impurity));
        Assert.Equal((TreesReference.Number(name, "leaves"), 1), (path[0].Leaves, path[^1].Leaves));
    }
}
