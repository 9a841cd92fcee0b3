using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Neural;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Docs;

/// <summary>The examples of docs/learning/neural.md, run as they stand there.</summary>
public sealed class LearningNeuralExamplesTests
{
    [Fact]
    public void The_examples_do_what_the_page_says()
    {
        var (random, visits) = (new Seed(1).For(0), new Matrix(1_000, ["pages", "minutes"]));
        foreach (ref var value in visits.Values) value = (float)(20 * random.NextDouble());
        double[] bought = [.. Enumerable.Range(0, visits.Rows).Select(row => Math.Abs(visits[row, 0] - visits[row, 1]) < 6 ? 1.0 : 0)];
        double[] spent = [.. Enumerable.Range(0, visits.Rows).Select(row => visits[row, 0] * visits[row, 1])];

        #region example
        var scaling = new StandardScaler().Fit(visits);
        var recipe = new MultilayerPerceptron { HiddenLayers = [16, 8], Epochs = 100, LearningRate = 0.01, Seed = 1 };
        var model = recipe.Fit(new Labeled(scaling.Transform(visits), bought));

        float[] probability = model.Probability(scaling.Transform(visits));   // of the second class, "will buy"
        IReadOnlyList<double> losses = model.Losses;                          // one an epoch: they should fall
        var amounts = new MultilayerPerceptronRegression { HiddenLayers = [16, 8], Epochs = 100, LearningRate = 0.01 };
        var spending = amounts.Fit(new Labeled(scaling.Transform(visits), spent));
        float[] expected = spending.Predict(scaling.Transform(visits));       // in the unit of what was spent
        #endregion

        Assert.InRange(probability.Zip(bought).Average(pair => pair.First > 0.5f == (pair.Second == 1) ? 1.0 : 0), 0.95, 1);
        Assert.True(losses[^1] < losses[0] / 3);
        var mean = spent.Average();
        Assert.InRange(expected.Zip(spent).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / spent.Sum(one => Math.Pow(one - mean, 2)), 0, 0.02);
        DocumentedExample.IsOnPage("neural", nameof(LearningNeuralExamplesTests));
    }
}
