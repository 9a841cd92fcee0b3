using System.Globalization;
using Habitue.Behaviour;
using Habitue.Lake.Storage;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Behaviour;

public sealed class FunnelTests
{
    private static readonly DateTime From = new(2023, 6, 1, 0, 0, 0, DateTimeKind.Utc), Until = new(2023, 7, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Way = ["Product Viewed", "Product Added", "Order Completed"];

    /// <summary>Letters of a customer's events, each with its minute after noon of 10 June: V viewed, A added, O ordered, H the page Home.</summary>
    private static Row[] Did(string customer, params (char What, double Minute)[] events) => [.. events.Select(one => Event(customer, one.What, one.Minute))];

    private static Row Event(string customer, char what, double minute)
    {
        var at = new DateTime(2023, 6, 10, 12, 0, 0, DateTimeKind.Utc).AddMinutes(minute).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        return what switch
        {
            'V' => Row.Track(customer, at, "Product Viewed"),
            'A' => Row.Track(customer, at, "Product Added"),
            'H' => Row.Page(customer, at),
            _ => Row.Sale(customer, $"{customer}-{minute}", at, "P1", 1, 5),
        };
    }

    private static SmallShop Shop()
    {
        var shop = new SmallShop();
        Functions.Install(shop.Warehouse);
        return shop;
    }

    private static string Counts(SmallShop shop, IReadOnlyList<string> steps, TimeSpan? limit = null, bool ofVisits = false, string part = "") =>
        string.Join(' ', new Funnel(new FunnelQuestion(steps, limit ?? TimeSpan.FromDays(1), ofVisits, part), From, Until).Count(shop.Warehouse).Select(row => $"{(row.Part is null ? "" : row.Part + ":")}{row.Step}={row.Units}"));

    [Fact]
    public void Steps_count_in_their_order_only()
    {
        using var shop = Shop().Add(Did("whole", ('V', 0), ('A', 1), ('O', 2))).Add(Did("backwards", ('O', 0), ('A', 1), ('V', 2))).Add(Did("no cart", ('V', 0), ('O', 1))).Add(Did("no view", ('A', 0), ('O', 1)));
        Assert.Equal("1=3 2=1 3=1", Counts(shop, Way));
    }

    [Fact]
    public void What_lies_between_and_what_comes_again_does_no_harm()
    {
        using var shop = Shop().Add(Did("ann", ('V', 0), ('H', 1), ('V', 2), ('A', 3), ('V', 4), ('A', 5), ('H', 6), ('O', 7)));
        Assert.Equal("1=1 2=1 3=1", Counts(shop, Way));
    }

    [Fact]
    public void The_limit_counts_from_the_first_step_and_holds_to_the_moment()
    {
        using var shop = Shop().Add(Did("just", ('V', 0), ('A', 20), ('O', 30))).Add(Did("late", ('V', 0), ('A', 20), ('O', 30.0001))).Add(Did("slow", ('V', 0), ('A', 31), ('O', 32)));
        Assert.Equal("1=3 2=2 3=1", Counts(shop, Way, TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void A_later_beginning_may_be_the_one_that_gets_through()
    {
        // From the first view the order is too late; from the second it is not, though its cart event is the same.
        using var shop = Shop().Add(Did("ann", ('V', 0), ('V', 20), ('A', 25), ('O', 45)));
        Assert.Equal("1=1 2=1 3=1", Counts(shop, Way, TimeSpan.FromMinutes(30)));
        // And an early way that got further is not forgotten for a late one that got nowhere.
        using var other = Shop().Add(Did("bob", ('V', 0), ('A', 1), ('O', 2), ('V', 100)));
        Assert.Equal("1=1 2=1 3=1", Counts(other, Way, TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void Different_steps_may_share_a_moment_but_an_event_counts_once()
    {
        using var shop = Shop().Add(Did("files with minutes", ('V', 0), ('A', 0), ('O', 0))).Add(Did("one order of two lines", ('O', 0), ('O', 0))).Add(Did("two orders", ('O', 0), ('O', 1)));
        Assert.Equal("1=1 2=1 3=1", Counts(shop, Way));
        Assert.Equal("1=3 2=1", Counts(shop, ["Order Completed", "Order Completed"]));
        Assert.Equal("1=1 2=1", Counts(shop, ["Product Viewed", "Order Completed", "Product Viewed"]));
    }

    [Fact]
    public void The_first_step_lies_in_the_period_and_later_ones_may_follow_it()
    {
        var lastMinute = (Until - new DateTime(2023, 6, 10, 12, 0, 0, DateTimeKind.Utc)).TotalMinutes - 1;
        using var shop = Shop().Add(Did("over the end", ('V', lastMinute), ('A', lastMinute + 5), ('O', lastMinute + 6))).Add(Did("after it", ('V', lastMinute + 1), ('A', lastMinute + 2), ('O', lastMinute + 3)));
        Assert.Equal("1=1 2=1 3=1", Counts(shop, Way));
    }

    [Fact]
    public void Pages_are_steps_by_their_names_and_cancelled_orders_and_robots_are_none()
    {
        using var shop = Shop().Add(Did("ann", ('H', 0), ('O', 1))).Add([.. Did("bot", ('H', 0), ('O', 1)).Select(row => row with { Bot = true })]).Add(Did("bob", ('H', 0))).Add(Event("bob", 'O', 1) with { Cancelled = true });
        Assert.Equal("1=2 2=1", Counts(shop, ["Page: Home", "Order Completed"]));
    }

    [Fact]
    public void Parts_are_those_of_the_first_step_and_add_up()
    {
        using var shop = Shop()
            .Add(Event("ann", 'V', 0) with { Device = "Mobile" }, Event("ann", 'A', 1) with { Device = "desktop" }).Add(Event("bob", 'V', 0) with { Device = "desktop" })
            .Add(Event("both", 'V', 0) with { Device = "desktop" }, Event("both", 'V', 5) with { Device = "mobile" }, Event("both", 'A', 6));
        Assert.Equal("1=3 2=2 desktop:1=1 mobile:1=2 mobile:2=2", Counts(shop, Way, part: "device"));
    }

    [Fact]
    public void Of_visits_each_must_hold_all_steps()
    {
        using var shop = Shop().Add(Did("ann", ('V', 0), ('A', 1), ('V', 120), ('O', 121))).Add(Did("bob", ('V', 0), ('A', 1), ('O', 2))).Build();
        Assert.Equal("1=2 2=2 3=2", Counts(shop, Way));
        Assert.Equal("1=3 2=2 3=1", Counts(shop, Way, ofVisits: true));
    }

    [Fact]
    public void The_usual_time_is_that_of_the_first_completion()
    {
        using var shop = Shop().Add(Did("ann", ('V', 0), ('V', 4), ('A', 10), ('A', 50))).Add(Did("bob", ('V', 0), ('A', 2)));
        var step = new Funnel(new FunnelQuestion(["Product Viewed", "Product Added"], TimeSpan.FromDays(1)), From, Until).Count(shop.Warehouse)[1];
        Assert.Equal((6 + 2) / 2.0 * 60, step.Seconds);
    }

    [Fact]
    public void Who_stopped_is_listed_the_latest_first()
    {
        using var shop = Shop().Add(Did("early", ('V', 0), ('A', 1))).Add(Did("late", ('V', 5), ('A', 6))).Add(Did("through", ('V', 0), ('A', 1), ('O', 2))).Add(Did("viewer", ('V', 0)));
        var funnel = new Funnel(new FunnelQuestion(Way, TimeSpan.FromDays(1)), From, Until, named: true);
        Assert.Equal(["late", "early"], funnel.Stopped(shop.Warehouse, 2, 10).Select(one => one.Customer));
        Assert.Equal(["late"], funnel.Stopped(shop.Warehouse, 2, 1).Select(one => one.Customer));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_part_of_the_customers_counts_as_if_the_others_were_not_there(bool ofVisits)
    {
        string[] all = [.. Enumerable.Range(0, 60).Select(i => $"c{i}")];
        // All view; half add; of those one in three orders, and one in three cancels.
        (char, double)[] Events(int i) => [('V', 0), .. i % 2 == 0 ? [('A', 1)] : Array.Empty<(char, double)>(), .. i % 6 == 0 ? [('O', 2)] : Array.Empty<(char, double)>()];
        SmallShop Of(Func<string, bool> counts)
        {
            var shop = Shop();
            foreach (var (i, customer) in all.Index())
                if (counts(customer)) shop.Add(Did(customer, Events(i))).Add(i % 6 == 2 ? [Event(customer, 'O', 2) with { Cancelled = true }] : []);
            return ofVisits ? shop.Build() : shop;
        }
        using var whole = Of(_ => true);
        var third = whole.Warehouse.Rows<string>("SELECT DISTINCT customer_id FROM events WHERE hash(customer_id) % 3 = 0").ToHashSet();
        Assert.InRange(third.Count, 5, 40);
        using var part = Of(third.Contains);
        var question = new FunnelQuestion(Way, TimeSpan.FromDays(1), ofVisits);
        Assert.Equal(new Funnel(question, From, Until).Count(part.Warehouse), new Funnel(question, From, Until, sampled: 3).Count(whole.Warehouse));
        Assert.Equal($"1={third.Count}", Counts(part, ["Product Viewed", "Product Viewed"], ofVisits: ofVisits));
        Assert.Equal("1=60 2=30 3=10", Counts(whole, Way, ofVisits: ofVisits));
    }

    [Theory]
    [InlineData("VAO", 30)]
    [InlineData("VOVO", 60)]
    [InlineData("OO", 45)]
    [InlineData("HVAAOH", 120)]
    [InlineData("VV", 15)]
    public void Chance_histories_count_as_trying_every_way_counts_them(string steps, int minutes)
    {
        var random = new Random((steps.Length * 1000) + minutes);
        var people = Enumerable.Range(0, 150).Select(i => (Name: $"c{i}", Events: Enumerable.Range(0, random.Next(1, 14)).Select(_ => ("VAOH"[random.Next(4)], (double)random.Next(0, 90))).ToArray())).ToArray();
        using var shop = Shop();
        foreach (var (name, events) in people) shop.Add(Did(name, events));
        var furthest = people.Select(one => Furthest([.. one.Events.Distinct()], steps, minutes)).ToArray();
        var expected = Enumerable.Range(1, steps.Length).Select(step => (step, Units: furthest.Count(far => far >= step))).Where(one => one.Units > 0).Select(one => $"{one.step}={one.Units}");
        Assert.Equal(string.Join(' ', expected), Counts(shop, [.. steps.Select(Name)], TimeSpan.FromMinutes(minutes)));
    }

    private static string Name(char what) => what switch { 'V' => "Product Viewed", 'A' => "Product Added", 'H' => "Page: Home", _ => "Order Completed" };

    /// <summary>How far somebody gets, by trying every beginning and every way on from it.</summary>
    private static int Furthest((char What, double Minute)[] events, string steps, double limit)
    {
        int From(int step, double start, List<(char What, double Minute)> used) => step == steps.Length ? step
            : events.Where(one => one.What == steps[step] && !used.Contains(one) && (step == 0 || (one.Minute >= used[^1].Minute && one.Minute <= start + limit)))
                .Select(one => From(step + 1, step == 0 ? one.Minute : start, [.. used, one])).Append(step).Max();
        return From(0, 0, []);
    }
}
