using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Moves each column to median 0 and divides it by the distance between two quantiles: (x - median) / (q75 - q25). For
/// money and counts, where a few very large customers would stretch mean and deviation. The outliers stay as far out as
/// they are: to draw them in use <see cref="LogScaler"/> or <see cref="Winsorizer"/>.
/// <code>
/// Matrix scaled = new RobustScaler().Fit(spend).Transform(spend);
/// </code>
/// Missing values (NaN) are left out of the fit and stay missing; a column whose quantiles are equal is only moved, a
/// wholly missing one stays missing. An infinite value is an error. Quantiles are interpolated linearly.
/// Cost: columns × rows × log rows, one column per thread; memory: a copy of a column per thread.
/// </summary>
public sealed record RobustScaler : IEstimator<Matrix, LinearScaling>
{
    /// <summary>The lower quantile, as a share of the rows.</summary>
    [Range(0.0, 1.0)]
    public double Lower { get; init; } = 0.25;

    /// <summary>The upper quantile, as a share of the rows; above <see cref="Lower"/>.</summary>
    [Range(0.0, 1.0)]
    public double Upper { get; init; } = 0.75;

    /// <inheritdoc/>
    public LinearScaling Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        if (Lower >= Upper) throw new SettingException(nameof(RobustScaler), nameof(Lower), $"is {Lower}; it must be below Upper, which is {Upper}.");
        Finite.CheckSize(data, 1, nameof(RobustScaler));
        var (medians, widths) = (new double[data.Columns.Count], new double[data.Columns.Count]);
        Blocks.Run(medians.Length, run, c =>
        {
            var sorted = Quantile.Sorted(data, c);
            widths[c] = 1;
            if (sorted.Length == 0) return;
            medians[c] = Quantile.At(sorted, 0.5);
            var width = Quantile.At(sorted, Upper) - Quantile.At(sorted, Lower);
            if (width > 0) widths[c] = width;
        });
        run.Progress?.Report(1);
        return LinearScaling.Of(this, data, medians, widths);
    }
}
