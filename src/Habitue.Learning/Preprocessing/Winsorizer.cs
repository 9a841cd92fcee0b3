using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Preprocessing;

/// <summary>Where a <see cref="Winsorizer"/> puts its fences.</summary>
public enum Fence
{
    /// <summary>So many interquartile ranges below the first and above the third quartile (Tukey 1977).</summary>
    Quartiles,

    /// <summary>So many standard deviations from the mean. The outliers themselves widen it.</summary>
    Deviations,
}

/// <summary>
/// Pulls values beyond a fence in to the fence: one wholesale customer then weighs like a large customer, not like all
/// others together. Before scaling, k-means and linear models; trees do not need it. Rows are kept; nothing is removed.
/// <code>
/// Matrix tamed = new Winsorizer().Fit(spend).Transform(spend);
/// </code>
/// Missing values are left out of the fit and stay missing; a constant column has both fences at its value. An infinite
/// value is an error at the fit and is pulled in later.
/// Cost: columns × rows × log rows (quartiles), one pass (deviations).
/// </summary>
public sealed record Winsorizer : IEstimator<Matrix, Winsorization>
{
    /// <summary>Where the fences stand.</summary>
    public Fence Fence { get; init; }

    /// <summary>For <see cref="Fence.Quartiles"/>: how many interquartile ranges outside the quartiles.</summary>
    [Range(0.0, 1e6)]
    public double Ranges { get; init; } = 1.5;

    /// <summary>For <see cref="Fence.Deviations"/>: how many standard deviations (divisor: rows) from the mean.</summary>
    [Range(0.0, 1e6)]
    public double Deviations { get; init; } = 3;

    /// <inheritdoc/>
    public Winsorization Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(Winsorizer));
        run.Cancel.ThrowIfCancellationRequested();
        var (low, high) = (new double[data.Columns.Count], new double[data.Columns.Count]);
        if (Fence == Fence.Quartiles)
        {
            Blocks.Run(low.Length, run, c =>
            {
                var sorted = Quantile.Sorted(data, c);
                (low[c], high[c]) = (-float.MaxValue, float.MaxValue);
                if (sorted.Length == 0) return;
                double first = Quantile.At(sorted, 0.25), third = Quantile.At(sorted, 0.75);
                (low[c], high[c]) = (first - (Ranges * (third - first)), third + (Ranges * (third - first)));
            });
        }
        else
        {
            var (means, variances) = Spread.Of(data);
            for (var c = 0; c < low.Length; c++)
            {
                var reach = Deviations * Math.Sqrt(variances[c]);
                (low[c], high[c]) = (means[c] - reach, means[c] + reach);
            }
        }

        run.Progress?.Report(1);
        return new Winsorization(ModelCard.Of(Winsorization.Format, this, data), low, high);
    }
}

/// <summary>The fences that a <see cref="Winsorizer"/> found.</summary>
public sealed class Winsorization : ITransformer, ISqlModel, IModel<Winsorization>
{
    private readonly double[] low;
    private readonly double[] high;

    internal Winsorization(ModelCard card, double[] low, double[] high) => (Card, this.low, this.high) = (card, low, high);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("winsorization", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> OutputColumns => Card.Columns;

    /// <summary>The least value that each column keeps.</summary>
    public IReadOnlyList<double> Low => low;

    /// <summary>The largest value that each column keeps.</summary>
    public IReadOnlyList<double> High => high;

    /// <inheritdoc/>
    public void Transform(Matrix x, Matrix into)
    {
        x = x.For(Card.Columns);
        into.MustBe(x.Rows, low.Length, nameof(into));
        for (var r = 0; r < x.Rows; r++)
        {
            Span<float> source = x.Row(r), target = into.Row(r);
            for (var c = 0; c < source.Length; c++)
                target[c] = source[c] < low[c] ? (float)low[c] : source[c] > high[c] ? (float)high[c] : source[c];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql() => [.. Card.Columns.Select((name, c) =>
    {
        var (value, least, most) = (SqlText.Value(name), SqlText.Number(low[c]), SqlText.Number(high[c]));
        return new SqlColumn(name, $"CASE WHEN {value} < {least} THEN {least} WHEN {value} > {most} THEN {most} ELSE {value} END");
    })];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("low", low);
        to.Write("high", high);
    }

    /// <inheritdoc/>
    public static Winsorization Load(ModelReader from) =>
        new(from.Card, from.Doubles("low", from.Card.Columns.Count), from.Doubles("high", from.Card.Columns.Count));
}
