namespace Habitue.Learning;

/// <summary>A setting of a recipe is outside its limits, or does not suit the data. The message names both.</summary>
public sealed class SettingException : ArgumentException
{
    /// <summary>An error about one setting.</summary>
    /// <param name="recipe">The recipe's name, such as <c>KMeans</c>.</param>
    /// <param name="setting">The setting's name, such as <c>Clusters</c>.</param>
    /// <param name="reason">What is wrong and what would do, as the rest of the sentence.</param>
    public SettingException(string recipe, string setting, string reason)
        : base($"{recipe}.{setting} {reason}") => Setting = setting;

    /// <summary>The name of the setting.</summary>
    public string Setting { get; }
}

/// <summary>
/// Data that an algorithm cannot work with: no rows, a missing or infinite value where none may be, a column
/// that a model needs and does not find.
/// </summary>
public sealed class BadDataException : ArgumentException
{
    /// <summary>An error about the data as a whole.</summary>
    /// <param name="reason">One sentence: what is wrong and what to do.</param>
    public BadDataException(string reason)
        : base(reason)
    {
    }

    /// <summary>An error about one column.</summary>
    /// <param name="reason">One sentence that names the column.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="row">The first row concerned, counted from 0, or -1 when it is about all rows.</param>
    public BadDataException(string reason, string column, int row = -1)
        : base(reason) => (Column, Row) = (column, row);

    /// <summary>The column concerned, or null.</summary>
    public string? Column { get; }

    /// <summary>The first row concerned, counted from 0, or -1.</summary>
    public int Row { get; } = -1;
}
