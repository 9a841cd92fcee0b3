using Habitue.Insights;
using Habitue.Learning.Data;

namespace Habitue.Prediction;

/// <summary>
/// The groups of customers whose figures a model card tells apart, by what was known of them at the moment that the model is judged at: their
/// habit (new, repeat, a single order, lapsed), their country where the orders have one, and the device of most of their visits.
/// </summary>
internal static class CustomerGroups
{
    /// <summary>A first order so recent makes a customer new; a last one so long ago makes them lapsed.</summary>
    private const int NewDays = 90, LapsedDays = 180;

    /// <summary>So many countries have figures of their own; the others are one group.</summary>
    private const int MostCountries = 5;

    private static readonly string[] Devices = ["mobile_share", "tablet_share", "desktop_share"];

    /// <param name="run">The warehouse knows the countries.</param>
    /// <param name="rows">The customers that the model is judged by, with their features.</param>
    /// <param name="moment">When they were judged; nothing later is read.</param>
    public static IReadOnlyList<(string Group, int[] Rows)> Of(SliceRun run, Frame rows, DateTime moment)
    {
        var customers = (TextColumn)rows["customer_id"];
        double[] orders = Numbers(rows, "frequency"), first = Numbers(rows, "days_since_first_order"), last = Numbers(rows, "recency_days");
        int[] all = [.. Enumerable.Range(0, rows.Rows)];
        return
        [
            .. Of(run, Array.ConvertAll(all, row => customers[row]!), Array.ConvertAll(all, row => Habit(orders[row], first[row], last[row])), moment),
            .. Split(ByDevice(rows), name => $"device={name}"),
        ];
    }

    /// <summary>Those by habit and by country, where nothing more is known of the customers than their orders.</summary>
    /// <param name="run">The warehouse knows the countries.</param>
    /// <param name="customers">Their ids.</param>
    /// <param name="habits">The habit of each.</param>
    /// <param name="moment">When they were judged; nothing later is read.</param>
    public static IEnumerable<(string Group, int[] Rows)> Of(SliceRun run, string[] customers, string[] habits, DateTime moment)
    {
        var country = run.Warehouse.Rows<(string Customer, string Country)>(SliceQueries.Read("Prediction/CustomerCountries", ("moment", PastFeatures.Literal(moment)))).ToDictionary();
        return [.. Split(habits, name => name), .. Split(Largest(Array.ConvertAll(customers, customer => country.GetValueOrDefault(customer))), name => $"country={name}")];
    }

    public static string Habit(double orders, double daysSinceFirst, double daysSinceLast) =>
        daysSinceFirst <= NewDays ? "new customers" : daysSinceLast > LapsedDays ? "lapsed customers" : orders >= 2 ? "repeat customers" : "customers of a single order";

    private static string?[] ByDevice(Frame rows)
    {
        var shares = Devices.Select(device => Numbers(rows, device)).ToArray();
        return [.. Enumerable.Range(0, rows.Rows).Select(row => Array.FindIndex(shares, share => share[row] > 0.5) switch { 0 => "phone", 1 => "tablet", 2 => "computer", _ => (string?)null })];
    }

    /// <summary>The largest groups keep their names, the others are put together.</summary>
    private static string?[] Largest(string?[] names)
    {
        var large = names.OfType<string>().CountBy(name => name).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Take(MostCountries).Select(one => one.Key).ToHashSet();
        return Array.ConvertAll(names, name => name is null || large.Contains(name) ? name : "others");
    }

    /// <summary>Those of whom it is known, in the order of their names; nothing when all are alike, for that is everybody.</summary>
    private static IEnumerable<(string, int[])> Split(string?[] names, Func<string, string> called)
    {
        var groups = Enumerable.Range(0, names.Length).Where(row => names[row] is not null).GroupBy(row => names[row]!).OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        return groups.Length < 2 ? [] : groups.Select(group => (called(group.Key), group.ToArray()));
    }

    private static double[] Numbers(Frame rows, string feature) =>
        rows.Columns.FirstOrDefault(column => column.Name == feature) is NumberColumn numbers ? numbers.Values.ToArray() : [.. Enumerable.Repeat(double.NaN, rows.Rows)];
}
