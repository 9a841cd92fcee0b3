namespace Habitue.Lake.Marts;

/// <summary>
/// Which columns of a home's tables tell who somebody is. Only a table of customers has such columns: the name of a model is none. The one list of them, for whoever masks, leaves out or
/// writes down.
/// </summary>
public static class PersonalColumns
{
    /// <summary>What describes or reaches a person.</summary>
    public static IReadOnlySet<string> OfPersons { get; } = new HashSet<string>(StringComparer.Ordinal) { "gender", "age", "birth_date", "city", "name", "first_name", "last_name", "email", "phone", "address", "postcode", "postal_code" };

    /// <summary>What customers wrote, and fields that hold a record as it came.</summary>
    private static readonly HashSet<string> Free = ["properties", "original", "details", "title", "subject", "body", "user_agent", "search"];

    private static readonly HashSet<string> Ids = ["customer_id", "anonymous_id", "session_id", "session_key"];

    /// <summary>Marks the personal ones among a table's columns.</summary>
    public static IEnumerable<bool> Among(IReadOnlyList<string> columns)
    {
        var ofCustomers = columns.Contains("customer_id");
        return columns.Select(column => ofCustomers && (OfPersons.Contains(column) || Free.Contains(column)));
    }

    /// <summary>Whether a column holds ids that may be e-mail addresses, which name a person.</summary>
    public static bool IsId(string column) => Ids.Contains(column);

    /// <summary>The column as SQL that puts another word in the place of an e-mail address: the same one wherever the address stands, so that tables still join, and none that can be guessed.</summary>
    /// <param name="quoted">The column's name as SQL writes it.</param>
    /// <param name="word">The home's secret word (<see cref="IdWord"/>).</param>
    public static string Renamed(string quoted, string word) => $"CASE WHEN contains({quoted}, '@') THEN '#' || left(sha256({quoted} || '{word}'), 16) ELSE {quoted} END";
}
