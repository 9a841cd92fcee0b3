namespace Habitue.Prediction;

/// <summary>A question with the answer yes or no about each customer at a moment.</summary>
internal sealed record CustomerQuestion
{
    /// <summary>The name of its model on the shelf.</summary>
    public required string Name { get; init; }

    public required string Slice { get; init; }

    /// <summary>What the model is for, and what not.</summary>
    public required string Purpose { get; init; }

    /// <summary>
    /// Reads {features} (a table of features as of one or more moments): customer_id, as_of, the features, and the answer, which for
    /// the present moment nobody knows yet and is not looked at.
    /// </summary>
    public required string Sql { get; init; }

    /// <summary>The column of the answer, a truth value.</summary>
    public required string Label { get; init; }

    /// <summary>What no and yes are called.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How far ahead the answer lies.</summary>
    public required int HorizonDays { get; init; }

    /// <summary>The naive rule that the model must beat, in words.</summary>
    public required string RuleName { get; init; }

    /// <summary>The feature by which the rule orders customers.</summary>
    public required string RuleFeature { get; init; }

    /// <summary>Whether yes is likelier the more there is of it.</summary>
    public required bool RuleRises { get; init; }

    /// <summary>Where the model must not be trusted.</summary>
    public required string Limits { get; init; }

    public string SqlOver(string features) => Sql.Replace("{features}", features, StringComparison.Ordinal);
}
