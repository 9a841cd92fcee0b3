using System.Globalization;
using Habitue.Learning.Experiments;

namespace Habitue.Experiments.Pages;

/// <summary>How many customers a test needs, from what somebody asks; the figures of <c>habitue experiments power</c>.</summary>
/// <param name="Once">Customers in each variant for one look at the end.</param>
/// <param name="AnyLook">The most that it takes when one looks every day.</param>
/// <param name="Days">Days for one look; null when nobody said how many customers come.</param>
internal sealed record PowerAnswer(double Share, double Lift, int Variants, double Once, double AnyLook, double? Days, double? AnyDays)
{
    public double TunedFor => 2 * AnyLook;

    /// <summary>The answer, or what is wrong with the question, in a sentence.</summary>
    public static (PowerAnswer? Answer, string Problem) Of(string share, string lift, string variants, string daily)
    {
        if (!Number(share, out var p) || p is not (> 0 and < 1)) return (null, "The share of customers who do it now must be above 0 and below 1, such as 0.03.");
        if (!Number(lift, out var change) || change == 0) return (null, "Name the change that should be seen, such as 0.1 for a tenth more.");
        var treated = p * (1 + change);
        if (treated is not (> 0 and < 1)) return (null, $"A change of {change.ToString(CultureInfo.InvariantCulture)} would make the share {treated.ToString("0.####", CultureInfo.InvariantCulture)}; it must stay above 0 and below 1.");
        if (!int.TryParse(variants, CultureInfo.InvariantCulture, out var count) || count is < 2 or > 50) return (null, "There must be from 2 to 50 variants.");
        double? each = daily.Length == 0 ? null : Number(daily, out var given) && given > 0 ? given : double.NaN;
        if (each is double.NaN) return (null, "The customers a day must be a number above 0.");
        var size = new SampleSize { Treatments = count - 1 };
        var spread = Math.Sqrt(((p * (1 - p)) + (treated * (1 - treated))) / 2);
        var (once, any) = (Math.Ceiling(size.OfShares(p, treated)), Math.Ceiling(size.OfMeansLookedAtDaily(treated - p, spread)));
        return (new PowerAnswer(p, change, count, once, any, each is { } a ? Math.Ceiling(once * count / a) : null, each is { } b ? Math.Ceiling(any * count / b) : null), "");
    }

    private static bool Number(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
