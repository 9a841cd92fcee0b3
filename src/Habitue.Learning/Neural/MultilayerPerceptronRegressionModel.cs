using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>The network that <see cref="MultilayerPerceptronRegression"/> learned.</summary>
public sealed class MultilayerPerceptronRegressionModel : IRegressor, IModel<MultilayerPerceptronRegressionModel>
{
    private readonly Network network;
    private readonly double mean;
    private readonly double spread;

    private MultilayerPerceptronRegressionModel(ModelCard card, double mean, double spread, Network network, double[] losses, double[] heldOut) =>
        (Card, this.mean, this.spread, this.network, Losses, HeldOutLosses) = (card, mean, spread, network, losses, heldOut);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("perceptron-regression", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>Half the mean squared error of each epoch, in units of the targets' variance, taken while it was learned from, with what <see cref="PerceptronRecipe.WeightDecay"/> adds.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The same of the rows held out, after each epoch; empty when none were.</summary>
    public IReadOnlyList<double> HeldOutLosses { get; }

    /// <inheritdoc/>
    public void Predict(Matrix x, Span<float> into)
    {
        if (into.Length != x.Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        x = x.For(Card.Columns);
        Finite.Check(x);
        var answers = new float[x.Rows];
        network.Outputs(x, (row, outputs) => answers[row] = (float)(mean + (spread * outputs[0])));
        answers.CopyTo(into);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("targets", (double[])[mean, spread]);
        NetworkFile.Save(to, network, Losses, HeldOutLosses);
    }

    /// <inheritdoc/>
    public static MultilayerPerceptronRegressionModel Load(ModelReader from)
    {
        var (targets, (network, losses, heldOut)) = (from.Doubles("targets", 2), NetworkFile.Load(from));
        return network.Layout.Outputs == 1
            ? new MultilayerPerceptronRegressionModel(from.Card, targets[0], targets[1], network, losses, heldOut)
            : throw new InvalidDataException("A network for amounts has one output.");
    }

    internal static MultilayerPerceptronRegressionModel Of(MultilayerPerceptronRegression recipe, Labeled data, double mean, double spread, Trained trained) =>
        new(ModelCard.Of(Format, recipe, data.Rows, NetworkFile.Figures(trained)), mean, spread, trained.Network, trained.Losses, trained.HeldOutLosses);
}
