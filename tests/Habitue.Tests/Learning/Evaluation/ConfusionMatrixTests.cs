using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Evaluation;

namespace Habitue.Tests.Learning.Evaluation;

public sealed class ConfusionMatrixTests
{
    private static readonly Reference Expected = Reference.Of("classes");

    [Fact]
    public void Four_classes_are_measured_as_by_scikit_learn()
    {
        var confusion = ConfusionMatrix.Of(Expected.Doubles("targets"), Expected.Integers("answers"));

        Assert.Equal(4, confusion.Classes);
        Reference.Near(Expected.Doubles("confusion"), [.. from a in Enumerable.Range(0, 4) from b in Enumerable.Range(0, 4) select confusion[a, b]]);
        Assert.Equal(Expected.Number("accuracy"), confusion.Accuracy, 1e-12);
        Assert.Equal(Expected.Number("balanced"), confusion.BalancedAccuracy, 1e-12);
        Assert.Equal(Expected.Number("macroPrecision"), confusion.MacroPrecision, 1e-12);
        Assert.Equal(Expected.Number("macroRecall"), confusion.MacroRecall, 1e-12);
        Assert.Equal(Expected.Number("macroF1"), confusion.MacroF1, 1e-12);
        Assert.Equal(Expected.Number("weightedF1"), confusion.WeightedF1, 1e-12);
        Assert.Equal(double.NaN, confusion.Precision(3)); // never answered
        Assert.Equal(90, confusion.Total);
    }

    [Fact]
    public void The_log_loss_of_several_classes_is_that_of_the_one_that_happened()
    {
        var rows = Expected.Rows("probabilities");
        var probabilities = Matrix.OfRows(["a", "b", "c", "d"], [.. rows.Select(row => Array.ConvertAll(row, value => (float)value))]);

        Assert.Equal(Expected.Number("logLoss"), BinaryMeasures.LogLoss(Expected.Doubles("targets"), probabilities), 1e-7);
        Assert.Contains("class number, 0 to 3", Assert.Throws<BadDataException>(() => BinaryMeasures.LogLoss(new double[90].Select(_ => 4.0).ToArray(), probabilities)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_no_class_is_named()
    {
        Assert.Equal(1, Assert.Throws<BadDataException>(() => ConfusionMatrix.Of([0, 1.5], [0, 1])).Row);
        Assert.Equal("answer", Assert.Throws<BadDataException>(() => ConfusionMatrix.Of([0, 1], [0, 2], classes: 2)).Column);
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfusionMatrix.Of([0, 1], [0, 1])[0, 2]);
    }

    [Fact]
    public void No_rows_and_absent_classes_are_no_numbers()
    {
        var none = ConfusionMatrix.Of([], []);
        Assert.All([none.Accuracy, none.BalancedAccuracy, none.MacroF1, none.WeightedF1, none.Recall()], value => Assert.Equal(double.NaN, value));
        Assert.Equal(double.NaN, ConfusionMatrix.Of([0, 1], [0, 1], classes: 3).F1(2));
    }
}
