using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Preprocessing;

/// <summary>What a scaler learned: each column less its offset, divided by its scale.</summary>
public sealed class LinearScaling : ITransformer, ISqlModel, IModel<LinearScaling>
{
    private readonly double[] offsets;
    private readonly double[] scales;

    private LinearScaling(ModelCard card, double[] offsets, double[] scales) =>
        (Card, this.offsets, this.scales) = (card, offsets, scales);

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("linear-scaling", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>What is taken from each column, in its unit.</summary>
    public IReadOnlyList<double> Offsets => offsets;

    /// <summary>What each column is then divided by, in its unit; never 0.</summary>
    public IReadOnlyList<double> Scales => scales;

    /// <inheritdoc/>
    public IReadOnlyList<string> OutputColumns => Card.Columns;

    /// <inheritdoc/>
    public void Transform(Matrix x, Matrix into)
    {
        x = x.For(Card.Columns);
        into.MustBe(x.Rows, offsets.Length, nameof(into));
        for (var r = 0; r < x.Rows; r++)
        {
            Span<float> source = x.Row(r), target = into.Row(r);
            for (var c = 0; c < source.Length; c++) target[c] = (float)((source[c] - offsets[c]) / scales[c]);
        }
    }

    /// <summary>The way back: scaled rows in the units of the data, for showing centres to people.</summary>
    /// <param name="scaled">Rows with this model's columns.</param>
    public Matrix Restore(Matrix scaled)
    {
        scaled = scaled.For(Card.Columns);
        var restored = new Matrix(scaled.Rows, Card.Columns);
        for (var r = 0; r < scaled.Rows; r++)
        {
            Span<float> source = scaled.Row(r), target = restored.Row(r);
            for (var c = 0; c < source.Length; c++) target[c] = (float)((source[c] * scales[c]) + offsets[c]);
        }

        return restored;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql() => [.. Card.Columns.Select((name, c) =>
        new SqlColumn(name, $"({SqlText.Value(name)} - {SqlText.Number(offsets[c])}) / {SqlText.Number(scales[c])}"))];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("offsets", offsets);
        to.Write("scales", scales);
    }

    /// <inheritdoc/>
    public static LinearScaling Load(ModelReader from)
    {
        var width = from.Card.Columns.Count;
        return new LinearScaling(from.Card, from.Doubles("offsets", width), from.Doubles("scales", width));
    }

    internal static LinearScaling Of(object recipe, Matrix data, double[] offsets, double[] scales) =>
        new(ModelCard.Of(Format, recipe, data), offsets, scales);
}
