namespace Habitue.Decisions.Customers;

/// <summary>
/// A customer as decisions see one: a row of the published table, what goes on live, and what the caller said. It copies nothing, so it
/// costs nothing to make; a customer whom nobody knows is one in whom everything is missing.
/// </summary>
/// <param name="Table">The published table.</param>
/// <param name="Row">The customer's row, or -1.</param>
/// <param name="Live">What goes on at the moment.</param>
/// <param name="Context">What the caller said, by name.</param>
internal readonly record struct CustomerView(CustomerTable Table, int Row, LiveFacts Live, IReadOnlyDictionary<string, string> Context)
{
    private static readonly Dictionary<string, string> NoContext = [];

    /// <summary>Of whom nothing is known.</summary>
    public static CustomerView Nobody { get; } = new(CustomerTable.Empty, -1, LiveFacts.None, NoContext);

    public bool IsKnown => Row >= 0;

    /// <summary>A number; NaN when it is missing or is none.</summary>
    public double Number(CustomerField field) => field.Source switch
    {
        FieldSource.Published => Row < 0 ? double.NaN : Table.Number(field.Place, Row),
        FieldSource.Live => Live.Numbers.TryGetValue(field.Name[CustomerFields.LivePrefix.Length..], out var number) ? number : double.NaN,
        _ => Context.TryGetValue(field.Name[CustomerFields.ContextPrefix.Length..], out var text) && double.TryParse(text, out var said) && double.IsFinite(said) ? said : double.NaN,
    };

    /// <summary>A text; null when it is missing. Live segments are several: ask <see cref="Is"/>.</summary>
    public string? Text(CustomerField field) => field.Source switch
    {
        FieldSource.Published => Row < 0 ? null : Table.Text(field.Place, Row),
        FieldSource.Live => Live.Segments.FirstOrDefault(),
        _ => Context.GetValueOrDefault(field.Name[CustomerFields.ContextPrefix.Length..]),
    };

    /// <summary>Whether a text is this one, in any letters; of live segments, whether it is among them.</summary>
    public bool Is(CustomerField field, string text) => field.Source == FieldSource.Live
        ? Live.Segments.Contains(text, StringComparer.OrdinalIgnoreCase)
        : string.Equals(Text(field), text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether there is a value at all.</summary>
    public bool Has(CustomerField field) => field.Kind == FieldKind.Number ? !double.IsNaN(Number(field)) : Text(field) is not null;
}
