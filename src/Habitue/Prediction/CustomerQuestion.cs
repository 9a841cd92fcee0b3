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
    /// the present moment nobody knows yet and is not looked at. Of a question that <see cref="Shortens"/> it also reads {until}, after which nothing is known, and gives it as known_at.
    /// </summary>
    public required string Sql { get; init; }

    /// <summary>The column of the answer, a truth value.</summary>
    public required string Label { get; init; }

    /// <summary>What no and yes are called.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>How far ahead the answer lies.</summary>
    public required int HorizonDays { get; init; }

    /// <summary>
    /// Whether moments whose horizon was not over yet teach too: they are asked about the days until then, and how many these are is among the features. A long horizon
    /// else leaves few moments that know of what the shop began to watch lately.
    /// </summary>
    public bool Shortens { get; init; }

    /// <summary>Whether it is about buying, so that the level of the answers is set by the latest that is known of how many buy (<see cref="LatestLevel"/>).</summary>
    public bool IsOfBuying { get; init; }

    /// <summary>The naive rule that the model must beat, in words.</summary>
    public required string RuleName { get; init; }

    /// <summary>The feature by which the rule orders customers.</summary>
    public required string RuleFeature { get; init; }

    /// <summary>Whether yes is likelier the more there is of it.</summary>
    public required bool RuleRises { get; init; }

    /// <summary>Where the model must not be trusted.</summary>
    public required string Limits { get; init; }

    /// <param name="features">A table of features, or a query in brackets.</param>
    /// <param name="until">Nothing later is known; null where nothing is over before its time.</param>
    public string SqlOver(string features, DateTime? until = null) =>
        Sql.Replace("{features}", features, StringComparison.Ordinal).Replace("{until}", until is { } end ? Insights.PastFeatures.Literal(end) : "CAST(NULL AS TIMESTAMP)", StringComparison.Ordinal);
}
