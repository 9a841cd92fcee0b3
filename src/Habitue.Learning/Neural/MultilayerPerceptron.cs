using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>
/// A classifier of layers of units, each a weighted sum bent by an <see cref="Activation"/>: it learns interactions and curves that a
/// linear model cannot. For many rows of scaled figures. Not for few rows, nor where someone has to understand why (a tree or a linear model tells), and
/// on tables of mixed columns boosted trees are usually better with less care.
/// <code>
/// var scaling = new StandardScaler().Fit(x);                       // units learn from figures of one size
/// var model   = new MultilayerPerceptron { HiddenLayers = [64, 32], Epochs = 20 }.Fit(new Labeled(scaling.Transform(x), bought));
/// float[] probability = model.Probability(scaling.Transform(later));
/// </code>
/// Two classes have one output (logistic), more have one each (softmax). Values must be finite; constant columns do no harm. There must be rows of at least two classes. Weights of rows count.
/// Cost of an epoch: 6 × rows × weights operations; memory: the data once, and a batch.
/// Sources: Rumelhart, Hinton and Williams (1986); Adam: Kingma and Ba (2015); first weights: Glorot and Bengio (2010), He and others (2015).
/// </summary>
public sealed record MultilayerPerceptron : PerceptronRecipe, IEstimator<Labeled, MultilayerPerceptronModel>
{
    /// <inheritdoc/>
    public MultilayerPerceptronModel Fit(Labeled data, FitRun run = default)
    {
        Check(data);
        Finite.CheckSize(data.Rows, 0, nameof(MultilayerPerceptron));
        run.Cancel.ThrowIfCancellationRequested();
        var (numbers, classes) = data.ClassNumbers(nameof(MultilayerPerceptron));
        var targets = Array.ConvertAll(numbers, number => (float)number);
        var trained = Train(data, classes.Length == 2 ? Loss.Logistic : Loss.Softmax, classes.Length == 2 ? 1 : classes.Length, targets, run);
        return MultilayerPerceptronModel.Of(this, data, classes, trained);
    }
}
