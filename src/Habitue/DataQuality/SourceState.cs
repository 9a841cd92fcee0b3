using Habitue.Reports.Page;

namespace Habitue.DataQuality;

/// <summary>What a source brought on a day.</summary>
internal sealed record SourceDay(string Source, DateTime Day, long Events, DateTime Newest);

/// <summary>A source as the ledger knows it.</summary>
internal sealed record SourceSums(string Name, string Kind, long Files, long? Rows, long SetAside, DateTime LoadedAt);

/// <summary>How fresh a source is.</summary>
/// <param name="Newest">Its newest event; null for records that have no moment, such as profiles.</param>
/// <param name="UsualGap">The days between days with events, as a rule; null when it had too few.</param>
internal sealed record SourceState(SourceSums Sums, DateTime? Newest, double? UsualGap)
{
    /// <summary>The last days from which the usual gap is taken, and how often it must be exceeded before a source counts as silent.</summary>
    private const int DaysLookedAt = 30, Times = 3;

    public static SourceState Of(SourceSums sums, IReadOnlyList<SourceDay> days)
    {
        if (sums.Kind != "events") return new SourceState(sums, null, null);
        DateTime[] own = [.. days.Where(day => day.Source == sums.Name).Select(day => day.Day).TakeLast(DaysLookedAt + 1)];
        var newest = days.LastOrDefault(day => day.Source == sums.Name)?.Newest;
        double[] gaps = [.. own.Zip(own.Skip(1), (before, after) => (after - before).TotalDays).Order()];
        return new SourceState(sums, newest, gaps.Length < 2 ? null : gaps[gaps.Length / 2]);
    }

    /// <summary>It brings less often than it used to: nothing for three times its usual gap and at least two days.</summary>
    public bool IsSilent(DateTime now) => Newest is { } last && UsualGap is { } gap && (now - last).TotalDays > Math.Max(2, Times * gap);

    /// <summary>How long ago something was, as people say it.</summary>
    public static string Ago(TimeSpan age) => age.TotalSeconds switch
    {
        < 0 => "ahead of now",
        < 90 => $"{age.TotalSeconds:0} s",
        < 90 * 60 => $"{age.TotalMinutes:0} min",
        < 36 * 3600 => $"{age.TotalHours:0} h",
        _ => $"{Numbers.Count((long)age.TotalDays)} days",
    };
}
