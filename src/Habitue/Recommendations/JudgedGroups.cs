using Habitue.Insights;

namespace Habitue.Recommendations;

/// <summary>
/// The groups of customers whose figures the model card tells apart, by what was known of them at the moment that judges: whether they were new, had ordered once or
/// several times, and their country where the orders have one.
/// </summary>
internal static class JudgedGroups
{
    /// <summary>Groups of fewer customers have no figures of their own: chance would speak.</summary>
    public const int Least = 50;

    /// <summary>A first order so recent makes a customer new.</summary>
    private const int NewDays = 90;

    /// <summary>So many countries have figures of their own.</summary>
    private const int MostCountries = 5;

    /// <param name="run">The warehouse knows the countries.</param>
    /// <param name="judged">Whom to tell apart.</param>
    /// <returns>Each group with the places of its customers among those judged; none where everybody is alike.</returns>
    public static IReadOnlyList<(string Group, int[] Places)> Of(SliceRun run, Judged judged)
    {
        var since = judged.Snapshot.At - PurchaseLog.Microseconds(DateTime.UnixEpoch.AddDays(NewDays));
        var habits = Array.ConvertAll(judged.Orders, orders => orders[0] >= since ? "new customers" : orders.Length > 1 ? "repeat customers" : "customers of a single order");
        var country = run.Warehouse.Scalar<long>("SELECT COUNT(*) FROM duckdb_columns() WHERE table_name = 'orders' AND column_name = 'country'") == 0 ? []
            : run.Warehouse.Rows<(string Customer, string Country)>(SliceQueries.Read("Prediction/CustomerCountries", ("moment", PastFeatures.Literal(judged.Snapshot.Moment)))).ToDictionary();
        return [.. Split(habits, int.MaxValue), .. Split(Array.ConvertAll(judged.Names, name => country.TryGetValue(name, out var one) ? $"country={one}" : null), MostCountries)];
    }

    private static IEnumerable<(string, int[])> Split(string?[] names, int most)
    {
        var groups = Enumerable.Range(0, names.Length).Where(place => names[place] is not null).GroupBy(place => names[place]!).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToArray();
        return groups.Length < 2 ? [] : groups.Take(most).Where(group => group.Count() >= Least).Select(group => (group.Key, group.ToArray()));
    }
}
