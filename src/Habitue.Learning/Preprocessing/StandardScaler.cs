using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Moves each column to mean 0 and standard deviation 1: (x - mean) / deviation, the deviation with the number
/// of rows as divisor. For linear models, and for distances when columns have tails.
/// Missing values (NaN) are left out of the fit and stay missing; a column that is constant or wholly missing
/// becomes 0 (or stays missing). An infinite value is an error.
/// </summary>
public sealed record StandardScaler : IEstimator<Matrix, LinearScaling>
{
    /// <inheritdoc/>
    public LinearScaling Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(StandardScaler));
        run.Cancel.ThrowIfCancellationRequested();
        var (means, variances) = Spread.Of(data);
        run.Progress?.Report(1);
        return LinearScaling.Of(this, data, means, Array.ConvertAll(variances, variance => variance > 0 ? Math.Sqrt(variance) : 1));
    }
}
