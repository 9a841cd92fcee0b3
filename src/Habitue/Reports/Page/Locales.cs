using System.Collections.Frozen;
using System.Globalization;

namespace Habitue.Reports.Page;

/// <summary>
/// The places whose ways of writing are known. The program carries no tables of the operating system's (it runs the same everywhere), so they stand here; a test compares each
/// with what the browser's own tables say.
/// </summary>
internal static class Locales
{
    private const string Space = "\u00A0", Thin = "\u202F", Before = "¤n", BeforeSpaced = "¤\u00A0n", After = "n\u00A0¤", Close = "n%", Spaced = "n\u00A0%", MonthFirst = "MMM d, yyyy", DayFirst = "d MMM yyyy";

    public static IReadOnlyList<Locale> All { get; } =
    [
        Of("en", ".", ",", DayFirst, Before, Close),
        Of("en-GB", ".", ",", DayFirst, Before, Close), Of("en-US", ".", ",", MonthFirst, Before, Close), Of("en-AU", ".", ",", DayFirst, Before, Close), Of("en-CA", ".", ",", MonthFirst, Before, Close),
        Of("en-IE", ".", ",", DayFirst, Before, Close), Of("en-IN", ".", ",", DayFirst, Before, Close, 3, 2), Of("en-NZ", ".", ",", DayFirst, Before, Close),
        Of("de", ",", ".", "d.M.yyyy", After, Spaced), Of("de-AT", ",", Space, "d.M.yyyy", BeforeSpaced, Spaced), Of("da", ",", ".", "d.M.yyyy", After, Spaced), Of("nb", ",", Space, "d.M.yyyy", After, Spaced),
        Of("sv", ",", Space, "yyyy-MM-dd", After, Spaced), Of("fi", ",", Space, "d.M.yyyy", After, Spaced), Of("nl", ",", ".", "d-M-yyyy", BeforeSpaced, Close),
        Of("fr", ",", Thin, "dd/MM/yyyy", After, Spaced), Of("fr-CA", ",", Space, "yyyy-MM-dd", After, Spaced), Of("it", ",", ".", "dd/MM/yyyy", After, Close),
        Of("es", ",", ".", "d/M/yyyy", After, Spaced), Of("es-MX", ".", ",", "d/M/yyyy", Before, Close), Of("pt", ",", ".", "dd/MM/yyyy", BeforeSpaced, Close), Of("pt-PT", ",", Space, "dd/MM/yyyy", After, Close),
        Of("pl", ",", Space, "d.MM.yyyy", After, Close), Of("cs", ",", Space, "d. M. yyyy", After, Spaced), Of("sk", ",", Space, "d. M. yyyy", After, Spaced), Of("hu", ",", Space, "yyyy. MM. dd.", After, Close),
        Of("ro", ",", ".", "dd.MM.yyyy", After, Spaced), Of("el", ",", ".", "d/M/yyyy", After, Close), Of("hr", ",", ".", "dd. MM. yyyy.", After, Spaced), Of("tr", ",", ".", "dd.MM.yyyy", Before, "%n"),
        Of("ru", ",", Space, "dd.MM.yyyy", After, Spaced), Of("uk", ",", Space, "dd.MM.yyyy", After, Close),
        Of("ja", ".", ",", "yyyy/M/d", Before, Close), Of("ko", ".", ",", "yyyy. M. d.", Before, Close), Of("zh", ".", ",", "yyyy/M/d", Before, Close), Of("id", ",", ".", "d/M/yyyy", Before, Close),
    ];

    public static FrozenDictionary<string, Locale> ByTag { get; } = All.Append(All.First(one => one.Tag == "nb") with { Tag = "no" }).ToFrozenDictionary(one => one.Tag, StringComparer.OrdinalIgnoreCase);

    private static Locale Of(string tag, string point, string group, string day, string money, string share, params int[] groups)
    {
        var number = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        (number.NumberDecimalSeparator, number.NumberGroupSeparator, number.NumberGroupSizes) = (point, group, groups.Length == 0 ? [3] : groups);
        return new Locale(tag, NumberFormatInfo.ReadOnly(number), day, money, share);
    }
}
