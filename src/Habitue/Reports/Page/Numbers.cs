using Habitue.Insights;

namespace Habitue.Reports.Page;

/// <summary>How pages write numbers, amounts, shares and dates: in the way of the current <see cref="Locale"/> (the report: English), and short enough to be read.</summary>
internal sealed class Numbers(string? currency)
{
    /// <summary>Below ten thousand a number is short enough as it is.</summary>
    private const double LeastShort = 9999.5;

    /// <summary>What stands before an amount: a sign where one is common, else the code and a space.</summary>
    public string CurrencySign { get; } = ShopCurrency.Sign(currency);

    public static string Count(long value) => value.ToString("N0", Locale.Current.Number);

    /// <summary>Whole above a thousand, with cents below it.</summary>
    public string Money(double value)
    {
        var size = Math.Abs(value);
        var sign = value < 0 ? "\u2212" : "";
        return sign + Locale.Current.Money(CurrencySign, size.ToString(size >= 1000 ? "N0" : "N2", Locale.Current.Number));
    }

    /// <summary>Three digits and a letter where the amount is large: £10.7M.</summary>
    public string ShortMoney(double value) => Math.Abs(value) < LeastShort ? Money(value) : (value < 0 ? "\u2212" : "") + Locale.Current.Money(CurrencySign, Short(Math.Abs(value)));

    public static string Short(double value) => Math.Abs(value) switch
    {
        >= 999.5e6 => Three(value / 1e9) + "B",
        >= 999.5e3 => Three(value / 1e6) + "M",
        >= LeastShort => Three(value / 1e3) + "k",
        _ => Value(value),
    };

    /// <summary>A measured value with three or four digits that mean something.</summary>
    public static string Value(double value) => Math.Abs(value) switch
    {
        _ when double.IsNaN(value) => "–",
        >= 1000 => value.ToString("N0", Locale.Current.Number),
        _ => Three(value),
    };

    /// <summary>A value of a feature whose unit the catalogue tells.</summary>
    public string InUnit(double value, string unit) => unit switch
    {
        _ when double.IsNaN(value) => "–",
        "share 0-1" => Share(value),
        "money" or "money per unit" => Money(value),
        _ => Value(value),
    };

    public static string Share(double share) => double.IsFinite(share)
        ? Locale.Current.Share((share * 100).ToString(share is > 0 and < 0.001 ? "0.00" : "0.0", Locale.Current.Number))
        : "–";

    public static string Share(double part, double whole) => Share(whole == 0 ? double.NaN : part / whole);

    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => Three(bytes / 1e9) + " GB",
        >= 1_000_000 => Three(bytes / 1e6) + " MB",
        >= 1_000 => Three(bytes / 1e3) + " kB",
        _ => bytes + " bytes",
    };

    public static string Day(DateTime day) => Locale.Current.Day(day);

    /// <summary>A day for files and for sorting: the same in every place.</summary>
    public static string Iso(DateTime day) => day.ToString("yyyy-MM-dd");

    /// <summary>A day and the time to the minute.</summary>
    public static string Moment(DateTime at) => Day(at) + at.ToString(", HH:mm");

    public static string Month(DateOnly month) => month.ToString("MMM yyyy");

    public static string Hour(int hour) => hour.ToString("00") + ":00";

    public static string Weekday(int weekday) =>
        ((string[])["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])[weekday - 1];

    /// <summary>One thing, several things: <c>1 order</c>, <c>2,500 orders</c>.</summary>
    public static string Many(long count, string one, string? more = null) =>
        Count(count) + " " + (count == 1 ? one : more ?? one + "s");

    private static string Three(double value) => Math.Abs(value) switch
    {
        >= 100 => value.ToString("0", Locale.Current.Number),
        >= 10 => value.ToString("0.#", Locale.Current.Number),
        >= 1 or 0 => value.ToString("0.##", Locale.Current.Number),
        >= 0.1 => value.ToString("0.###", Locale.Current.Number),
        _ => value.ToString("0.####", Locale.Current.Number),
    };
}
