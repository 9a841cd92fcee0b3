using Habitue.Insights;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Insights;

public sealed class OriginsTests
{
    private static readonly DateTime AsOf = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static TheoryData<int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int>();
            foreach (var horizon in (int[])[1, 7, 10, 14, 30, 45, 90])
                foreach (var history in (int[])[150, 320, 700])
                    if (history > (3 * ((horizon + 29) / 30 * 30)) + 30) cases.Add(horizon, history);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_outcome_is_looked_at_before_its_time(int horizon, int history)
    {
        using var shop = Shop(history);
        var origins = Origins.Of(shop.Warehouse, AsOf, horizon);

        DateTime Known(DateTime moment) => moment.AddDays(horizon);
        Assert.True(Known(origins.Test) <= AsOf, "the outcome of the test is complete");
        Assert.True(Known(origins.Validation) <= origins.Test, "what the model is chosen by was known at the test moment");
        Assert.All(origins.Train, moment => Assert.True(Known(moment) <= origins.Validation, "what it learns from was known at the validation moment"));
        Assert.All(origins.BeforeValidation, moment => Assert.True(moment > origins.Train[^1] && moment < origins.Validation && Known(moment) <= origins.Test, "what is judged learns from outcomes that were known at the test moment"));
        Assert.All(origins.BeforeTest, moment => Assert.True(moment > origins.Validation && moment < origins.Test && Known(moment) <= AsOf, "what answers learns from complete outcomes"));
        Assert.All(origins.AfterTest, moment => Assert.True(moment > origins.Test && moment <= AsOf.AddDays(-30) && Known(moment) > AsOf, "what looks less far has a month to look at, and is not over"));
        Assert.Equal(horizon > 30, origins.AfterTest.Count > 0);
        Assert.Equal(horizon > 30, origins.BeforeValidation.Count > 0 && origins.BeforeTest.Count > 0);
        Assert.Equal(origins.Train.Order().Distinct(), origins.Train);
        Assert.InRange(origins.Train.Count, 1, 10);
        Assert.All(origins.All, moment => Assert.True(moment >= AsOf.AddDays(-history + 29), "somebody can be known by then"));
    }

    [Fact]
    public void Short_horizons_are_judged_by_the_latest_weeks_and_share_the_moments_to_learn_from()
    {
        using var shop = Shop(320);
        var (week, month) = (Origins.Of(shop.Warehouse, AsOf, 7), Origins.Of(shop.Warehouse, AsOf, 30));
        Assert.Equal([-7, -14, -21], new[] { week.Test, week.Validation, week.Train[^1] }.Select(moment => (moment - AsOf).Days));
        Assert.Equal([-30, -60, -90], new[] { month.Test, month.Validation, month.Train[^1] }.Select(moment => (moment - AsOf).Days));
        Assert.Subset(week.Train.ToHashSet(), month.Train.ToHashSet());
    }

    [Fact]
    public void Between_the_moments_of_a_long_horizon_lie_others_that_learn_and_do_not_choose()
    {
        using var shop = Shop(700);
        var origins = Origins.Of(shop.Warehouse, AsOf, 90);
        Assert.Equal([-270, -240, -210, -180, -150, -120, -90], new[] { origins.Train[^1] }.Concat(origins.BeforeValidation).Append(origins.Validation).Concat(origins.BeforeTest).Append(origins.Test).Select(moment => (moment - AsOf).Days));
    }

    [Fact]
    public void A_history_that_is_too_short_is_said_in_days()
    {
        using var shop = Shop(100);
        Assert.Equal("to look 30 days ahead it needs orders of at least 120 days; there are 100 days of them.", Assert.Throws<NotReadyException>(() => Origins.Of(shop.Warehouse, AsOf, 30)).Message);
        using var empty = new SmallShop().Build();
        Assert.Equal("it needs orders of known customers; there are none.", Assert.Throws<NotReadyException>(() => Origins.Of(empty.Warehouse, AsOf, 30)).Message);
    }

    private static SmallShop Shop(int history) => new SmallShop().Add(Row.Sale("ann", "o1", $"{AsOf.AddDays(-history):yyyy-MM-dd} 00:00", "MUG", 1, 2m), Row.Sale("ann", "o2", "2023-12-31 10:00", "MUG", 1, 2m)).Build();
}
