using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Neural;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Neural;

public sealed class MultilayerPerceptronTests
{
    private static readonly MultilayerPerceptron Small = new() { HiddenLayers = [8], Epochs = 30, LearningRate = 0.02 };

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    public void It_learns_what_no_line_divides(Activation activation)
    {
        var x = Blobs.Of(2_000, columns: 2, centres: 1, width: 8);
        double[] middle = [Median(x, 0), Median(x, 1)];
        double[] sameSide = [.. Enumerable.Range(0, x.Rows).Select(row => x[row, 0] > middle[0] == x[row, 1] > middle[1] ? 1.0 : 0)];
        foreach (ref var value in x.Values) value = (value - (float)middle[0]) / 4;

        var model = (Small with { Activation = activation, HiddenLayers = [16, 8], Epochs = 60 }).Fit(new Labeled(x, sameSide));
        var linear = (Small with { HiddenLayers = [] }).Fit(new Labeled(x, sameSide));

        Assert.InRange(Accuracy(model, x, sameSide), 0.95, 1);
        Assert.InRange(Accuracy(linear, x, sameSide), 0.3, 0.7);
    }

    [Fact]
    public void It_tells_three_species_apart()
    {
        var data = Labeled.OfClasses(Iris.Rows(), [.. Enumerable.Range(0, 30).Select(row => (string)(row < 10 ? "setosa" : row < 20 ? "versicolor" : "virginica"))]);

        var model = (Small with { Epochs = 300, Patience = 300 }).Fit(data);

        Assert.Equal(["setosa", "versicolor", "virginica"], model.Classes);
        Assert.InRange(Accuracy(model, data.Rows, data.Targets.ToArray()), 0.95, 1);
        Assert.Equal(300, model.Losses.Count);
        Assert.Empty(model.HeldOutLosses);
    }

    [Fact]
    public void It_learns_a_curve_of_amounts_whatever_their_size()
    {
        var (x, random) = (new Matrix(2_000, ["a"]), new Seed(2).For(0));
        foreach (ref var value in x.Values) value = (float)((6 * random.NextDouble()) - 3);
        double[] targets = [.. x.Values.ToArray().Select(value => 1e6 + (5e5 * Math.Sin(value)))];

        var model = new MultilayerPerceptronRegression { HiddenLayers = [16, 16], LearningRate = 0.01, Epochs = 100 }.Fit(new Labeled(x, targets));

        var found = model.Predict(x);
        var worst = Enumerable.Range(0, x.Rows).Max(row => Math.Abs(found[row] - targets[row]));
        Assert.InRange(worst, 0, 5e4);
        Assert.True(model.Losses[^1] < model.Losses[0] / 50);
    }

    [Fact]
    public void A_row_of_weight_two_counts_as_two_rows()
    {
        var x = Matrix.OfColumns(("a", [1, 2, 3, 4]), ("b", [0, 1, 0, 1]));
        var recipe = Small with { HiddenLayers = [], WeightDecay = 0, Epochs = 40 };

        var weighted = recipe.Fit(new Labeled(x, [0, 1, 0, 1], [1, 1, 2, 1])).Probability(x);
        var doubled = recipe.Fit(new Labeled(x.Take([0, 1, 2, 2, 3]), [0, 1, 0, 0, 1])).Probability(x);

        Iris.Near([.. Iris.Doubles(doubled)], Iris.Doubles(weighted), 1e-5);
    }

    [Fact]
    public void Rows_held_out_tell_when_to_stop_and_the_best_weights_are_kept()
    {
        var x = Blobs.Of(400, columns: 6, centres: 4, width: 6);
        var random = new Seed(4).For(0);
        double[] chance = [.. Enumerable.Range(0, x.Rows).Select(_ => (double)random.Below(2))]; // nothing to learn, so the held-out loss soon rises
        var recipe = new MultilayerPerceptron { ValidationShare = 0.25, LearningRate = 0.01, Epochs = 100, Patience = 5, Seed = 3 };

        var model = recipe.Fit(new Labeled(x, chance));

        Assert.Equal(1, model.Card.Figures["settled"]);
        Assert.Equal(model.Losses.Count, model.HeldOutLosses.Count);
        Assert.InRange(model.Losses.Count, 6, 99);
        Assert.Equal(model.HeldOutLosses.Min(), model.Card.Figures["held-out loss"]);
        var heldOut = recipe.Seed.For(1).Sample(100, 400);
        var probability = model.Probability(x.Take(heldOut));
        var loss = heldOut.Select((row, i) => -Math.Log(chance[row] == 1 ? probability[i] : 1 - probability[i])).Average();
        Assert.Equal(model.HeldOutLosses.Min(), loss, 1e-5);
    }

    [Fact]
    public void Learning_stops_when_the_loss_no_longer_falls()
    {
        var model = (Small with { Tolerance = 1_000, Patience = 3 }).Fit(new Labeled(Matrix.OfColumns(("a", [1, 2])), [0, 1]));

        Assert.Equal(4, model.Losses.Count); // the first one counts, the next three do not
        Assert.Equal(1, model.Card.Figures["settled"]);
    }

