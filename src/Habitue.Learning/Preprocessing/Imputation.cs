using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Preprocessing;

/// <summary>What an <see cref="Imputer"/> fills each column with.</summary>
public sealed class Imputation : ITransformer, ISqlModel, IModel<Imputation>
{
    private readonly double[] fills;
    private readonly int[] marked;

    internal Imputation(ModelCard card, double[] fills, int[] marked)
    {
        (Card, this.fills, this.marked) = (card, fills, marked);
        OutputColumns = [.. card.Columns, .. marked.Select(c => $"{card.Columns[c]}_missing")];
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("imputation", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The columns, then one more for each that had missing values, when they were asked for.</summary>
    public IReadOnlyList<string> OutputColumns { get; }

    /// <summary>What each column's missing values are filled with.</summary>
    public IReadOnlyList<double> Fills => fills;

    /// <inheritdoc/>
    public void Transform(Matrix x, Matrix into)
    {
        x = x.For(Card.Columns);
        into.MustBe(x.Rows, OutputColumns.Count, nameof(into));
        for (var r = 0; r < x.Rows; r++)
        {
            Span<float> source = x.Row(r), target = into.Row(r);
            for (var i = 0; i < marked.Length; i++) target[source.Length + i] = float.IsNaN(source[marked[i]]) ? 1 : 0;
            for (var c = 0; c < source.Length; c++) target[c] = float.IsNaN(source[c]) ? (float)fills[c] : source[c];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql() =>
    [
        .. Card.Columns.Select((name, c) => new SqlColumn(name, $"COALESCE({SqlText.Value(name)}, {SqlText.Number(fills[c])})")),
        .. marked.Select((c, i) => new SqlColumn(OutputColumns[fills.Length + i], $"CASE WHEN {SqlText.Column(Card.Columns[c])} IS NULL THEN 1 ELSE 0 END")),
    ];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("fills", fills);
        to.Write("marked", marked);
    }

    /// <inheritdoc/>
    public static Imputation Load(ModelReader from)
    {
        var (fills, marked) = (from.Doubles("fills", from.Card.Columns.Count), from.Integers("marked"));
        if (marked.Any(c => c < 0 || c >= fills.Length)) throw new InvalidDataException("The imputation marks a column that is not there.");
        return new Imputation(from.Card, fills, marked);
    }
}
