using System.Globalization;

namespace Habitue.Learning.Scoring;

/// <summary>Names and numbers as DuckDB and Spark both read them.</summary>
internal static class SqlText
{
    /// <summary>A column's name, which must need no quotes.</summary>
    public static string Column(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? name
            : throw new BadDataException($"Column '{name}' cannot stand in SQL without quotes, which DuckDB and Spark write differently; rename it to letters, digits and underscores.", name);

    /// <summary>
    /// A number that is read back as the same double; written with an exponent, so that neither engine takes it for a
    /// decimal of its own precision.
    /// </summary>
    public static string Number(double value) => $"CAST({value.ToString("E16", CultureInfo.InvariantCulture)} AS DOUBLE)";

    /// <summary>A column as a double.</summary>
    public static string Value(string name) => $"CAST({Column(name)} AS DOUBLE)";
}
