using Habitue.Live.State;

namespace Habitue.Tests.Live.State;

public sealed class DecayedTests
{
    private const long T = 1_772_445_600_000;

    /// <summary>Minutes, weights; looked at a day after the first.</summary>
    private static readonly (double Minute, double Weight)[] Events = [(0, 1), (60, 2), (120, 1), (1380, 4), (1439, 1)];

    // By numpy: sum(w * 2**(-(1440 - m)/L)) for L = 60, 1440, 10080, 43200 minutes
    private static readonly double[] Expected = [2.988514556794699, 6.944680312060229, 8.62135036406058, 8.90854044734856];

    [Theory]
    [InlineData(0, 1, 2, 3, 4)]
    [InlineData(4, 3, 2, 1, 0)]
    [InlineData(2, 4, 0, 3, 1)]
    public void A_counter_is_the_sum_of_what_the_events_still_weigh_in_whatever_order_they_came(params int[] order)
    {
        var counters = new Decayed();
        foreach (var i in order) counters.Add(T + (long)(Events[i].Minute * Moment.Minute), Counted.Products, Events[i].Weight);
        for (var life = 0; life < 4; life++) Assert.Equal(Expected[life], counters[Counted.Products, life, T + Moment.Day], 8);
        Assert.Equal(0, counters[Counted.Orders, 0, T]);
    }

    [Fact]
    public void It_halves_with_each_half_life_and_says_when_it_will_have_fallen()
    {
        var counters = new Decayed();
        counters.Add(T, Counted.Events, 8);
        for (var life = 0; life < 4; life++) Assert.Equal(4, counters[Counted.Events, life, T + (long)Decayed.HalfLives[life].TotalMilliseconds], 12);
        Assert.Equal(T + (3 * Moment.Day), counters.FallsTo(Counted.Events, 1, 1));   // 8 → 1 is three halvings
        Assert.Equal(Moment.Never, new Decayed().FallsTo(Counted.Events, 1, 1));
    }

    [Fact]
    public void Two_ids_of_one_person_weigh_together()
    {
        var (first, second) = (new Decayed(), new Decayed());
        foreach (var (i, one) in Events.Index()) (i % 2 == 0 ? first : second).Add(T + (long)(one.Minute * Moment.Minute), Counted.Products, one.Weight);
        for (var life = 0; life < 4; life++) Assert.Equal(Expected[life], second.With(first)[Counted.Products, life, T + Moment.Day], 8);
    }
}
