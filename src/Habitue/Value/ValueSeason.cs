using System.Globalization;
using Habitue.Insights;
using Habitue.Learning.Lifetime;

namespace Habitue.Value;

/// <summary>
/// How busy each month of the calendar is, 1 on average over a year. The models of buying suppose that customers buy as readily on any day; in a shop with a season
/// they take December for eagerness and February for leaving. So time is counted as busy time: a day of a month that is twice as busy counts as two. What
/// is left of a history that ends after Christmas is then not more, and not less, than the same customers would have bought in any other year.
/// </summary>
internal sealed record ValueSeason(IReadOnlyList<double> Months)
{
    /// <summary>A month that was seen for a small part of its year, or hardly at all, is taken for a usual one: as if so many purchases had been seen at the usual pace.</summary>
    private const double UsualPurchases = 20;

    /// <summary>A season is what comes back: when hardly a month was seen twice, it cannot be told from how customers grow quieter with age. So a year and a quarter are needed.</summary>
    private const int LeastHistoryDays = 365 + 90, Rounds = 2;

    private const double LeastBusy = 0.05;

    private static readonly int[] DaysOf = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    private readonly double ofYear = Months.Select((busy, month) => busy * DaysOf[month]).Sum();

    /// <summary>Every day is like any other.</summary>
    public static ValueSeason None { get; } = new([.. Enumerable.Repeat(1.0, 12)]);

    /// <summary>Busy weeks between two days; the first does not count, the last does.</summary>
    public double Weeks(DateOnly from, DateOnly until) => (Before(until) - Before(from)) / 7;

    /// <summary>
    /// The season as the history before a moment shows it: in each month the repeat purchases that came, beside those that Pareto/NBD expects of customers who began when these
    /// did. Both are worked out twice, the second time with the busy time that the first has found.
    /// </summary>
    /// <param name="run">What is read.</param>
    /// <param name="at">The customers, in plain time.</param>
    /// <param name="part">Which customers, as a condition on o.customer_id.</param>
    public static ValueSeason Of(SliceRun run, ValueHistories at, string part)
    {
        var firsts = at.FirstDays();
        if (firsts.Length == 0 || at.LastDay.DayNumber - firsts.Min().DayNumber < LeastHistoryDays) return None;
        var came = new double[12];
        foreach (var (month, repeats) in run.Warehouse.Rows<(int Month, long Repeats)>(SliceQueries.Read("Value/value_months", ("moment", PastFeatures.Literal(at.Moment)), ("part", part)))) came[month - 1] = repeats;
        var cohorts = firsts.GroupBy(day => day).OrderBy(group => group.Key).Select(group => (Day: group.Key, Customers: (double)group.Count())).ToArray();
        var season = None;
        for (var round = 0; round < Rounds; round++)
        {
            var expected = season.Expected(BuyingModels.OfBuying(at.In(season), run.Fit), cohorts, at.LastDay);
            season = Usual([.. season.Months.Select((busy, month) => busy * (came[month] + UsualPurchases) / (expected[month] + UsualPurchases))]);
        }
        return season;
    }

    /// <summary>As it is kept with a model.</summary>
    public string Text => this == None ? "none" : string.Join(' ', Months.Select(month => month.ToString("R", CultureInfo.InvariantCulture)));

    public static ValueSeason Parse(string text) => text == "none" ? None : new([.. text.Split(' ').Select(month => double.Parse(month, CultureInfo.InvariantCulture))]);

    /// <summary>How many repeat purchases of these customers fall into each month until the last day.</summary>
    private double[] Expected(ParetoNbdModel model, (DateOnly Day, double Customers)[] cohorts, DateOnly last)
    {
        var expected = new double[12];
        foreach (var (first, customers) in cohorts)
        {
            var (day, so) = (first, 0.0);
            while (day < last)
            {
                var end = new DateOnly(day.AddDays(1).Year, day.AddDays(1).Month, DaysIn(day.AddDays(1)));
                if (end > last) end = last;
                var until = customers * model.ExpectedPurchases(Weeks(first, end));
                expected[end.Month - 1] += until - so;
                (day, so) = (end, until);
            }
        }
        return expected;
    }

    private static ValueSeason Usual(double[] months)
    {
        var mean = months.Select((busy, month) => busy * DaysOf[month] / 365).Sum();
        double[] busy = [.. months.Select(month => Math.Max(LeastBusy, month / mean))];
        return new ValueSeason(busy);
    }

    private static int DaysIn(DateOnly day) => DateTime.DaysInMonth(day.Year, day.Month);

    /// <summary>Busy days from the year 1 on, the day itself among them; a leap day is one of February.</summary>
    private double Before(DateOnly day)
    {
        var years = day.Year - 1;
        var sum = (years * ofYear) + (((years / 4) - (years / 100) + (years / 400)) * Months[1]);
        for (var month = 1; month < day.Month; month++) sum += Months[month - 1] * DateTime.DaysInMonth(day.Year, month);
        return sum + (Months[day.Month - 1] * day.Day);
    }
}
