using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Linear;

/// <summary>The elastic nets that an <see cref="ElasticNetPath"/> found; it foretells by the best of them.</summary>
public sealed class ElasticNetPathModel : IRegressor, ISqlModel, IModel<ElasticNetPathModel>
{
    private readonly double[] alphas;
    private readonly double[] intercepts;
    private readonly double[] coefficients;
    private readonly double[] errors;
    private readonly LinearScores scores;

    private ElasticNetPathModel(ModelCard card, double[] alphas, double[] intercepts, double[] coefficients, double[] errors)
    {
        (Card, this.alphas, this.intercepts, this.coefficients, this.errors) = (card, alphas, intercepts, coefficients, errors);
        Best = Array.IndexOf(errors, errors.Min());
        scores = new LinearScores([intercepts[Best]], Line(Best));
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("elastic-net-path", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <summary>The strengths, falling.</summary>
    public IReadOnlyList<double> Alphas => alphas;

    /// <summary>The mean squared error of each strength on rows left out, in squared units of the targets.</summary>
    public IReadOnlyList<double> Errors => errors;

    /// <summary>The number of the strength with the least error; of equal ones the strongest.</summary>
    public int Best { get; }

    /// <summary>The intercept and one line per column at a strength.</summary>
    /// <param name="number">The strength's number, from 0; left out, the best.</param>
    public IReadOnlyList<Coefficient> Coefficients(int? number = null)
    {
        var at = number ?? Best;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)at, (uint)alphas.Length, nameof(number));
        return [new Coefficient("(intercept)", null, intercepts[at], double.NaN), .. Line(at).Select((value, c) => new Coefficient(Card.Columns[c], null, value, double.NaN))];
    }

    /// <inheritdoc/>
    public void Predict(Matrix x, Span<float> into)
    {
        x = x.For(Card.Columns);
        if (into.Length != x.Rows) throw new ArgumentException($"There are {into.Length} places for {x.Rows} rows.", nameof(into));
        LinearModel.Predict(x, into, scores);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql() => [new SqlColumn("prediction", SqlScore.Of(intercepts[Best], Card.Columns, Line(Best)))];

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("alphas", alphas);
        to.Write("intercepts", intercepts);
        to.Write("coefficients", coefficients);
        to.Write("errors", errors);
    }

    /// <inheritdoc/>
    public static ElasticNetPathModel Load(ModelReader from)
    {
        var alphas = from.Doubles("alphas");
        if (alphas.Length == 0) throw new InvalidDataException("The model has no strengths.");
        return new ElasticNetPathModel(
            from.Card, alphas, from.Doubles("intercepts", alphas.Length), from.Doubles("coefficients", alphas.Length * from.Card.Columns.Count), from.Doubles("errors", alphas.Length));
    }

    internal static ElasticNetPathModel Of(ElasticNetPath recipe, Matrix data, double[] alphas, double[] intercepts, double[][] lines, double[] errors)
    {
        var best = Array.IndexOf(errors, errors.Min());
        var card = ModelCard.Of(Format, recipe, data, ("alpha", alphas[best]), ("mean_squared_error", errors[best]));
        return new ElasticNetPathModel(card, alphas, intercepts, [.. lines.SelectMany(line => line)], errors);
    }

    private double[] Line(int number) => coefficients[(number * Card.Columns.Count)..((number + 1) * Card.Columns.Count)];
}
