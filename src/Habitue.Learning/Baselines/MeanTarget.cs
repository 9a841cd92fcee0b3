using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Learning.Baselines;

/// <summary>
/// Expects the mean target of every row, whatever its columns say: what a regressor must beat before it is worth its
/// keep. Weights count. Not for use.
/// <code>
/// float[] expected = new MeanTarget().Fit(data).Predict(rows);
/// </code>
/// There must be a row that counts. Columns may hold anything. Cost: one pass over the targets.
/// </summary>
public sealed record MeanTarget : IEstimator<Labeled, MeanTargetModel>
{
    /// <inheritdoc/>
    public MeanTargetModel Fit(Labeled data, FitRun run = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        run.Cancel.ThrowIfCancellationRequested();
        double sum = 0, weight = 0;
        for (var r = 0; r < data.Targets.Length; r++) (sum, weight) = (sum + (data.Weight(r) * data.Targets[r]), weight + data.Weight(r));
        if (weight <= 0) throw new BadDataException("MeanTarget needs at least 1 row that counts; there are 0.");
        run.Progress?.Report(1);
        return new MeanTargetModel(ModelCard.Of(MeanTargetModel.Format, this, data.Rows), sum / weight);
    }
}

/// <summary>The mean that <see cref="MeanTarget"/> found.</summary>
public sealed class MeanTargetModel : IRegressor, IModel<MeanTargetModel>
{
    internal MeanTargetModel(ModelCard card, double mean) => (Card, Mean) = (card, mean);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("mean-target", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The mean, in the unit of the targets.</summary>
    public double Mean { get; }

    /// <inheritdoc/>
    public void Predict(Matrix x, Span<float> into)
    {
        if (into.Length != x.For(Card.Columns).Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        into.Fill((float)Mean);
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to) => to.Write("mean", [Mean]);

    /// <inheritdoc/>
    public static MeanTargetModel Load(ModelReader from) => new(from.Card, from.Doubles("mean", 1)[0]);
}
