using System.Globalization;
using Habitue.Host;

namespace Habitue.Audit;

/// <summary>
/// How people are told apart: by the values of a column (<c>sex</c>), or by whether something holds of it (<c>age&lt;=25</c>, <c>race=White</c>). A column
/// of many numbers is cut into quarters.
/// </summary>
/// <param name="Text">As it was written.</param>
/// <param name="Sign"><c>=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>; empty for the column's own values.</param>
internal sealed record GroupSpec(string Text, string Column, string Sign, string Value)
{
    public const string Unknown = "unknown";

    /// <summary>A column of more values than this is not one of groups.</summary>
    private const int MostGroups = 12;

    private static readonly string[] Signs = ["<=", ">=", "<", ">", "="];

    /// <summary>Several, with commas between.</summary>
    public static IReadOnlyList<GroupSpec> All(string list) => [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    public static GroupSpec Parse(string text)
    {
        foreach (var sign in Signs)
        {
            var at = text.IndexOf(sign, StringComparison.Ordinal);
            if (at <= 0) continue;
            var (column, value) = (text[..at].Trim(), text[(at + sign.Length)..].Trim());
            if (value.Length == 0) throw new UserMistakeException($"'{text}' compares {column} with nothing; write {column}{sign}VALUE.");
            if (sign != "=" && !Number(value, out _)) throw new UserMistakeException($"'{text}' compares {column} with '{value}', which is no number.");
            return new GroupSpec(text, column, sign, value);
        }
        return new GroupSpec(text, text, "", "");
    }

    /// <summary>The group of each row.</summary>
    /// <exception cref="UserMistakeException">There are too many groups, or only one.</exception>
    public string[] Of(string?[] values)
    {
        var groups = Sign.Length > 0 ? Array.ConvertAll(values, Compared) : Array.ConvertAll(values, value => value ?? Unknown);
        var different = groups.Distinct().Count();
        if (Sign.Length == 0 && different > MostGroups)
        {
            if (!values.All(value => value is null || Number(value, out _)))
                throw new UserMistakeException($"{Column} has {different:N0} different values, too many for groups; say which one matters, such as '{Column}={values.First(value => value is not null)}'.");
            groups = Quarters(values);
            different = groups.Distinct().Count();
        }
        if (groups.Where(group => group != Unknown).Distinct().Count() < 2) throw new UserMistakeException($"'{Text}' makes one group only{(groups.Length > 0 ? $", '{groups[0]}'" : "")}; two are needed to compare.");
        return groups;
    }

    private string Compared(string? value)
    {
        if (value is null) return Unknown;
        if (Sign == "=") return string.Equals(value, Value, StringComparison.OrdinalIgnoreCase) ? $"{Column} {Value}" : $"{Column} other than {Value}";
        if (!Number(value, out var left)) return Unknown;
        Number(Value, out var right);
        var (holds, opposite) = Sign switch
        {
            "<=" => (left <= right, ">"),
            "<" => (left < right, ">="),
            ">=" => (left >= right, "<"),
            _ => (left > right, "<="),
        };
        return $"{Column} {(holds ? Sign : opposite)} {Value}";
    }

    private string[] Quarters(string?[] values)
    {
        var known = values.Where(value => value is not null).Select(value => Parsed(value!)).Order().ToArray();
        double[] cuts = [.. new[] { 1, 2, 3 }.Select(quarter => known[(known.Length - 1) * quarter / 4]).Distinct()];
        return Array.ConvertAll(values, value =>
        {
            if (value is null) return Unknown;
            var place = cuts.Count(cut => Parsed(value) > cut);
            return place == 0 ? $"{Column} up to {Short(cuts[0])}" : place == cuts.Length ? $"{Column} above {Short(cuts[^1])}" : $"{Column} {Short(cuts[place - 1])} to {Short(cuts[place])}";
        });
    }

    private static string Short(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static double Parsed(string text) => Number(text, out var value) ? value : double.NaN;

    private static bool Number(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
