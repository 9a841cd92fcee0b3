using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Preprocessing;

/// <summary>What a missing value is filled with.</summary>
public enum FillWith
{
    /// <summary>The mean of the column's values at the fit.</summary>
    Mean,

    /// <summary>Their median: better where a few values are very large.</summary>
    Median,

    /// <summary>The most frequent of them, of equally frequent ones the least: for whole numbers and codes.</summary>
    Mode,

    /// <summary>A fixed value.</summary>
    Constant,
}

/// <summary>
/// Fills missing numbers (NaN). For models that cannot take them; trees and boosting can, and lose by it. When it says
/// something that a value is missing, ask for <see cref="Indicators"/>.
/// <code>
/// var imputation = new Imputer { Fill = FillWith.Median, Indicators = true }.Fit(features);
/// Matrix whole = imputation.Transform(features);   // more columns: age_missing, …
/// </code>
/// A wholly missing column is filled with <see cref="Constant"/>. An infinite value is an error at the fit. There must
/// be a row, except for a constant.
/// Cost: one pass for mean and constant, columns × rows × log rows else. For texts: <see cref="TextImputer"/>.
/// </summary>
public sealed record Imputer : IEstimator<Matrix, Imputation>
{
    /// <summary>What missing values are filled with.</summary>
    public FillWith Fill { get; init; }

    /// <summary>The value for <see cref="FillWith.Constant"/> and for columns without any value.</summary>
    [Range(-1e38, 1e38)]
    public double Constant { get; init; }

    /// <summary>
    /// Whether each column that has missing values at the fit gets another one behind all columns, named
    /// <c>age_missing</c>: 1 where the value is missing, 0 elsewhere.
    /// </summary>
    public bool Indicators { get; init; }

    /// <inheritdoc/>
    public Imputation Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, Fill == FillWith.Constant ? 0 : 1, nameof(Imputer));
        var (fills, holes) = (new double[data.Columns.Count], new int[data.Columns.Count]);
        Blocks.Run(fills.Length, run, c => (fills[c], holes[c]) = Learn(data, c));
        run.Progress?.Report(1);
        int[] marked = Indicators ? [.. Enumerable.Range(0, holes.Length).Where(c => holes[c] > 0)] : [];
        return new Imputation(ModelCard.Of(Imputation.Format, this, data, ("filled", holes.Sum(count => (double)count))), fills, marked);
    }

    private (double Fill, int Holes) Learn(Matrix data, int column)
    {
        if (Fill is FillWith.Median or FillWith.Mode)
        {
            var sorted = Quantile.Sorted(data, column);
            var holes = data.Rows - sorted.Length;
            return sorted.Length == 0 ? (Constant, holes) : (Fill == FillWith.Median ? Quantile.At(sorted, 0.5) : Longest(sorted), holes);
        }

        var (sum, count) = (0.0, 0);
        for (var row = 0; row < data.Rows; row++)
        {
            var value = data[row, column];
            if (float.IsNaN(value)) continue;
            if (float.IsInfinity(value)) throw Finite.Not(data, row, column);
            sum += value;
            count++;
        }

        return (count == 0 || Fill == FillWith.Constant ? Constant : sum / count, data.Rows - count);
    }

    private static double Longest(float[] sorted)
    {
        var (best, length) = (sorted[0], 0);
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            next = first + 1;
            while (next < sorted.Length && sorted[next] == sorted[first]) next++;
            if (next - first > length) (best, length) = (sorted[first], next - first);
        }

        return best;
    }
}