    [Fact]
    public void Dropout_leaves_out_the_share_and_makes_up_for_it()
    {
        var (factors, dropout) = (new AlignedFloats(100_000), new Dropout(0.3, new Seed(1).For(0)));

        unsafe
        {
            dropout.Draw(factors.Start, factors.Count);
        }

        var values = factors.Values.ToArray();
        Assert.Equal(0.3, values.Count(factor => factor == 0) / 100_000.0, 0.01);
        Assert.Equal(1 / 0.7, values.Max(), 1e-4);
        Assert.Equal(1, values.Average(), 0.01);
    }

    [Fact]
    public void A_model_with_dropout_still_learns_and_answers_the_same_twice()
    {
        var x = Blobs.Of(1_000, columns: 2, centres: 1, width: 8);
        var middle = Median(x, 0);
        double[] right = [.. x.Column(0).Select(value => value > middle ? 1.0 : 0)];
        foreach (ref var value in x.Values) value = (value - (float)middle) / 4;

        var model = (Small with { Dropout = 0.3, Activation = Activation.Tanh, HiddenLayers = [16, 16] }).Fit(new Labeled(x, right));

        Assert.InRange(Accuracy(model, x, right), 0.95, 1);
        Assert.Equal(model.Probability(x), model.Probability(x));
    }

    [Fact]
    public void Wrong_layers_shares_and_weights_are_named()
    {
        var data = new Labeled(Matrix.OfColumns(("a", [1, 2, 3])), [0, 1, 0]);

        var layers = Assert.Throws<SettingException>(() => (Small with { HiddenLayers = [5, 0] }).Fit(data));
        Assert.Equal("MultilayerPerceptron.HiddenLayers has a layer of 0 units; it must be between 1 and 10000.", layers.Message);
        Assert.Equal("ValidationShare", Assert.Throws<SettingException>(() => (Small with { ValidationShare = 0.1 }).Fit(data)).Setting);
        Assert.Equal("HiddenLayers", Assert.Throws<SettingException>(() => (Small with { HiddenLayers = [10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000] }).Fit(data)).Setting);
        Assert.Equal("weight", Assert.Throws<BadDataException>(() => new MultilayerPerceptronRegression().Fit(new Labeled(data.Rows, [1, 2, 3], [0, 0, 0]))).Column);
        Assert.Contains("at least two classes", Assert.Throws<BadDataException>(() => Small.Fit(new Labeled(data.Rows, [1, 1, 1]))).Message, StringComparison.Ordinal);
        Assert.Equal("target", Assert.Throws<BadDataException>(() => Small.Fit(new Labeled(data.Rows, [0, 1, 0.5]))).Column);
    }

    [Fact]
    public void Columns_of_huge_values_are_refused_with_advice()
    {
        var data = new Labeled(Matrix.OfColumns(("a", [3e38, -3e38, 3e38, 3e38]), ("b", [3e38, -3e38, 3e38, -3e38])), [0, 1, 0, 1]);

        Assert.Contains("scale the columns", Assert.Throws<BadDataException>(() => new MultilayerPerceptron().Fit(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_network_whose_parts_do_not_fit_is_refused()
    {
        var data = new Labeled(Matrix.OfColumns(("a", [1, 2, 3])), [0, 1, 0]);
        var classifier = ModelFile.Save(Small.Fit(data));
        var regressor = ModelFile.Save(new MultilayerPerceptronRegression { HiddenLayers = [2], Epochs = 1 }.Fit(data));

        Assert.Throws<InvalidDataException>(() => ModelFile.Load<MultilayerPerceptronModel>(new MemoryStream(regressor)));
        Assert.Throws<InvalidDataException>(() => ModelFile.Load<MultilayerPerceptronRegressionModel>(new MemoryStream(classifier)));
        Assert.Throws<ArgumentException>(() => ModelFile.Load<MultilayerPerceptronRegressionModel>(new MemoryStream(regressor)).Predict(data.Rows, new float[2]));
    }

    [Fact]
    public void Shares_of_any_outputs_are_between_zero_and_one_and_sum_to_one() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Choose(-200, 200), 5).ToArbitrary(), outputs =>
        {
            var shares = new float[5];
            var logarithm = Loss.Shares(Array.ConvertAll(outputs, output => (float)output), shares);
            Assert.All(shares, share => Assert.InRange(share, 0, 1));
            Assert.Equal(1, shares.Sum(), 1e-5);
            Assert.Equal(outputs.Max() + Math.Log(outputs.Sum(output => Math.Exp(output - outputs.Max()))), logarithm, 1e-4);
        }).Check(QuietCheck.Times());

    private static double Median(Matrix x, int column) => x.Column(column).Order().ElementAt(x.Rows / 2);

    private static double Accuracy(IClassifier model, Matrix x, double[] classes) =>
        model.Classify(x).Zip(classes).Average(pair => pair.First == pair.Second ? 1.0 : 0);
}
