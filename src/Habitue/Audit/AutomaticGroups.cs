namespace Habitue.Audit;

/// <summary>
/// What tells people apart without anybody having said so: what is known of customers, or columns of a file whose names say that they are about the
/// person. What somebody knows to matter besides is asked for with <c>habitue audit --by</c>.
/// </summary>
internal static class AutomaticGroups
{
    /// <summary>Whether a customer had bought at most once, or more often, at the moment that is judged.</summary>
    public const string NewOrReturning = "new_or_returning";

    private static readonly string[] OfCustomers = ["gender", "age", "country", "device", NewOrReturning];

    /// <summary>Names of columns without signs and capitals.</summary>
    private static readonly string[] OfFiles =
    [
        "sex", "gender", "age", "agegroup", "race", "ethnicity", "ethnicgroup", "religion", "disability", "nationality", "nativecountry", "country", "region", "marital", "maritalstatus", "seniorcitizen", "foreign", "foreignworker", "device",
    ];

    /// <summary>Values of these are too many and too unequal: the commonest is held against all others.</summary>
    private static readonly string[] CommonestAgainstOthers = ["country", "nativecountry", "nationality"];

    /// <param name="isFile">Whether the columns are those of a user's own file.</param>
    /// <param name="values">The values of a column in the judged rows.</param>
    public static IEnumerable<GroupSpec> Of(IReadOnlyList<string> columns, bool isFile, Func<string, string?[]> values)
    {
        foreach (var column in columns.Where(column => (isFile ? OfFiles : OfCustomers).Contains(Plain(column))))
        {
            if (!CommonestAgainstOthers.Contains(Plain(column))) yield return new GroupSpec(column, column, "", "");
            else if (values(column).OfType<string>().CountBy(value => value).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Key).FirstOrDefault() is { } commonest)
                yield return new GroupSpec($"{column}={commonest}", column, "=", commonest);
        }
    }

    private static string Plain(string name) => name == NewOrReturning ? name : string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
