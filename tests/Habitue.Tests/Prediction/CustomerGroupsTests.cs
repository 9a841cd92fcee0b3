using Habitue.Learning.Data;
using Habitue.Prediction;
using Habitue.Tests.Insights;
using Habitue.Tests.Storage;

namespace Habitue.Tests.Prediction;

/// <summary>Whom a card tells apart, and what it says when the whole level of the answers was off.</summary>
public sealed class CustomerGroupsTests
{
    private static readonly DateTime Moment = new(2023, 12, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Customers_are_told_apart_by_habit_country_and_device_as_of_the_moment()
    {
        using var bench = new ShopBench(new SmallShop().Add(
            Row.Sale("ann", "o1", "2023-10-01 10:00", "MUG", 1, 2m) with { Country = "Norway" },
            Row.Sale("bob", "o2", "2023-03-01 10:00", "MUG", 1, 2m) with { Country = "Spain" },
            Row.Sale("cat", "o3", "2023-03-01 10:00", "MUG", 1, 2m) with { Country = "Spain" }, Row.Sale("cat", "o4", "2023-11-01 10:00", "MUG", 1, 2m) with { Country = "Spain" },
            Row.Sale("dan", "o5", "2023-08-01 10:00", "MUG", 1, 2m), Row.Sale("dan", "o6", "2023-12-05 10:00", "MUG", 1, 2m) with { Country = "Norway" }), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var rows = new Frame(new TextColumn("customer_id", ["ann", "bob", "cat", "dan"]), new NumberColumn("frequency", [1, 1, 2, 1]), new NumberColumn("days_since_first_order", [61, 275, 275, 122]),
            new NumberColumn("recency_days", [61, 275, 30, 122]), new NumberColumn("mobile_share", [0.9, double.NaN, 0.2, 0.5]), new NumberColumn("desktop_share", [0.1, double.NaN, 0.8, 0.5]));

        Assert.Equal(
            ["customers of a single order: 3", "lapsed customers: 1", "new customers: 0", "repeat customers: 2", "country=Norway: 0", "country=Spain: 1 2", "device=computer: 2", "device=phone: 0"],
            CustomerGroups.Of(bench.Run(), rows, Moment).Select(group => $"{group.Group}: {string.Join(' ', group.Rows)}"));
    }

    [Fact]
    public void Where_far_more_did_it_than_was_said_a_shift_is_suspected_and_where_as_many_did_it_is_not()
    {
        var data = new LabeledFrame(new Frame(new NumberColumn("x", new double[400])), [.. Enumerable.Range(0, 400).Select(row => row % 5 < 2 ? 1.0 : 0.0)], classes: ["comes back", "stays away"]);
        var task = new PredictionTask(data, data, data, "by x", new float[400], new float[400]);
        string Of(float said, SeasonShift season) => ShiftWords.Of(task, season, [.. Enumerable.Repeat(said, 400)]);

        Assert.Equal("The orders do not reach back to the same days a year before, so what the season does to everybody is not known.", Of(0.42f, SeasonShift.None));
        Assert.Equal("What the same days brought a year before is taken into account.", Of(0.42f, new SeasonShift(0.1, 0.2)));
        // Wilson's interval of 160 in 400, by hand: 35.3 % to 44.9 %.
        Assert.StartsWith("A season or another shift is suspected: of those it was judged by 40.0% (35.3% to 44.9%) 'stays away', and it had said 55.0% on average.", Of(0.55f, SeasonShift.None), StringComparison.Ordinal);
        Assert.EndsWith("What the same days brought a year before is taken into account.", Of(0.30f, new SeasonShift(0.1, 0.2)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_season_is_what_happened_a_year_before_less_what_the_model_says_of_those_customers()
    {
        // The model says 20 % of everybody at the first moment and 50 % at the second; 200 of 1,000 and 600 of 1,000 did it. In log-odds the second is ln(0.6 / 0.4) above what was said.
        LabeledFrame Of(double says, int yes) => new(new Frame(new NumberColumn("x", [.. Enumerable.Repeat(says, 1_000)])), [.. Enumerable.Range(0, 1_000).Select(row => row < yes ? 1.0 : 0.0)]);
        static float[] Said(Frame rows) => [.. ((NumberColumn)rows["x"]).Values.ToArray().Select(p => (float)p)];

        var shift = SeasonShift.Of(new YearBefore(Of(0.2, 200), Of(0.5, 600), Of(0.5, 500)), Said);
        Assert.Equal(Math.Log(1.5), shift.ToTest!.Value, 1e-6);
        Assert.Equal(-Math.Log(1.5) / 2, shift.ToNow!.Value, 1e-6);

        Assert.Null(SeasonShift.Of(new YearBefore(null, Of(0.5, 600), Of(0.5, 500)), Said).ToTest);
        Assert.Null(SeasonShift.Of(new YearBefore(Of(0.2, 49), Of(0.5, 600), Of(0.5, 500)), Said).ToTest);   // 49 are too few
        Assert.Equal(SeasonShift.None, SeasonShift.Of(null, Said));
    }
}
