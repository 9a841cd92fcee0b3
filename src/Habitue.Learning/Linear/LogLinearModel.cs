using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Linear;

/// <summary>The coefficients that <see cref="PoissonRegression"/> or <see cref="GammaRegression"/> found; they act on the logarithm of the mean.</summary>
public sealed class LogLinearModel : IRegressor, ISqlModel, IModel<LogLinearModel>
{
    private readonly double[] coefficients;
    private readonly double[] errors; // intercept first; empty when not asked for
    private readonly LinearScores scores;

    private LogLinearModel(ModelCard card, double intercept, double[] coefficients, double[] errors)
    {
        (Card, Intercept, this.coefficients, this.errors) = (card, intercept, coefficients, errors);
        scores = new LinearScores([intercept], coefficients);
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("log-linear", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The logarithm of the mean where all columns are 0.</summary>
    public double Intercept { get; }

    /// <summary>The share of the deviance of a constant mean that the columns explain.</summary>
    public double D2 => Card.Figures["d2"];

    /// <summary>Twice the distance of the log likelihood to that of means that equal the targets.</summary>
    public double Deviance => Card.Figures["deviance"];

    /// <summary>Whether it came within the tolerance.</summary>
    public bool Converged => Card.Figures["converged"] == 1;

    /// <summary>
    /// The intercept and one line per column: <see cref="Coefficient.Ratio"/> is by what one unit of the column multiplies the mean. That of an offset
    /// is 1, with no standard error.
    /// </summary>
    public IReadOnlyList<Coefficient> Coefficients =>
    [
        new Coefficient("(intercept)", null, Intercept, errors.Length == 0 ? double.NaN : errors[0]),
        .. coefficients.Select((value, c) => new Coefficient(Card.Columns[c], null, value, errors.Length == 0 ? double.NaN : errors[c + 1])),
    ];

    /// <inheritdoc/>
    public unsafe void Predict(Matrix x, Span<float> into)
    {
        x = x.For(Card.Columns);
        if (into.Length != x.Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        fixed (float* start = into)
        {
            var answers = start;
            scores.Of(x, (first, count, found, _) =>
            {
                foreach (ref var eight in MemoryMarshal.Cast<double, Vector512<double>>(found)) eight = Exponential.Of(eight);
                for (var r = 0; r < count; r++) answers[first + r] = (float)found[r];
            });
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql() => [new SqlColumn("prediction", $"EXP(LEAST(700, {SqlScore.Of(Intercept, Card.Columns, coefficients)}))")];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("intercept", [Intercept]);
        to.Write("coefficients", coefficients);
        to.Write("errors", errors);
    }

    /// <inheritdoc/>
    public static LogLinearModel Load(ModelReader from) =>
        new(from.Card, from.Doubles("intercept", 1)[0], from.Doubles("coefficients", from.Card.Columns.Count),
            from.Doubles("errors") is { Length: 0 } none ? none : from.Doubles("errors", from.Card.Columns.Count + 1));

    internal static LogLinearModel Of(object recipe, Matrix data, LogLinear fit, Solution solution, double[] errors, double deviance, double constant, double dispersion)
    {
        var plain = fit.Rows.FromOrigins(solution.At);
        var intercept = fit.Rows.Intercept ? plain[0] : 0;
        var card = ModelCard.Of(
            Format, recipe, data, ("deviance", deviance), ("d2", constant > 0 ? 1 - (deviance / constant) : double.NaN), ("dispersion", dispersion),
            ("iterations", solution.Iterations), ("converged", solution.Converged ? 1 : 0));
        return new LogLinearModel(card, intercept, plain[(fit.Rows.Intercept ? 1 : 0)..], errors);
    }
}
