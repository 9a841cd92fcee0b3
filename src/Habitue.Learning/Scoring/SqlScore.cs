namespace Habitue.Learning.Scoring;

/// <summary>Linear scores as SQL.</summary>
internal static class SqlScore
{
    /// <summary>Intercept + sum of coefficient × column, in brackets; columns of coefficient 0 are left out.</summary>
    public static string Of(double intercept, IReadOnlyList<string> columns, ReadOnlySpan<double> coefficients)
    {
        var terms = new List<string> { SqlText.Number(intercept) };
        for (var c = 0; c < coefficients.Length; c++)
            if (coefficients[c] != 0) terms.Add($"{SqlText.Number(coefficients[c])} * {SqlText.Value(columns[c])}");
        return $"({string.Join(" + ", terms)})";
    }

    /// <summary>
    /// The probability of each class by differences of scores: 1 / (1 + the sum over the others of e^(other - own)). An exponential of at most 700
    /// does not overflow; there the probability is 0 to the last digit anyway.
    /// </summary>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="difference">The score of one class less that of another.</param>
    public static IReadOnlyList<SqlColumn> Probabilities(IReadOnlyList<string> classes, Func<int, int, string> difference)
    {
        var numbers = Enumerable.Range(0, classes.Count);
        return [.. numbers.Select(own => new SqlColumn(
            classes[own],
            $"1 / (1 + {string.Join(" + ", numbers.Where(other => other != own).Select(other => $"EXP(LEAST({SqlText.Number(700)}, {difference(other, own)}))"))})"))];
    }
}
