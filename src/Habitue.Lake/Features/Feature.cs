namespace Habitue.Lake.Features;

/// <summary>One feature: its definition is the column of this name in customer_features.sql, and this is what stands above it.</summary>
/// <param name="Meaning">One sentence.</param>
/// <param name="Unit">What a 1 of it is, such as "days" or "share 0-1".</param>
/// <param name="Source">The kind of record it is made of; without such records the feature is NULL.</param>
public sealed record Feature(string Name, string Meaning, string Unit, string Source);

/// <summary>A feature as the last run left it.</summary>
/// <param name="Filled">Customers that have a value.</param>
/// <param name="Needs">What must be loaded for it, when nobody has a value because its source is missing; else null.</param>
public sealed record FeatureState(Feature Feature, long Filled, string? Needs);
