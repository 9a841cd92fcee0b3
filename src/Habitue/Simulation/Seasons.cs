namespace Habitue.Simulation;

/// <summary>When in the year a customer tends to buy.</summary>
internal enum Season { Steady, Winter, Spring, Sales }

/// <summary>
/// The shop's calendar: how busy each day is for each kind of customer, and when in the day people buy or browse.
/// Times are whole seconds since the first simulated day. The weights by month, weekday and hour follow Online Retail.
/// </summary>
internal sealed class Seasons
{
    public const int Day = 86_400;
    private static readonly double[] Month = [.72, .75, .92, .85, 1.0, .96, .92, .88, 1.12, 1.25, 1.7, 1.1];
    private static readonly double[] WinterMonth = [.2, .1, .1, .1, .1, .1, .1, .1, .3, 1.5, 4, 4];
    private static readonly double[] SpringMonth = [.3, .6, 2, 3, 3.5, 2, .6, .3, .3, .3, .3, .2];
    private static readonly double[] Weekday = [.8, 1.05, 1.15, 1.15, 1.3, 1.02, .5]; // Sunday first

    private readonly double[][] _sums;

    public Seasons(ShopPlan plan)
    {
        First = plan.Start.AddDays(-plan.HistoryDays);
        Days = plan.HistoryDays + plan.Days;
        Opening = plan.HistoryDays * Day;
        Closing = Days * Day;
        _sums = [.. Enum.GetValues<Season>().Select(Sums)];
    }

    /// <summary>The first day of all, also of the archive.</summary>
    public DateOnly First { get; }

    public int Days { get; }

    /// <summary>The moment from which orders go to the web and till files.</summary>
    public int Opening { get; }

    /// <summary>The first moment that is not simulated any more.</summary>
    public int Closing { get; }

    public DateOnly Date(int second) => First.AddDays(second / Day);

    /// <summary>A sale, when those who look for discounts buy most: January, July and late November.</summary>
    public static bool IsSale(DateOnly date) => (date.Month, date.Day) is (1, >= 2 and <= 20) or (7, <= 18) or (11, >= 22);

    /// <summary>Busy days between two moments: 1 a day on average over the whole calendar.</summary>
    public double Busy(Season season, int from, int until) => until <= from ? 0 : At(season, until) - At(season, from);

    /// <summary>A day in [from, until) drawn by how busy it is, as the second of its midnight.</summary>
    public int DrawDay(Season season, int from, int until, ref Dice dice)
    {
        var sums = _sums[(int)season];
        var target = dice.Between(At(season, from), At(season, until));
        var index = Array.BinarySearch(sums, target);
        if (index < 0) index = ~index - 1;
        return Math.Clamp(index, from / Day, (until - 1) / Day) * Day;
    }

    /// <summary>The second of the day of a web order: around noon, with a small evening.</summary>
    public static int WebOrderTime(ref Dice dice) => dice.Chance(.91) ? Around(12.7, 2.2, 0, 24, ref dice) : Around(19.8, 1.5, 0, 23, ref dice);

    public static int StoreTime(ref Dice dice) => Around(12.7, 2.3, 8, 19.5, ref dice);

    /// <summary>Looking around is spread wider over the day than buying.</summary>
    public static int BrowseTime(ref Dice dice) => dice.Chance(.65) ? Around(13, 3, 0, 24, ref dice) : Around(20, 2, 0, 23.5, ref dice);

    private static int Around(double hour, double spread, double open, double close, ref Dice dice)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var at = hour + spread * dice.Normal();
            if (at >= open && at < close) return (int)(at * 3600);
        }
        return (int)(hour * 3600);
    }

    private double At(Season season, int second)
    {
        var sums = _sums[(int)season];
        var day = Math.Clamp(second / Day, 0, Days);
        return day == Days ? sums[Days] : sums[day] + (sums[day + 1] - sums[day]) * (second - day * Day) / Day;
    }

    private double[] Sums(Season season)
    {
        var sums = new double[Days + 1];
        for (var i = 0; i < Days; i++)
        {
            var date = First.AddDays(i);
            sums[i + 1] = sums[i] + Weekday[(int)date.DayOfWeek] * season switch
            {
                Season.Winter => WinterMonth[date.Month - 1],
                Season.Spring => SpringMonth[date.Month - 1],
                Season.Sales => Month[date.Month - 1] * (IsSale(date) ? 5 : .5),
                _ => Month[date.Month - 1],
            };
        }
        var scale = Days / sums[Days];
        for (var i = 1; i <= Days; i++) sums[i] *= scale;
        return sums;
    }
}
