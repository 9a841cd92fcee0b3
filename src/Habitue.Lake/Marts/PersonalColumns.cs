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

    private static readonly HashSet<string> Ids = ["customer_id", "anonymous_id", "session_id", "session_key", "subject", "id"];

    /// <summary>What events hold beside their own fields; in a file its parts are looked at one by one.</summary>
    public const string Container = "properties";

    /// <summary>The column that only tables from files of the user's own have: the number of the row. What else stands in them was called by somebody who does not know this list.</summary>
    public const string RowInFile = "row_in_file";

    /// <summary>How files of others call such columns: whole names, and parts of names, in small letters and without what stands between words.</summary>
    private static readonly HashSet<string> NamesInFiles = [.. OfPersons.Concat(Free).Select(Plain).Except([Container]), "traits", "customername", "username", "ip", "zip", "comment", "text", "message", "query"];

    private static readonly string[] PartsInFiles = ["mail", "phone", "firstname", "lastname", "fullname", "surname", "street", "address", "postcode", "birth", "gender", "useragent", "searchterm"];

    /// <summary>Marks the personal ones among a table's columns.</summary>
    public static IEnumerable<bool> Among(IReadOnlyList<string> columns)
    {
        bool ofCustomers = columns.Contains("customer_id"), ofAFile = columns.Contains(RowInFile);
        return columns.Select(column => (ofCustomers && (OfPersons.Contains(column) || Free.Contains(column))) || (ofAFile && IsCalledPersonal(column)));
    }

    /// <summary>Whether a column holds ids that may be e-mail addresses, which name a person. In a table from a file of the user's own every column may.</summary>
    /// <param name="column">The column.</param>
    /// <param name="ofTable">All columns of its table.</param>
    public static bool IsId(string column, IEnumerable<string> ofTable) => Ids.Contains(column) || ofTable.Contains(RowInFile);

    /// <summary>Whether a column of whatever file is called like something that names, reaches or describes a person.</summary>
    public static bool IsCalledPersonal(string column)
    {
        var plain = Plain(column);
        return NamesInFiles.Contains(plain) || PartsInFiles.Any(part => plain.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>The column as SQL that puts another word in the place of an e-mail address: the same one wherever the address stands, so that tables still join, and none that can be guessed.</summary>
    /// <param name="quoted">The column's name as SQL writes it.</param>
    /// <param name="word">The home's secret word (<see cref="IdWord"/>).</param>
    public static string Renamed(string quoted, string word) => $"CASE WHEN contains({quoted}, '@') THEN '#' || left(sha256({quoted} || '{word}'), 16) ELSE {quoted} END";

    private static string Plain(string column) => string.Concat(column.Where(char.IsLetter)).ToLowerInvariant();
}
