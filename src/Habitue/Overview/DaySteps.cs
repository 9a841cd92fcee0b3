using Habitue.Reports.Page;

namespace Habitue.Overview;

/// <summary>Days put together to the steps of a chart: days up to three months, weeks up to two years, else 30 days.</summary>
internal sealed class DaySteps(IReadOnlyList<OverviewDay> days)
{
    public int Length { get; } = days.Count <= 92 ? 1 : days.Count <= 740 ? 7 : 30;

    public string Name => Length switch { 1 => "day", 7 => "week", _ => "30 days" };

    /// <summary>The steps, counted from the end so that the last is whole; a first that is not is left out.</summary>
    public IReadOnlyList<OverviewDay> Steps { get; } = Sum(days, days.Count <= 92 ? 1 : days.Count <= 740 ? 7 : 30);

    public IReadOnlyList<string> Labels => [.. Steps.Select(step => Numbers.Day(step.Day))];

    private static List<OverviewDay> Sum(IReadOnlyList<OverviewDay> days, int length)
    {
        var steps = new List<OverviewDay>();
        for (var start = days.Count % length; start < days.Count; start += length)
        {
            var part = days.Skip(start).Take(length).ToArray();
            steps.Add(new OverviewDay(part[0].Day, part.Sum(day => day.Revenue), part.Sum(day => day.Orders), part.Sum(day => day.NewCustomers), part.Sum(day => day.Visits), part.Sum(day => day.Converted)));
        }
        return steps;
    }
}
