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
}
