using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Data;

public sealed class LabeledTests
{
    private static readonly Matrix Rows = Matrix.OfColumns(("orders", [3, 1, 2]));

    [Fact]
    public void Classes_are_numbered_in_the_order_of_their_names()
    {
        var data = Labeled.OfClasses(Rows, ["stayed", "left", "stayed"]);

        Assert.Equal(["left", "stayed"], data.Classes!);
        Assert.Equal([1, 0, 1], data.Targets.ToArray());
        Assert.Equal(1, data.Weight(2));
    }

    [Fact]
    public void Some_rows_keep_their_targets_and_weights()
    {
        var some = new Labeled(Rows, [10, 20, 30], [1, 2, 3]).Take([2, 0]);

        Assert.Equal([2, 3], some.Rows.Column(0));
        Assert.Equal([30, 10], some.Targets.ToArray());
        Assert.Equal([3, 1], some.Weights.ToArray());
    }

    [Theory]
    [InlineData(new double[] { 1, 0 }, new double[0], "There are 2 targets for 3 rows.")]
    [InlineData(new double[] { 1, 0, double.NaN }, new double[0], "The target of row 2 is NaN; leave the row out.")]
    [InlineData(new double[] { 1, 0, 1 }, new double[] { 1 }, "There are 1 weights for 3 rows.")]
    [InlineData(new double[] { 1, 0, 1 }, new double[] { 1, -1, 1 }, "The weight of row 1 is -1; weights are 0 or more.")]
    public void What_cannot_be_used_is_named(double[] targets, double[] weights, string message) =>
        Assert.Equal(message, Assert.Throws<BadDataException>(() => new Labeled(Rows, targets, weights)).Message);

    [Theory]
    [InlineData(new double[] { 0, 0, 0 }, "Test needs rows of at least two classes; all 3 are of class '0'.")]
    [InlineData(new double[] { 0, 2, 2 }, "No row is of class '1'; number the classes without a gap.")]
    [InlineData(new double[] { 0, 1, 0.5 }, "The target of row 2 is 0.5; Test needs the number of a class, 0 to 9999.")]
    [InlineData(new double[] { 0, 1, -1 }, "The target of row 2 is -1; Test needs the number of a class, 0 to 9999.")]
    public void Targets_that_number_no_classes_are_named(double[] targets, string message) =>
        Assert.Equal(message, Assert.Throws<BadDataException>(() => new Labeled(Rows, targets).ClassNumbers("Test")).Message);

    [Fact]
    public void A_label_outside_the_named_classes_is_named() =>
        Assert.Contains("row 2 is 2", Assert.Throws<BadDataException>(() => new Labeled(Rows, [0, 1, 2], classes: ["no", "yes"]).ClassNumbers("Test")).Message, StringComparison.Ordinal);
}
