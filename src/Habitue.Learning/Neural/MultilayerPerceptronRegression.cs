using Habitue.Learning.Data;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Neural;

/// <summary>
/// What <see cref="MultilayerPerceptron"/> is for classes, for amounts: it makes the squared error small. Targets are scaled within,
/// so they may be of any size; columns should be scaled before. Not for amounts with a few huge values, which would be all that it looks at: take their logarithm.
/// <code>
/// var scaling = new StandardScaler().Fit(x);
/// var model   = new MultilayerPerceptronRegression { Epochs = 50 }.Fit(new Labeled(scaling.Transform(x), spent));
/// float[] expected = model.Predict(scaling.Transform(later));
/// </code>
/// Values must be finite; one row and constant columns are fine; no rows are an error. Cost and sources as there.
/// </summary>
public sealed record MultilayerPerceptronRegression : PerceptronRecipe, IEstimator<Labeled, MultilayerPerceptronRegressionModel>
{
    /// <inheritdoc/>
    public MultilayerPerceptronRegressionModel Fit(Labeled data, FitRun run = default)
    {
        Check(data);
        Finite.CheckSize(data.Rows, 1, nameof(MultilayerPerceptronRegression));
        run.Cancel.ThrowIfCancellationRequested();
        var (sum, weight) = (0.0, 0.0);
        for (var r = 0; r < data.Rows.Rows; r++) (sum, weight) = (sum + (data.Weight(r) * data.Targets[r]), weight + data.Weight(r));
        if (weight == 0) throw new BadDataException("All rows have weight 0.", "weight");
        var (mean, squares) = (sum / weight, 0.0);
        for (var r = 0; r < data.Rows.Rows; r++) squares += data.Weight(r) * (data.Targets[r] - mean) * (data.Targets[r] - mean);
        var spread = squares > 0 ? Math.Sqrt(squares / weight) : 1;
        var targets = Array.ConvertAll(data.Targets.ToArray(), target => (float)((target - mean) / spread));
        return MultilayerPerceptronRegressionModel.Of(this, data, mean, spread, Train(data, Loss.Squared, 1, targets, run));
    }
}
