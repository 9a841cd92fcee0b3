using Habitue.DataQuality;

namespace Habitue.Tests.DataQuality;

public sealed class SourceStateTests
{
    private static readonly DateTime First = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private static SourceState Of(params int[] days) => SourceState.Of(new SourceSums("web", "events", 1, 10, 0, First), [.. days.Select(day => new SourceDay("web", First.AddDays(day), 5, First.AddDays(day).AddHours(9)))]);

    [Theory]
    [InlineData(1.0, false)]   // the usual gap is a day: silent after three
    [InlineData(2.9, false)]
    [InlineData(3.1, true)]
    public void A_daily_source_is_silent_after_three_days(double later, bool silent) => Assert.Equal(silent, Of(0, 1, 2, 3, 4).IsSilent(First.AddDays(4).AddHours(9).AddDays(later)));

    [Fact]
    public void A_weekly_source_may_be_quiet_for_three_weeks()
    {
        var weekly = Of(0, 7, 14, 21);
        Assert.Equal(7, weekly.UsualGap);
        Assert.False(weekly.IsSilent(First.AddDays(41)));
        Assert.True(weekly.IsSilent(First.AddDays(43)));
        Assert.False(Of(0, 1).IsSilent(First.AddDays(400)));   // two days tell of no habit
    }

    [Fact]
    public void Days_without_rows_are_there_and_long_ranges_are_put_together()
    {
        SourceDay[] days = [new("a", First, 5, First), new("a", First.AddDays(3), 2, First), new("b", First.AddDays(3), 8, First)];
        var daily = new VolumeSteps(days, [(First.AddDays(1), 4)], First, First.AddDays(4));
        Assert.Equal(["b", "a", "set aside"], daily.Parts.Select(part => part.Name));
        Assert.Equal([0, 0, 0, 8], daily.Parts[0].Values);
        Assert.Equal([5, 0, 0, 2], daily.Parts[1].Values);
        Assert.Equal([0, 4, 0, 0], daily.Parts[2].Values);
        var weekly = new VolumeSteps(days, [], First, First.AddDays(100));
        Assert.Equal((7, 15), (weekly.Length, weekly.Starts.Count));
        Assert.Equal(7, weekly.Parts.Single(part => part.Name == "a").Values[0]);
    }

    [Fact]
    public void A_range_that_would_end_before_it_begins_has_no_days()
    {
        var steps = new VolumeSteps([new("a", First.AddYears(90), 5, First.AddYears(90))], [], First.AddYears(90), First.AddDays(1));
        Assert.Empty(steps.Starts);
        Assert.All(steps.Parts, part => Assert.Empty(part.Values));
    }

    [Fact]
    public void Many_sources_become_five_and_the_others()
    {
        var steps = new VolumeSteps([.. Enumerable.Range(0, 9).Select(i => new SourceDay($"s{i}", First, 100 - i, First))], [], First, First.AddDays(1));
        Assert.Equal(["s0", "s1", "s2", "s3", "s4", "other sources"], steps.Parts.Select(part => part.Name));
        Assert.Equal(95 + 94 + 93 + 92, steps.Parts[^1].Values[0]);
    }
}
