using Habitue.Lake.Features;

namespace Habitue.Decisions.Customers;

/// <summary>What a field's values are.</summary>
internal enum FieldKind
{
    Number,
    Text,
}

/// <summary>Where a field's values come from.</summary>
internal enum FieldSource
{
    /// <summary>A column that the last run published.</summary>
    Published,

    /// <summary>What the customer does at the moment.</summary>
    Live,

    /// <summary>What the caller says with the request.</summary>
    Context,
}

/// <summary>Something that a condition, a score or a context of a bandit may ask of a customer.</summary>
/// <param name="Name">As it is written: <c>recency_days</c>, <c>live.cart_value</c>, <c>context.page</c>.</param>
/// <param name="Place">A published field's column in <see cref="CustomerTable"/>; else -1.</param>
/// <param name="Sql">A published field's expression over <see cref="CustomerFields.Tables"/>; else null.</param>
/// <param name="Table">The table that the expression needs; else null.</param>
internal sealed record CustomerField(string Name, FieldKind Kind, FieldSource Source, int Place, string? Sql = null, string? Table = null);

/// <summary>All fields that there are. Features come from the catalogue of features, so a new feature is a new field.</summary>
internal static class CustomerFields
{
    public const string LivePrefix = "live.", ContextPrefix = "context.";

    /// <summary>The live figures by name.</summary>
    public static IReadOnlyList<string> LiveNames { get; } = ["cart_value", "cart_items", "intent", "session_minutes", "session_pages", "session_products", "views_1h", "views_1d", "views_7d", "minutes_since_last", "orders_session"];

    private static readonly (string Name, string Table, string Sql, FieldKind Kind)[] Beside =
    [
        ("country", "customers", "c.country", FieldKind.Text),
        ("city", "customers", "c.city", FieldKind.Text),
        ("device", "customers", "c.device", FieldKind.Text),
        ("gender", "customers", "c.gender", FieldKind.Text),
        ("age", "customers", "TRY_CAST(c.age AS DOUBLE)", FieldKind.Number),
        ("age_group", "customers", "c.age", FieldKind.Text),
        ("loyalty_tier", "customers", "c.loyalty_tier", FieldKind.Text),
        ("segment", "customer_segments", "s.cluster_name", FieldKind.Text),
        ("purchase_7d", "purchase_scores", "p.purchase_7d", FieldKind.Number),
        ("purchase_30d", "purchase_scores", "p.purchase_30d", FieldKind.Number),
        ("churn", "churn_risks", "r.probability", FieldKind.Number),
        ("risk_class", "churn_risks", "r.risk_class", FieldKind.Text),
        ("probability_alive", "customer_values", "v.probability_alive", FieldKind.Number),
        ("purchases_90d", "customer_values", "v.purchases_90d", FieldKind.Number),
        ("spend_per_purchase", "customer_values", "v.spend_per_purchase", FieldKind.Number),
        ("value_12m", "customer_values", "v.value_12m", FieldKind.Number),
    ];

    /// <summary>How each table takes part in the query that reads all fields; <c>customers c</c> comes first.</summary>
    public static IReadOnlyDictionary<string, string> Tables { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["customer_features"] = "LEFT JOIN customer_features f ON f.customer_id = c.customer_id",
        ["customer_segments"] = "LEFT JOIN customer_segments s ON s.customer_id = c.customer_id",
        ["purchase_scores"] = "LEFT JOIN (SELECT customer_id, MAX(CASE WHEN horizon_days = 7 THEN probability END) AS purchase_7d, MAX(CASE WHEN horizon_days = 30 THEN probability END) AS purchase_30d FROM purchase_scores GROUP BY customer_id) p ON p.customer_id = c.customer_id",
        ["churn_risks"] = "LEFT JOIN churn_risks r ON r.customer_id = c.customer_id",
        ["customer_values"] = "LEFT JOIN customer_values v ON v.customer_id = c.customer_id",
    };

    /// <summary>The published fields in the order of their columns.</summary>
    public static IReadOnlyList<CustomerField> Published { get; } = [.. FeatureCatalogue.All
        .Select(feature => (feature.Name, Table: CustomerFeatures.Table, Sql: $"f.{feature.Name}", Kind: feature.Unit == "name" ? FieldKind.Text : FieldKind.Number))
        .Concat(Beside).Select((field, place) => new CustomerField(field.Name, field.Kind, FieldSource.Published, place, field.Sql, field.Table))];

    private static readonly Dictionary<string, CustomerField> Known = Published
        .Concat(LiveNames.Select(name => new CustomerField(LivePrefix + name, FieldKind.Number, FieldSource.Live, -1)))
        .Append(new CustomerField(LivePrefix + "segment", FieldKind.Text, FieldSource.Live, -1))
        .ToDictionary(field => field.Name, StringComparer.Ordinal);

    /// <summary>Every name but those of the context, which takes any.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>The field of a name; null when there is none. A context may hold anything, so each of its names is a field.</summary>
    public static CustomerField? Find(string name) => Known.GetValueOrDefault(name)
        ?? (name.Length > ContextPrefix.Length && name.StartsWith(ContextPrefix, StringComparison.Ordinal) ? new CustomerField(name, FieldKind.Text, FieldSource.Context, -1) : null);
}
