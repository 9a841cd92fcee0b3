using Habitue.Live;
using Habitue.Live.State;

namespace Habitue.Tests.Live.State;

public sealed class VisitTests
{
    private const long T = 1_772_445_600_000;   // an even moment of 2026

    private static VisitList Of(params double[] minutes)
    {
        var list = new VisitList();
        foreach (var minute in minutes) list.Add(At(minute), Activity.Page, null);
        return list;
    }

    private static long At(double minute) => T + (long)(minute * Moment.Minute);

    private static string Print(VisitList list) => string.Join(' ', list.All.Select(visit => $"{(visit.Start - T) / 60e3:0.##}-{(visit.Last - T) / 60e3:0.##}:{visit.Events}"));

    [Theory]
    [InlineData("0-29.99:2", "0.0 29.99")]
    [InlineData("0-0:1 30-30:1", "0 30")]                     // thirty minutes of silence are the end
    [InlineData("0-58:4", "0 29 58 30")]
    [InlineData("0-40:3", "0 40 20")]                        // a late event lies between two visits and joins them
    [InlineData("-20-0:2 60-60:1", "0 60 -20")]
    [InlineData("5-5:1 60-60:1 120-120:1 180-180:1", "60 120 180 5 -100")]   // older than the four that are kept
    [InlineData("60-60:1 120-120:1 180-180:1 240-240:1", "0 60 120 180 240")]
    public void Silence_of_thirty_minutes_ends_a_visit_by_the_time_of_the_events(string visits, string minutes) => Assert.Equal(visits, Print(Of([.. minutes.Split(' ').Select(double.Parse)])));

    [Fact]
    public void The_order_in_which_events_come_makes_no_difference()
    {
        double[] minutes = [0, 10, 20, 75, 80, 130, 131, 132];
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            random.Shuffle(minutes);
            var list = Of(minutes);
            Assert.Equal("0-20:3 75-80:2 130-132:3", Print(list));
            Assert.Equal((3, At(131)), (list.Ever, list.Latest!.Before));
            Assert.Equal(50 * Moment.Minute, list.AwayBefore);
        }
    }

    [Fact]
    public void Two_ids_of_one_person_make_the_visits_that_one_id_would_make()
    {
        double[] minutes = [0, 4, 9, 50, 60, 61, 120];
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var mine = minutes.Select(_ => random.Next(2) == 0).ToArray();
            var joined = Of([.. minutes.Where((_, i) => mine[i])]).With(Of([.. minutes.Where((_, i) => !mine[i])]));
            Assert.Equal(Print(Of(minutes)), Print(joined));
            Assert.Equal(Of(minutes).All.Select(visit => visit.Before), joined.All.Select(visit => visit.Before));
        }
    }

    [Fact]
    public void An_order_belongs_to_the_visit_that_was_not_yet_over_and_does_not_prolong_it()
    {
        var list = Of(0, 10, 100);
        list.Order(At(39));
        list.Order(At(41));   // the first visit was over
        list.Order(At(105));
        Assert.Equal([1, 1], list.All.Select(visit => visit.Orders));
        Assert.Equal("0-10:2 100-100:1", Print(list));
        Assert.NotNull(list.Current(At(129.9)));
        Assert.Null(list.Current(At(130)));
    }

    [Theory]
    [InlineData("Product Viewed", null, "Product")]
    [InlineData("Something Else", "web", "Other")]
    [InlineData("Email Opened", null, "None")]
    [InlineData("Order Refunded", null, "None")]
    [InlineData("Order Completed", null, "Order")]
    [InlineData("Unsubscribed", null, "None")]
    [InlineData("Product Viewed", "Store", "None")]
    [InlineData(null, null, "None")]
    public void An_event_is_what_the_warehouse_takes_it_for(string? name, string? channel, string what) =>
        Assert.Equal(what, Activities.Of(CallType.Track, name, channel).ToString());
}
