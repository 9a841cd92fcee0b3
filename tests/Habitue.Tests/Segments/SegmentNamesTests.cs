using Habitue.Segments;

namespace Habitue.Tests.Segments;

public sealed class SegmentNamesTests
{
    private static string Name(ClusterProfile one) => SegmentNames.Of([one, new ClusterProfile(0.1, 0.99, 0.99, 0.1)])[0];

    [Fact]
    public void No_two_segments_share_a_name()
    {
        var alike = Enumerable.Range(0, 10).Select(i => new ClusterProfile(0.1, i / 20.0, 0.5, 0.9)).ToArray();
        Assert.Equal(10, SegmentNames.Of(alike).Distinct().Count());
    }

    [Fact]
    public void Names_tell_value_state_and_habit()
    {
        // The other segment is of high value and new.
        Assert.Equal("High value, frequent", Name(new ClusterProfile(0.1, 0.9, 0.9, 0.8)));
        Assert.Equal("High value, churn-prone", Name(new ClusterProfile(0.8, 0.9, 0.9, 0.8)));
        Assert.Equal("Medium value, churn-prone", Name(new ClusterProfile(0.55, 0.5, 0.5, 0.8) { Overdue = 0.8 }));
        Assert.Equal("Low value, new", Name(new ClusterProfile(0.1, 0.1, 0.2, 0.1)));
        Assert.Equal("Low value, lapsed", Name(new ClusterProfile(0.9, 0.1, 0.2, 0.9)));
        Assert.Equal("Medium value, active", Name(new ClusterProfile(0.4, 0.5, 0.5, 0.6)));
        Assert.Equal("Medium value, discount-driven", Name(new ClusterProfile(0.4, 0.5, 0.5, 0.6) { Discounts = new Habit(0.7, 0.2) }));
        Assert.Equal("Medium value, cart abandoners", Name(new ClusterProfile(0.4, 0.5, 0.5, 0.6) { Abandonment = new Habit(0.5, 0.2) }));
        Assert.Equal("Medium value, seasonal", Name(new ClusterProfile(0.4, 0.5, 0.5, 0.6) { Season = new Habit(0.5, 0.2) }));
    }

    [Fact]
    public void A_habit_of_everybody_names_nobody() =>
        Assert.Equal("Medium value, active", Name(new ClusterProfile(0.4, 0.5, 0.5, 0.6) { Discounts = new Habit(0.7, 0.65) }));
}
