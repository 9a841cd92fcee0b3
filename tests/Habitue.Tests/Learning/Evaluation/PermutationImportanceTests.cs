using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;
using Habitue.Learning.Trees;
using Habitue.Tests.Learning.Trees;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class PermutationImportanceTests
{
    [Fact]
    public void Shuffling_a_column_that_is_the_answer_costs_twice_its_variance_and_one_without_use_nothing()
    {
        var random = new Seed(1).For(0);
        var rows = new Matrix(2_000, ["a", "b"]);
        for (var r = 0; r < rows.Rows; r++) (rows[r, 0], rows[r, 1]) = (random.Below(10), random.Below(10));
        var data = new Labeled(rows, [.. rows.Column(0).Select(value => (double)value)]);
        var model = new DecisionTreeRegressor().Fit(data);

        var found = new PermutationImportance { Repeats = 10 }.Of(model, data);

        // E(x - x')² = 2 Var x = 2 · 8.25 for whole numbers from 0 to 9.
        Assert.Equal(["a", "b"], found.Select(one => one.Column));
        Assert.Equal(16.5, found[0].Mean, 0.5);
        Assert.InRange(found[0].Deviation, 0.01, 1);
        Assert.Equal((0, 0), (found[1].Mean, found[1].Deviation));
    }

    [Fact]
    public void A_classifier_loses_its_log_loss()
    {
        var rows = new Matrix(4_000, ["noise", "a"]);
        var random = new Seed(1).For(0);
        for (var r = 0; r < rows.Rows; r++) (rows[r, 0], rows[r, 1]) = (random.Below(5), r % 2);
        // 0.9 against 0.1: known -0.325, shuffled half of the rows are told the contrary: -(ln 0.9 + ln 0.1) / 2.
        var data = new Labeled(rows, [.. Enumerable.Range(0, 4_000).Select(r => (double)(r % 20 is 0 or 3 ? 1 - (r % 2) : r % 2))]);
        var model = new DecisionTreeClassifier { MaxDepth = 1 }.Fit(data);

        var found = new PermutationImportance().Of(model, data);

        Assert.Equal(0, found[0].Mean);
        Assert.Equal((-(Math.Log(0.9) + Math.Log(0.1)) / 2) - 0.3250829734, found[1].Mean, 0.03);
        Assert.Equal(found, new PermutationImportance().Of(model, data));
        Assert.NotEqual(found[1], new PermutationImportance { Seed = 9 }.Of(model, data)[1]);
    }

    [Fact]
    public void What_cannot_be_measured_is_named()
    {
        var data = TreesReference.Of(TreesReference.Whole, "three");
        var model = new DecisionTreeClassifier { MaxDepth = 1 }.Fit(TreesReference.Of(TreesReference.Whole, "two"));

        Assert.Contains("classes are numbered 0 to 1", Assert.Throws<BadDataException>(() => new PermutationImportance().Of(model, data)).Message, StringComparison.Ordinal);
        Assert.Contains("PermutationImportance.Repeats is 0", Assert.Throws<SettingException>(() => new PermutationImportance { Repeats = 0 }.Of(model, TreesReference.Of(TreesReference.Whole, "two"))).Message, StringComparison.Ordinal);
        var weightless = new Labeled(TreesReference.Whole, TreesReference.Numbers("two"), new double[300]);
        Assert.Contains("All weights are 0", Assert.Throws<BadDataException>(() => new PermutationImportance().Of(model, weightless)).Message, StringComparison.Ordinal);
    }
}
