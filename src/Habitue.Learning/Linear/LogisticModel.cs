using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Habitue.Learning.Data;
using Habitue.Learning.Models;
using Habitue.Learning.Numerics;
using Habitue.Learning.Scoring;

namespace Habitue.Learning.Linear;

/// <summary>The coefficients that a <see cref="LogisticRegression"/> found.</summary>
public sealed class LogisticModel : IClassifier, ISqlModel, IModel<LogisticModel>
{
    private readonly double[] intercepts; // one for two classes, else one a class
    private readonly double[] coefficients;
    private readonly double[] errors; // class after class, the intercept first; empty when not asked for
    private readonly LinearScores scores;

    private LogisticModel(ModelCard card, string[] classes, double[] intercepts, double[] coefficients, double[] errors)
    {
        (Card, Classes, this.intercepts, this.coefficients, this.errors) = (card, classes, intercepts, coefficients, errors);
        scores = new LinearScores(intercepts, coefficients);
    }

    /// <inheritdoc/>
    public static ModelFormat Format { get; } = new("logistic-regression", 1);

    /// <inheritdoc/>
    public ModelCard Card { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The intercept: for two classes one, of the second; else one per class, which add up to 0.</summary>
    public IReadOnlyList<double> Intercepts => intercepts;

    /// <summary>The objective at the end: the sum of weighted log losses and the penalty.</summary>
    public double Objective => Card.Figures["objective"];

    /// <summary>How many steps over all rows it took.</summary>
    public int Iterations => (int)Card.Figures["iterations"];

    /// <summary>Whether it came within <see cref="LogisticRegression.Tolerance"/>.</summary>
    public bool Converged => Card.Figures["converged"] == 1;

    /// <summary>
    /// All coefficients, the intercept first; for two classes those of the second, else class after class. What one unit of the column adds
    /// to the logarithm of the odds; <see cref="Coefficient.Ratio"/> is the odds ratio. For more classes: to the class's score, where the scores add
    /// up to 0, and standard errors are those of such scores.
    /// </summary>
    public IReadOnlyList<Coefficient> Coefficients
    {
        get
        {
            var (lines, width) = (new List<Coefficient>(), Card.Columns.Count);
            for (var k = 0; k < intercepts.Length; k++)
            {
                var name = Classes[intercepts.Length == 1 ? 1 : k];
                lines.Add(new Coefficient("(intercept)", name, intercepts[k], Error(k * (width + 1))));
                for (var c = 0; c < width; c++) lines.Add(new Coefficient(Card.Columns[c], name, coefficients[(k * width) + c], Error((k * (width + 1)) + c + 1)));
            }

            return lines;
        }
    }

    /// <inheritdoc/>
    public void Probabilities(Matrix x, Matrix into)
    {
        x = x.For(Card.Columns);
        into.MustBe(x.Rows, Classes.Count, nameof(into));
        scores.Of(x, (first, count, found, height) =>
        {
            if (intercepts.Length == 1) Two(found[..height], into.Values[(2 * first)..], count);
            else Several(found, height, into.Values[(Classes.Count * first)..], count);
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> ToSql()
    {
        // For two classes the first has the score 0.
        var width = Card.Columns.Count;
        return SqlScore.Probabilities(Classes, (one, other) => SqlScore.Of(
            Start(one) - Start(other), Card.Columns, [.. Enumerable.Range(0, width).Select(c => Weight(one, c) - Weight(other, c))]));

        double Start(int k) => intercepts.Length > 1 ? intercepts[k] : k * intercepts[0];

        double Weight(int k, int c) => intercepts.Length > 1 ? coefficients[(k * width) + c] : k * coefficients[c];
    }

    /// <inheritdoc/>
    public void Save(ModelWriter to)
    {
        to.Write("classes", Classes);
        to.Write("intercepts", intercepts);
        to.Write("coefficients", coefficients);
        to.Write("errors", errors);
    }

    /// <inheritdoc/>
    public static LogisticModel Load(ModelReader from)
    {
        string[] classes = from.Texts("classes");
        if (classes.Length < 2) throw new InvalidDataException("The model has fewer than two classes.");
        var (count, width) = (classes.Length == 2 ? 1 : classes.Length, from.Card.Columns.Count);
        return new LogisticModel(from.Card, classes, from.Doubles("intercepts", count), from.Doubles("coefficients", count * width), Errors(from, count * (width + 1)));
    }

    internal static LogisticModel Of(LogisticRegression recipe, Matrix data, string[] classes, Rows rows, Solution solution, double[] errors)
    {
        var (count, width, each) = (classes.Length == 2 ? 1 : classes.Length, data.Columns.Count, rows.Parameters);
        var at = new double[solution.At.Length];
        for (var k = 0; k < count; k++) rows.FromOrigins(solution.At.AsSpan(k * each, each)).CopyTo(at.AsSpan(k * each));
        if (count > 1) Centre(at, each, recipe.Penalty > 0 ? (rows.Intercept ? 1 : 0) : each);
        var (intercepts, coefficients) = (new double[count], new double[count * width]);
        for (var k = 0; k < count; k++)
        {
            var own = at.AsSpan(k * each, each);
            if (rows.Intercept) intercepts[k] = own[0];
            own[(rows.Intercept ? 1 : 0)..].CopyTo(coefficients.AsSpan(k * width));
        }

        if (errors.Length > 0 && !rows.Intercept) errors = [.. errors.Chunk(each).SelectMany(own => own.Prepend(double.NaN))];
        var card = ModelCard.Of(
            Format, recipe, data, ("objective", solution.Objective), ("iterations", solution.Iterations), ("converged", solution.Converged ? 1 : 0));
        return new LogisticModel(card, classes, intercepts, coefficients, errors);
    }

    private static double[] Errors(ModelReader from, int expected) => from.Doubles("errors") is { Length: 0 } none ? none : from.Doubles("errors", expected);

    /// <summary>Only differences between classes count; what no penalty decides is made to add up to 0 over them.</summary>
    private static void Centre(double[] at, int each, int free)
    {
        var classes = at.Length / each;
        for (var i = 0; i < free; i++)
        {
            var mean = 0.0;
            for (var k = 0; k < classes; k++) mean += at[(k * each) + i] / classes;
            for (var k = 0; k < classes; k++) at[(k * each) + i] -= mean;
        }
    }

    private double Error(int at) => errors.Length == 0 ? double.NaN : errors[at];

    private static void Two(Span<double> scores, Span<float> into, int count)
    {
        foreach (ref var eight in MemoryMarshal.Cast<double, Vector512<double>>(scores)) eight = Exponential.Of(-Vector512.Abs(eight)) * Vector512.CopySign(Vector512<double>.One, eight);
        for (var r = 0; r < count; r++)
        {
            // The sign that the power carries says on which side the score lay.
            var small = Math.Abs(scores[r]) / (1 + Math.Abs(scores[r]));
            var positive = double.IsPositive(scores[r]);
            into[2 * r] = (float)(positive ? small : 1 - small);
            into[(2 * r) + 1] = (float)(positive ? 1 - small : small);
        }
    }

    private void Several(Span<double> scores, int height, Span<float> into, int count)
    {
        var classes = Classes.Count;
        var row = new double[classes];
        for (var r = 0; r < count; r++)
        {
            for (var k = 0; k < classes; k++) row[k] = scores[(k * height) + r];
            Softmax.Write(row, into.Slice(r * classes, classes));
        }
    }
}
