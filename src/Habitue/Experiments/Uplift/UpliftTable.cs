using Habitue.Duck;

namespace Habitue.Experiments.Uplift;

/// <summary>The published answers: one row per experiment and known customer who may be addressed.</summary>
internal static class UpliftTable
{
    public const string Name = "experiment_uplift";

    /// <summary>Puts the answers of a test in the place of those that it had; with no customers it only takes those away.</summary>
    /// <param name="warehouse">The home's.</param>
    /// <param name="experiment">Its key.</param>
    /// <param name="variant">What the customers would be treated with.</param>
    /// <param name="customers">Ids, the highest uplift first.</param>
    /// <param name="uplift">What treating adds to the goal, per customer.</param>
    /// <param name="fifths">In which fifth of the customers kept apart each would lie; 1 is the best.</param>
    /// <param name="treat">Whether treating is worth it.</param>
    /// <param name="asOf">The moment of the features.</param>
    public static void Publish(DuckConnection warehouse, string experiment, string variant, string[] customers, double[] uplift, int[] fifths, bool[] treat, DateTime asOf)
    {
        using var transaction = warehouse.Begin();
        warehouse.Execute($"CREATE TABLE IF NOT EXISTS {Name} (experiment VARCHAR, variant VARCHAR, customer_id VARCHAR, place BIGINT, fifth INTEGER, uplift DOUBLE, treat BOOLEAN, as_of TIMESTAMP)");
        warehouse.Execute($"DELETE FROM {Name} WHERE experiment = $1", [experiment]);
        using (var rows = warehouse.Appender(Name))
        {
            T[] Same<T>(T value) => [.. Enumerable.Repeat(value, customers.Length)];
            if (customers.Length > 0) rows.Append(Same(experiment), Same(variant), customers, Enumerable.Range(1, customers.Length).Select(place => (long)place).ToArray(), fifths, uplift, treat, Same(asOf));
        }

        transaction.Commit();
    }
}
