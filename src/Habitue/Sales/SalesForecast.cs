using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Forecasting;
using Habitue.Reports.Page;

namespace Habitue.Sales;

/// <summary>What was sold on a day.</summary>
internal sealed record SalesDay(DateTime Day, double Revenue, long Orders = 0, double Units = 0, double Discount = 0)
{
    /// <summary>The days that are over: what today sold so far is not what such a day sells.</summary>
    public static IReadOnlyList<SalesDay> Over(IEnumerable<SalesDay> days, DateTime now) => [.. days.Where(day => day.Day != now.Date)];
}

/// <summary>A day to come: what is expected, and the bounds within which 80 and 95 of 100 such days should lie.</summary>
internal sealed record DayToCome(DateTime Day, double Expected, double Low80, double High80, double Low95, double High95);

/// <summary>
/// The revenue of the next four weeks, by the day: exponential smoothing with a weekly season on the scale of roots, and how it would have done in the last weeks beside the plainest forecast
/// there is (each day is what its weekday was a week before).
/// </summary>
internal sealed record SalesForecast(IReadOnlyList<DayToCome> Days, ForecastCheck Check)
{
    public const int DaysAhead = 28;

    /// <summary>From how many moments of the past it is checked, a week apart.</summary>
    public const int Moments = 9;

    /// <summary>How far back it learns: older days say little, and a page must not take long.</summary>
    public const int DaysBack = 730;

    private static readonly ExponentialSmoothing Recipe = new() { Season = 7, Scale = SeriesScale.Root };

    /// <summary>The fewest days with which the past can be checked.</summary>
    public static int LeastDays => Recipe.LeastValues + DaysAhead + ((Moments - 1) * Recipe.Season);

    /// <summary>Null when there are too few days, or hardly anything was sold on them.</summary>
    public static SalesForecast? Of(IReadOnlyList<SalesDay> days, CancellationToken cancel)
    {
        // Days before the first sale are not of this product or country yet.
        var sold = days.SkipWhile(day => day.Revenue <= 0).TakeLast(DaysBack).ToArray();
        if (sold.Length < LeastDays) return null;
        var (series, run) = (new TimeSeries([.. sold.Select(day => Math.Max(0, day.Revenue))]), new FitRun(cancel));
        if (ForecastCheck.Of(Recipe, series, DaysAhead, Moments, 0.8, run) is not { MeanValue: > 0 } check) return null;
        var model = Recipe.Fit(series, run);
        var (near, far) = (model.Next(DaysAhead, 0.8), model.Next(DaysAhead, 0.95));
        return new SalesForecast([.. near.Select((one, i) => new DayToCome(sold[^1].Day.AddDays(i + 1), one.Expected, one.Low, one.High, far[i].Low, far[i].High))], check);
    }

    /// <summary>The sum of the days.</summary>
    public double Expected => Days.Sum(day => day.Expected);

    /// <summary>How far to trust it, for people who forecast nothing.</summary>
    public string InWords()
    {
        var words = $"Checked on the last {(DaysAhead / 7) + Moments - 1} weeks, each time without knowing what came: a day was missed by {Numbers.Share(Check.RelativeError)} of a usual day. Taking the same weekday of the week before missed by {Numbers.Share(Check.RelativeNaiveError)}";
        words += Check.Error < Check.NaiveError ? "." : ", which is no worse: do not rely on this forecast.";
        return $"{words} Of the days, {Numbers.Share(Check.Within)} lay within the darker band, which should hold 80 of 100. It knows the weekdays and the level of late, and neither holidays, campaigns nor seasons of the year.";
    }
}
