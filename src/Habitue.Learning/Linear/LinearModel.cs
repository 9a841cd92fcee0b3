using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Linear;

/// <summary>The coefficients that <see cref="LinearRegression"/>, <see cref="Ridge"/>, <see cref="Lasso"/> or <see cref="ElasticNet"/> found.</summary>
public sealed class LinearModel : IRegressor, ISqlModel, IModel<LinearModel>
{
    private readonly double[] coefficients;
    private readonly double[] errors; // intercept first, then the degrees of freedom last; empty when not asked for
    private readonly LinearScores scores;

    private LinearModel(ModelCard card, double intercept, double[] coefficients, double[] errors)
    {
        (Card, Intercept, this.coefficients, this.errors) = (card, intercept, coefficients, errors);
        scores = new LinearScores([intercept], coefficients);
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("linear-regression", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>What is expected where all columns are 0, in the unit of the targets.</summary>
    public double Intercept { get; }

    /// <summary>The share of the targets' variance that the model explains on the data that it learned from; NaN when they do not vary.</summary>
    public double R2 => Card.Figures["r2"];

    /// <summary>The strength of the penalty.</summary>
    public double Alpha => Card.Figures.GetValueOrDefault("alpha");

    /// <summary>The intercept and one line per column: what one unit of the column adds to the expected target.</summary>
    public IReadOnlyList<Coefficient> Coefficients
    {
        get
        {
            var freedom = errors.Length == 0 ? double.PositiveInfinity : errors[^1];
            return
            [
                new Coefficient("(intercept)", null, Intercept, errors.Length == 0 ? double.NaN : errors[0], freedom),
                .. coefficients.Select((value, c) => new Coefficient(Card.Columns[c], null, value, errors.Length == 0 ? double.NaN : errors[c + 1], freedom)),
            ];
        }
    }

    /// <inheritdoc/>
    public void Predict(Matrix x, Span<float> into)
    {
        x = x.For(Card.Columns);
        if (into.Length != x.Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        Predict(x, into, scores);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql() => [new SqlColumn("prediction", SqlScore.Of(Intercept, Card.Columns, coefficients))];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("intercept", [Intercept]);
        to.Write("coefficients", coefficients);
        to.Write("errors", errors);
    }

    /// <inheritdoc/>
    public static LinearModel Load(ModelReader from) =>
        new(from.Card, from.Doubles("intercept", 1)[0], from.Doubles("coefficients", from.Card.Columns.Count),
            from.Doubles("errors") is { Length: 0 } none ? none : from.Doubles("errors", from.Card.Columns.Count + 2));

    internal static LinearModel Of(object recipe, Matrix data, Gram gram, double intercept, double[] coefficients, double[] errors, params (string, double)[] figures)
    {
        var total = gram.Centred().Square;
        var r2 = total > 0 ? 1 - (gram.SquaredErrors(intercept, coefficients) / total) : double.NaN;
        return new LinearModel(ModelCard.Of(Format, recipe, data, [("r2", r2), .. figures]), intercept, coefficients, errors);
    }

    internal static unsafe void Predict(Matrix x, Span<float> into, LinearScores scores)
    {
        fixed (float* start = into)
        {
            var answers = start;
            scores.Of(x, (first, count, found, _) =>
            {
                for (var r = 0; r < count; r++) answers[first + r] = (float)found[r];
            });
        }
    }
}
