using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Moves each column to [0, 1]: (x - least) / (most - least), by the least and the largest value at the fit.
/// For distances over columns of different units. One extreme value presses all others together: when
/// columns have long tails, use <see cref="LogScaler"/> before it.
/// Missing values (NaN) are left out of the fit and stay missing; a column that is constant or wholly missing
/// becomes 0 (or stays missing); later values may lie outside [0, 1]. An infinite value is an error.
/// </summary>
public sealed record MinMaxScaler : IEstimator<Matrix, LinearScaling>
{
    /// <inheritdoc/>
    public LinearScaling Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(MinMaxScaler));
        run.Cancel.ThrowIfCancellationRequested();
        var width = data.Columns.Count;
        var (least, most) = (new double[width], new double[width]);
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(most, double.NegativeInfinity);
        for (var r = 0; r < data.Rows; r++)
        {
            var row = data.Row(r);
            for (var c = 0; c < row.Length; c++)
            {
                if (float.IsInfinity(row[c])) throw Finite.Not(data, r, c);
                if (row[c] < least[c]) least[c] = row[c];
                if (row[c] > most[c]) most[c] = row[c];
            }
        }

        for (var c = 0; c < width; c++)
        {
            if (least[c] > most[c]) least[c] = most[c] = 0; // wholly missing
            most[c] = most[c] > least[c] ? most[c] - least[c] : 1;
        }

        run.Progress?.Report(1);
        return LinearScaling.Of(this, data, least, most);
    }
}
