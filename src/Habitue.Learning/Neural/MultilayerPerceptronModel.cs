using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>The network that <see cref="MultilayerPerceptron"/> learned.</summary>
public sealed class MultilayerPerceptronModel : IClassifier, IModel<MultilayerPerceptronModel>
{
    private readonly Network network;

    private MultilayerPerceptronModel(ModelCard card, string[] classes, Network network, double[] losses, double[] heldOut) =>
        (Card, Classes, this.network, Losses, HeldOutLosses) = (card, classes, network, losses, heldOut);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("perceptron", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The mean log loss of each epoch, taken while it was learned from, with what <see cref="PerceptronRecipe.WeightDecay"/> adds.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The mean log loss of the rows held out, after each epoch; empty when none were.</summary>
    public IReadOnlyList<double> HeldOutLosses { get; }

    /// <inheritdoc/>
    public void Probabilities(Matrix x, Matrix into)
    {
        into.MustBe(x.Rows, Classes.Count, nameof(into));
        x = x.For(Card.Columns);
        Finite.Check(x);
        network.Outputs(x, (row, outputs) =>
        {
            var shares = into.Row(row);
            if (outputs.Length > 1)
            {
                Loss.Shares(outputs, shares);
                return;
            }

            var part = MathF.Exp(-MathF.Abs(outputs[0]));
            (shares[0], shares[1]) = outputs[0] >= 0 ? (part / (1 + part), 1 / (1 + part)) : (1 / (1 + part), part / (1 + part));
        });
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("classes", Classes);
        NetworkFile.Save(to, network, Losses, HeldOutLosses);
    }

    /// <inheritdoc/>
    public static MultilayerPerceptronModel Load(ModelReader from)
    {
        var (classes, (network, losses, heldOut)) = (from.Texts("classes"), NetworkFile.Load(from));
        return classes.Length >= 2 && network.Layout.Outputs == (classes.Length == 2 ? 1 : classes.Length)
            ? new MultilayerPerceptronModel(from.Card, classes, network, losses, heldOut)
            : throw new InvalidDataException("The network's outputs and classes do not fit together.");
    }

    internal static MultilayerPerceptronModel Of(MultilayerPerceptron recipe, Labeled data, string[] classes, Trained trained) =>
        new(ModelCard.Of(Format, recipe, data.Rows, NetworkFile.Figures(trained)), classes, trained.Network, trained.Losses, trained.HeldOutLosses);
}
