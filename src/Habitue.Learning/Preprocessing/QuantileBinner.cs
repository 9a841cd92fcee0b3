using System.ComponentModel.DataAnnotations;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Puts each column's values into bins of about equally many rows, numbered from 0: fifths of customers by money, as
/// in RFM scores. For scores that people read, and for linear models that shall bend. Not before trees, which find
/// better borders themselves.
/// <code>
/// Matrix fifths = new QuantileBinner { Bins = 5 }.Fit(rfm).Transform(rfm);   // 0 … 4
/// </code>
/// A value on a border belongs to the higher bin; values beyond those of the fit belong to the outermost bins. Where
/// many rows have one value, borders fall together and there are fewer bins. Missing values are left out and stay
/// missing; an infinite one is an error at the fit.
/// Cost: columns × rows × log rows.
/// </summary>
public sealed record QuantileBinner : IEstimator<Matrix, QuantileBinning>
{
    /// <summary>How many bins each column gets, at most.</summary>
    [Range(2, 10_000)]
    public int Bins { get; init; } = 5;

    /// <inheritdoc/>
    public QuantileBinning Fit(Matrix data, FitRun run = default)
    {
        Settings.Check(this);
        Finite.CheckSize(data, 1, nameof(QuantileBinner));
        var borders = new double[data.Columns.Count][];
        Blocks.Run(borders.Length, run, c =>
        {
            var (sorted, found) = (Quantile.Sorted(data, c), new List<double>());
            for (var bin = 1; bin < Bins && sorted.Length > 0; bin++)
            {
                var border = Quantile.At(sorted, (double)bin / Bins);
                if (border > (found.Count == 0 ? sorted[0] : found[^1]) && border <= sorted[^1]) found.Add(border);
            }

            borders[c] = [.. found];
        });
        run.Progress?.Report(1);
        return new QuantileBinning(ModelCard.Of(QuantileBinning.Format, this, data), borders);
    }
}

/// <summary>The borders that a <see cref="QuantileBinner"/> found.</summary>
public sealed class QuantileBinning : ITransformer, ISqlModel, IModel<QuantileBinning>
{
    private readonly double[][] borders;

    internal QuantileBinning(ModelCard card, double[][] borders) => (Card, this.borders) = (card, borders);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("quantile-binning", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> OutputColumns => Card.Columns;

    /// <summary>The borders between a column's bins, rising; one fewer than it has bins.</summary>
    /// <param name="column">The column's number, in the order of the card.</param>
    public IReadOnlyList<double> Borders(int column) => borders[column];

    /// <inheritdoc/>
    public void Transform(Matrix x, Matrix into)
    {
        x = x.For(Card.Columns);
        into.MustBe(x.Rows, borders.Length, nameof(into));
        for (var r = 0; r < x.Rows; r++)
        {
            Span<float> source = x.Row(r), target = into.Row(r);
            for (var c = 0; c < source.Length; c++)
            {
                if (float.IsNaN(source[c]))
                {
                    target[c] = float.NaN;
                    continue;
                }

                var place = Array.BinarySearch(borders[c], source[c]);
                target[c] = place >= 0 ? place + 1 : ~place;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql() => [.. Card.Columns.Select((name, c) => new SqlColumn(
        name,
        $"CASE WHEN {SqlText.Column(name)} IS NULL THEN NULL {string.Concat(borders[c].Index().Reverse().Select(border => $"WHEN {SqlText.Value(name)} >= {SqlText.Number(border.Item)} THEN {border.Index + 1} "))}ELSE 0 END"))];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("counts", Array.ConvertAll(borders, column => column.Length));
        to.Write("borders", (double[])[.. borders.SelectMany(column => column)]);
    }

    /// <inheritdoc/>
    public static QuantileBinning Load(ModelReader from)
    {
        var (counts, flat, at) = (from.Integers("counts", from.Card.Columns.Count), from.Doubles("borders"), 0);
        if (counts.Any(count => count < 0) || counts.Sum(count => (long)count) != flat.Length)
            throw new InvalidDataException("The columns and borders of the binning do not fit together.");
        return new QuantileBinning(from.Card, Array.ConvertAll(counts, count => flat[at..(at += count)]));
    }
}
