using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Preprocessing;

/// <summary>
/// Draws in long tails: sign(x) · ln(1 + |x|), which is ln(1 + x) for counts and money and keeps the sign of
/// refunds. Before a scaler, so that a few very large customers do not press all others into one cluster. Not
/// for columns that are evenly spread, such as days since.
/// Nothing is learned but the columns. Missing values stay missing; an infinite value stays infinite.
/// </summary>
public sealed record LogScaler : IEstimator<Matrix, LogScaling>
{
    /// <inheritdoc/>
    public LogScaling Fit(Matrix data, FitRun run = default)
    {
        Finite.CheckSize(data, 0, nameof(LogScaler));
        run.Cancel.ThrowIfCancellationRequested();
        run.Progress?.Report(1);
        return LogScaling.Of(this, data);
    }
}

/// <summary>The columns that a <see cref="LogScaler"/> was fitted on.</summary>
public sealed class LogScaling : ITransformer, ISqlModel, IModel<LogScaling>
{
    private LogScaling(ModelCard card) => Card = card;

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("log-scaling", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> OutputColumns => Card.Columns;

    /// <inheritdoc/>
    public void Transform(Matrix x, Matrix into)
    {
        x = x.For(Card.Columns);
        into.MustBe(x.Rows, Card.Columns.Count, nameof(into));
        Span<float> source = x.Values, target = into.Values;
        for (var i = 0; i < source.Length; i++)
            target[i] = (float)Math.CopySign(Math.Log(1 + Math.Abs((double)source[i])), source[i]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql() => [.. Card.Columns.Select(name =>
        new SqlColumn(name, $"CASE WHEN {SqlText.Value(name)} < 0 THEN -LN(1 - {SqlText.Value(name)}) ELSE LN(1 + {SqlText.Value(name)}) END"))];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
    }

    /// <inheritdoc/>
    public static LogScaling Load(ModelReader from) => new(from.Card);

    internal static LogScaling Of(LogScaler recipe, Matrix data) => new(ModelCard.Of(Format, recipe, data));
}
