using System.Globalization;

namespace Habitue.Reports.Page;

/// <summary>
/// How the numbers, shares, amounts and days of a place are written. The words stay English; what is meant for machines (files, addresses, the values behind a table) never
/// asks here. The current one follows the request that a page is rendered for; elsewhere it is English.
/// </summary>
/// <param name="Tag">The language tag, which browsers know too.</param>
/// <param name="Number">Decimal sign and groups.</param>
/// <param name="DayForm">A day as a format for dates.</param>
/// <param name="MoneyForm">Where the sign of the currency (¤) stands beside the number (n).</param>
/// <param name="ShareForm">Where the percent sign stands beside the number (n).</param>
internal sealed record Locale(string Tag, NumberFormatInfo Number, string DayForm, string MoneyForm, string ShareForm)
{
    private const int LongestHeader = 400;

    private static readonly AsyncLocal<Locale?> Chosen = new();

    /// <summary>English without a country, as the report writes.</summary>
    public static Locale English => Locales.All[0];

    public static Locale Current => Chosen.Value ?? English;

    /// <summary>Writes like this from here on, within this request.</summary>
    public void Use() => Chosen.Value = this;

    /// <summary>The first of the reader's languages whose ways are known, by the header <c>Accept-Language</c>; English when there is none.</summary>
    public static Locale Of(string? acceptLanguage)
    {
        if (acceptLanguage is null or "" || acceptLanguage.Length > LongestHeader) return English;
        var wishes = acceptLanguage.Split(',').Select(part => part.Split(';')).Select((part, place) => (Tag: part[0].Trim(), Weight: WeightOf(part), place));
        foreach (var (tag, weight, _) in wishes.OrderByDescending(wish => wish.Weight).ThenBy(wish => wish.place))
            if (weight > 0 && Find(tag) is { } found) return found;
        return English;
    }

    public string Money(string sign, string number) => sign.Length == 0 ? number : MoneyForm.Length == 3
        ? MoneyForm.Replace("¤", sign.TrimEnd('\u00A0'), StringComparison.Ordinal).Replace("n", number, StringComparison.Ordinal)
        : sign + number;

    public string Share(string number) => ShareForm.Replace("n", number, StringComparison.Ordinal);

    public string Day(DateTime day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    private static Locale? Find(string tag) => Locales.ByTag.GetValueOrDefault(tag) ?? (tag.IndexOf('-', StringComparison.Ordinal) is var cut and > 0 ? Locales.ByTag.GetValueOrDefault(tag[..cut]) : null);

    private static double WeightOf(string[] part) =>
        part.Skip(1).Select(one => one.Trim()).FirstOrDefault(one => one.StartsWith("q=", StringComparison.Ordinal)) is not { } q ? 1 : double.TryParse(q.AsSpan(2), CultureInfo.InvariantCulture, out var weight) ? weight : 0;
}
