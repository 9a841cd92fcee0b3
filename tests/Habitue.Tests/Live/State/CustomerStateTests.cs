using Habitue.Live;
using Habitue.Live.State;

namespace Habitue.Tests.Live.State;

public sealed class CustomerStateTests
{
    private static readonly ByteSink Scratch = new();

    internal static CustomerState Of(params CustomerEvent[] events)
    {
        var state = new CustomerState();
        foreach (var one in events) state.Take(one, one.UserId is not null, Moment.Of(one, out _));
        return state;
    }

    private static CustomerEvent[] AMorning() =>
    [
        Happening.Page("ann", 0, "/home"),
        Happening.View("ann", 1, "MUG", 4.5),
        Happening.View("ann", 2, "CAP", 1.0 / 3),
        Happening.Add("ann", 3, "MUG", 2, 4.5),
        Happening.Remove("ann", 3.5, "PEN"),
        Happening.Identify("ann", "u1", 4, new { email = "ann@shop.example", city = "Rome", loyalty_tier = "gold", first_name = "Ann", plan = new { a = 1 }, age = 44 }),
        Happening.Order("ann", 5, 9.005),
        Happening.Page("ann", 90, "/sale"),
    ];

    [Fact]
    public void What_a_customer_did_is_known_from_the_last_second()
    {
        var state = Of(AMorning());
        Assert.Equal((8L, 2, 1, 9.005), (state.Events, state.Visits.Ever, state.Purchases.Orders, state.Purchases.Revenue));
        Assert.Equal(["/home", "/sale"], state.Pages.All.Select(page => page.What));
        Assert.Equal([("MUG", 4.5), ("CAP", 1.0 / 3)], state.Products.All.Select(product => (product.What, product.Price)));
        Assert.True(state.Cart.IsEmpty && state.IsUser);
        Assert.Equal(Moment.Of(Happening.Ten.AddMinutes(5)), state.Purchases.LastAt);
        Assert.Equal(1, state.Visits.All[0].Orders);
    }

    [Fact]
    public void What_names_or_reaches_a_person_is_not_kept() =>
        Assert.Equal(["age", "loyalty_tier"], Of(AMorning()).Traits.Values.Keys.Where(name => name != "city"));

    [Fact]
    public void State_rests_as_bytes_and_wakes_as_the_very_same()
    {
        var state = Of(AMorning());
        var bytes = state.ToBytes(Scratch);
        Assert.Equal(bytes, CustomerState.Of(bytes).ToBytes(Scratch));
        Assert.InRange(bytes.Length, 1, 500);
        Assert.Equal(state.Counters[Counted.Products, 0, state.LastSeen], CustomerState.Of(bytes).Counters[Counted.Products, 0, state.LastSeen]);
    }

    [Fact]
    public void Bytes_that_are_cut_are_refused_at_every_place()
    {
        var bytes = Of(AMorning()).ToBytes(Scratch);
        for (var length = 0; length < bytes.Length; length++) Assert.Throws<InvalidDataException>(() => CustomerState.Of(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void A_person_with_two_ids_is_the_two_together_and_neither_changes()
    {
        var (visitor, user) = (Of(AMorning()[..4]), Of(AMorning()[5..]));
        var (before, after) = (visitor.ToBytes(Scratch), user.ToBytes(Scratch));
        var person = visitor.With(user);
        var alone = Of(AMorning());
        Assert.Equal((alone.Events - 1, alone.Visits.Ever, 1), (person.Events, person.Visits.Ever, person.Purchases.Orders));
        Assert.True(person.Cart.IsEmpty);   // what the visitor put in was ordered by the user
        Assert.Equal(alone.Products.All.Select(one => one.What), person.Products.All.Select(one => one.What));
        Assert.Equal(before, visitor.ToBytes(Scratch));
        Assert.Equal(after, user.ToBytes(Scratch));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", true)]
    [InlineData("9999-12-31T23:59:59Z", true)]
    [InlineData("2026-03-02T10:00:30Z", false)]
    [InlineData("2026-02-20T10:00:00Z", false)]
    public void A_time_that_cannot_be_is_the_time_of_receipt(string time, bool corrected)
    {
        var happened = Happening.Page("ann", 1) with { Timestamp = DateTime.Parse(time, null, System.Globalization.DateTimeStyles.AdjustToUniversal) };
        var at = Moment.Of(happened, out var was);
        Assert.Equal((corrected, corrected ? Happening.Ten.AddMinutes(1) : happened.Timestamp), (was, Moment.At(at)));
        Assert.Equal(1, Of(happened).Visits.Ever);
    }
}
