using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Neural;
using Habitue.Learning.Numerics;

namespace Habitue.Tests.Learning.Neural;

/// <summary>Slopes by back-propagation beside differences of the loss, which a second network in double precision gives.</summary>
public sealed class GradientTests
{
    private const int Rows = 37;

    [Theory]
    [InlineData("logistic", Activation.Relu, "6,5", 0.0)]
    [InlineData("logistic", Activation.Tanh, "20", 0.0)]
    [InlineData("softmax", Activation.Relu, "17,33,4", 0.0)]
    [InlineData("softmax", Activation.Tanh, "6,5", 0.0)]
    [InlineData("squared", Activation.Relu, "65,3", 0.0)]
    [InlineData("squared", Activation.Tanh, "3", 0.0)]
    [InlineData("logistic", Activation.Relu, "", 0.0)]
    [InlineData("logistic", Activation.Tanh, "18,7", 0.4)]
    [InlineData("squared", Activation.Relu, "9", 0.4)]
    public void Slopes_are_those_of_small_differences(string loss, Activation activation, string hidden, double dropout)
    {
        int[] sizes = [4, .. hidden.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse), loss == "softmax" ? 3 : 1];
        var random = new Seed(9).For(0);
        var x = new Matrix(Rows, ["a", "b", "c", "d"]);
        foreach (ref var value in x.Values) value = (float)((4 * random.NextDouble()) - 2);
        double[] targets = [.. Enumerable.Range(0, Rows).Select(_ => loss == "squared" ? random.NextDouble() : random.Below(loss == "softmax" ? 3 : 2))];
        double[] rowWeights = [.. Enumerable.Range(0, Rows).Select(_ => 0.5 + random.NextDouble())];
        var network = new Network(new Layout(sizes), activation);
        network.Start(FirstWeights.Glorot, random);
        var recipe = new MultilayerPerceptron { WeightDecay = 0.3, Dropout = dropout, BatchRows = Rows };
        var trainer = new Trainer(recipe, network, loss switch { "logistic" => Loss.Logistic, "softmax" => Loss.Softmax, _ => Loss.Squared });
        using var steps = new Trainer.Steps(trainer, new Labeled(x, targets, rowWeights), [.. targets.Select(target => (float)target)], [.. Enumerable.Range(0, Rows)], twoThreads: true);

        var found = steps.Slopes(0, Rows);

        var plain = new DoubleNetwork(sizes, activation == Activation.Tanh, loss);
        var weights = Array.ConvertAll(network.Layout.Pack(network.Weights.Values), weight => (double)weight);
        double[][] rows = [.. Enumerable.Range(0, Rows).Select(row => Array.ConvertAll(x.Row(row).ToArray(), value => (double)value))];
        rowWeights = [.. rowWeights.Select(weight => weight * Rows / rowWeights.Sum())];
        var factors = dropout > 0 ? Factors(recipe, network.Layout) : null;
        double LossAt(double[] at) => plain.Loss(at, rows, [.. targets.Select(target => (double)(float)target)], rowWeights, 0.3, factors);
        Assert.Equal(LossAt(weights), found, 1e-5);

        var slopes = network.Layout.Pack(steps.SumOfSlopes());
        for (var i = 0; i < weights.Length; i++)
        {
            const double step = 1e-6;
            var (more, less) = ((double[])weights.Clone(), (double[])weights.Clone());
            more[i] += step;
            less[i] -= step;
            Assert.Equal((LossAt(more) - LossAt(less)) / (2 * step), slopes[i], 2e-5);
        }
    }

    /// <summary>The draws of both parts of a batch: layer, row, unit.</summary>
    private static unsafe double[][][] Factors(PerceptronRecipe recipe, Layout layout)
    {
        int[] parts = [24, Rows - 24]; // half of 37, rounded up to a multiple of 8
        var factors = new double[layout.Last][][];
        for (var layer = 0; layer < layout.Last; layer++) factors[layer] = new double[Rows][];
        for (int part = 0, from = 0; part < 2; from += parts[part++])
        {
            var draws = new Dropout(recipe.Dropout, recipe.Seed.For(3 + part));
            for (var layer = 0; layer < layout.Last; layer++)
            {
                var width = layout.Padded[layer + 1];
                var drawn = new AlignedFloats(parts[part] * width);
                draws.Draw(drawn.Start, drawn.Count);
                for (var row = 0; row < parts[part]; row++)
                    factors[layer][from + row] = Array.ConvertAll(drawn.Values.Slice(row * width, layout.Sizes[layer + 1]).ToArray(), factor => (double)factor);
            }
        }

        return factors;
    }
}
