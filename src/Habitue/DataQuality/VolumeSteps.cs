using Habitue.Reports.Page;

namespace Habitue.DataQuality;

/// <summary>Rows per day or longer step, for each source.</summary>
/// <param name="Name">The source, or what was set aside.</param>
internal sealed record VolumePart(string Name, bool Aside, IReadOnlyList<long> Values);

/// <summary>The days of a range put together to steps: days up to three months, weeks up to two years, else 30 days. Days without rows are there too: they are what one looks for.</summary>
internal sealed class VolumeSteps
{
    private const int MostSources = 6;
    private const string Others = "other sources";

    /// <param name="days">All that came, by source and day.</param>
    /// <param name="aside">What was set aside, by day.</param>
    /// <param name="from">The first day.</param>
    /// <param name="until">The day after the last one.</param>
    public VolumeSteps(IReadOnlyList<SourceDay> days, IReadOnlyList<(DateTime Day, long Rows)> aside, DateTime from, DateTime until)
    {
        var count = Math.Max(0, (int)(until - from).TotalDays);   // a range may begin in the future, when all that came is dated so
        Length = count <= 92 ? 1 : count <= 740 ? 7 : 30;
        Starts = [.. Enumerable.Range(0, (count + Length - 1) / Length).Select(step => from.AddDays(step * Length))];
        SourceDay[] within = [.. days.Where(day => day.Day >= from && day.Day < until)];
        string[] largest = [.. within.GroupBy(day => day.Source).OrderByDescending(source => source.Sum(day => day.Events)).ThenBy(source => source.Key, StringComparer.Ordinal).Select(source => source.Key)];
        var shown = largest.Length <= MostSources ? largest : largest[..(MostSources - 1)];
        foreach (var name in shown) Add(name, false, within.Where(day => day.Source == name).Select(day => (day.Day, day.Events)), from);
        if (shown.Length < largest.Length) Add(Others, false, within.Where(day => !shown.Contains(day.Source)).Select(day => (day.Day, day.Events)), from);
        if (aside.Any(day => day.Day >= from && day.Day < until)) Add("set aside", true, aside.Where(day => day.Day >= from && day.Day < until), from);
    }

    public int Length { get; }

    public string Name => Length switch { 1 => "day", 7 => "week", _ => "30 days" };

    public IReadOnlyList<DateTime> Starts { get; }

    public List<VolumePart> Parts { get; } = [];

    public IEnumerable<string> Labels => Starts.Select(Numbers.Day);

    private void Add(string name, bool isAside, IEnumerable<(DateTime Day, long Rows)> rows, DateTime from)
    {
        var sums = new long[Starts.Count];
        foreach (var (day, count) in rows) sums[(int)(day - from).TotalDays / Length] += count;
        Parts.Add(new VolumePart(name, isAside, sums));
    }
}
