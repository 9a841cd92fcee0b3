using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;

namespace Habitue.Learning.Decomposition;

/// <summary>
/// The few directions that keep most of a sparse matrix: its largest singular values. For customers by products or documents by words
/// (latent semantic analysis), where subtracting means, as <see cref="Pca"/> does, would fill the zeros. Not for small dense tables.
/// <code>
/// var svd = new TruncatedSvd { Components = 20, Seed = 42 }.Fit(bought);
/// Matrix tastes = svd.Transform(bought);   // one row per customer, columns sv1, sv2 …
/// </code>
/// A random block of directions, some more than asked for, is multiplied by the matrix and its transpose again and again, made orthonormal each
/// time, until no singular value asked for changes by more than <see cref="Tolerance"/>; then the small matrix that is left is solved exactly.
/// Of each component the largest entry is positive (of equal ones the first). Values must be finite; a matrix of lower rank has singular values of 0.
/// Cost: an iteration entries × 2 (components + <see cref="Oversampling"/>) + (rows + columns) × (components + oversampling)²; memory: (rows + columns) × (components + oversampling) doubles.
/// Source: Halko, Martinsson and Tropp, "Finding structure with randomness" (2011), algorithms 4.4 and 5.1.
/// </summary>
public sealed record TruncatedSvd : IEstimator<SparseMatrix, TruncatedSvdModel>
{
    /// <summary>The number of components; at most the number of rows and that of columns.</summary>
    [Range(1, 10_000)]
    public int Components { get; init; } = 2;

    /// <summary>How many more directions are carried along, so that the last ones asked for settle sooner.</summary>
    [Range(0, 1_000)]
    public int Oversampling { get; init; } = 10;

    /// <summary>The largest number of iterations.</summary>
    [Range(1, 100_000)]
    public int MaxIterations { get; init; } = 100;

    /// <summary>It stops when no singular value changes by more than this share of the largest.</summary>
    [Range(0.0, 1.0)]
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Where the first directions are drawn from.</summary>
    public Seed Seed { get; init; }

    /// <inheritdoc/>
    public TruncatedSvdModel Fit(SparseMatrix data, FitRun run = default)
    {
        Settings.Check(this);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Rows == 0 || data.Columns == 0) throw new BadDataException($"{nameof(TruncatedSvd)} needs at least 1 row and 1 column; the matrix is {data}.");
        var most = Math.Min(data.Rows, data.Columns);
        if (Components > most) throw new SettingException(nameof(TruncatedSvd), nameof(Components), $"is {Components}, but a matrix of {data.Rows} x {data.Columns} has only {most}.");
        if ((long)Math.Max(data.Rows, data.Columns) * (Components + Oversampling) > Array.MaxLength)
            throw new SettingException(nameof(TruncatedSvd), nameof(Components), $"is {Components}, and with {Oversampling} more the directions of {data} would be more than {Array.MaxLength} numbers.");
        CheckFinite(data);
        var width = Math.Min(Components + Oversampling, most);
        var turned = data.Transpose();
        var right = new double[data.Columns * width];
        var random = Seed.For(0);
        foreach (ref var value in right.AsSpan()) value = (2 * random.NextDouble()) - 1;
        Orthonormal.Make(right, data.Columns, width, random);
        var (left, known, iterations, converged) = (new double[data.Rows * width], new double[width], 0, false);
        double[] values = known, turns = [];
        while (iterations < MaxIterations && !converged)
        {
            run.Cancel.ThrowIfCancellationRequested();
            iterations++;
            SparseProduct.Of(data, right, width, left, run);
            Orthonormal.Make(left, data.Rows, width, random);
            SparseProduct.Of(turned, left, width, right, run);
            // Now right × right-transpose is the matrix seen from the left directions: the small problem of each step.
            (values, turns) = SymmetricEigen.Solve(Orthonormal.Gram(right, data.Columns, width), width, run.Cancel);
            for (var i = 0; i < width; i++) values[i] = Math.Sqrt(Math.Max(0, values[i]));
            converged = Enumerable.Range(0, Components).All(i => Math.Abs(values[i] - known[i]) <= Tolerance * values[0]) && iterations > 1;
            known = values;
            if (converged || iterations == MaxIterations) break;
            Orthonormal.Make(right, data.Columns, width, random);
            run.Progress?.Report((double)iterations / MaxIterations);
        }

        var components = Directions(right, turns, values, data.Columns, width, random);
        run.Progress?.Report(1);
        return TruncatedSvdModel.Of(this, data, components, values[..Components], iterations, converged);
    }

    /// <summary>The right singular vectors, one after the other: the block turned, and each divided by its length.</summary>
    private double[] Directions(double[] right, double[] turns, double[] values, int columns, int width, Generator random)
    {
        var turned = new double[columns * Components];
        for (var c = 0; c < columns; c++)
            for (var i = 0; i < Components; i++)
                for (var j = 0; j < width; j++) turned[(c * Components) + i] += right[(c * width) + j] * turns[(i * width) + j];
        for (var c = 0; c < columns; c++)
            for (var i = 0; i < Components; i++) turned[(c * Components) + i] = values[i] > values[0] * 1e-12 ? turned[(c * Components) + i] / values[i] : 0;
        Orthonormal.Make(turned, columns, Components, random); // only the directions of singular values of 0 are changed by more than rounding
        var components = new double[Components * columns];
        for (var i = 0; i < Components; i++)
        {
            var line = components.AsSpan(i * columns, columns);
            for (var c = 0; c < columns; c++) line[c] = turned[(c * Components) + i];
            var largest = 0;
            for (var c = 1; c < columns; c++)
                if (Math.Abs(line[c]) > Math.Abs(line[largest]) * (1 + 1e-5)) largest = c;
            if (line[largest] >= 0) continue;
            foreach (ref var value in line) value = -value;
        }

        return components;
    }

    private static void CheckFinite(SparseMatrix data)
    {
        for (var row = 0; row < data.Rows; row++)
        {
            var values = data.ValuesOf(row);
            for (var i = 0; i < values.Length; i++)
                if (!float.IsFinite(values[i])) throw new BadDataException($"The entry in row {row}, column {data.IndicesOf(row)[i]} is {values[i]}; entries are finite.");
        }
    }
}
