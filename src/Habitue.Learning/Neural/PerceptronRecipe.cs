using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>The settings that <see cref="MultilayerPerceptron"/> and <see cref="MultilayerPerceptronRegression"/> share.</summary>
public abstract record PerceptronRecipe
{
    private const int WidestLayer = 10_000;

    /// <summary>How many units each hidden layer has, from the inputs to the outputs; each 1 to 10,000. Empty makes it a linear model.</summary>
    public IReadOnlyList<int> HiddenLayers { get; init; } = [64, 32];

    /// <summary>What hidden units make of their sums.</summary>
    public Activation Activation { get; init; }

    /// <summary>How far from zero weights start.</summary>
    public FirstWeights FirstWeights { get; init; }

    /// <summary>How far a step goes.</summary>
    [Range(0.0, 10.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.001;

    /// <summary>How many rows one step looks at; with fewer rows it looks at all.</summary>
    [Range(1, 100_000)]
    public int BatchRows { get; init; } = 200;

    /// <summary>The most passes over all rows.</summary>
    [Range(1, 1_000_000)]
    public int Epochs { get; init; } = 200;

    /// <summary>How strongly weights (not biases) are pulled to zero: half of it times the sum of their squares, divided by the batch's rows, is added to the loss.</summary>
    [Range(0.0, 1e6)]
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>The share of hidden units that is left out by chance at each step; against learning by heart.</summary>
    [Range(0.0, 0.9)]
    public double Dropout { get; init; }

    /// <summary>The share of rows, drawn by the seed, that is not learned from but tells when to stop; the weights that were best on them are kept. 0 means that the loss of the rows learned from tells.</summary>
    [Range(0.0, 0.5)]
    public double ValidationShare { get; init; }

    /// <summary>It stops when so many epochs in a row did not lower the loss by <see cref="Tolerance"/>.</summary>
    [Range(1, 1_000_000)]
    public int Patience { get; init; } = 10;

    /// <summary>By how much an epoch has to lower the loss to count.</summary>
    [Range(0.0, 1e6)]
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Where first weights, the order of rows, what is held out and what is left out are drawn from.</summary>
    public Seed Seed { get; init; }

    internal Trained Train(Labeled data, Loss loss, int outputs, ReadOnlySpan<float> targets, FitRun run)
    {
        Finite.Check(data.Rows);
        var network = new Network(new Layout([data.Rows.Columns.Count, .. HiddenLayers, outputs]), Activation);
        network.Start(FirstWeights, Seed.For(0));
        return new Trainer(this, network, loss).Fit(data, targets, run);
    }

    internal void Check(Labeled data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Settings.Check(this);
        foreach (var units in HiddenLayers)
            if (units is < 1 or > WidestLayer) throw new SettingException(GetType().Name, nameof(HiddenLayers), $"has a layer of {units} units; it must be between 1 and {WidestLayer}.");
        if (data.Rows.Rows > 1 && HeldOut(data.Rows.Rows) == 0 && ValidationShare > 0)
            throw new SettingException(GetType().Name, nameof(ValidationShare), $"is {ValidationShare}, of {data.Rows.Rows} rows not one; raise it, or set it to 0.");
    }

    internal int HeldOut(int rows) => (int)(ValidationShare * rows);
}
