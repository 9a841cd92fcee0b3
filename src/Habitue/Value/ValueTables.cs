namespace Habitue.Value;

/// <summary>What others may read of this slice.</summary>
internal static class ValueTables
{
    /// <summary>One row per customer who bought: what is expected of them, with intervals of what they will really spend.</summary>
    public const string Customers = "customer_values";

    /// <summary>Why each customer's value is what it is: the average customer's and what each thing adds; the contributions of a customer sum to the value.</summary>
    public const string Reasons = "value_reasons";

    /// <summary>One row per month of the first order and month since: what its customers have brought.</summary>
    public const string Cohorts = "value_cohorts";

    /// <summary>The course of some customers' probability of still being one, day by day.</summary>
    public const string Alive = "value_alive";

    /// <summary>One row: how the values were worked out and how often the intervals held what came.</summary>
    public const string Facts = "value_facts";

    /// <summary>What is left looking fresh when there is nothing to say would mislead.</summary>
    public static void Drop(Duck.DuckConnection warehouse)
    {
        foreach (var table in (string[])[Customers, Reasons, Cohorts, Alive, Facts]) warehouse.Execute($"DROP TABLE IF EXISTS {table}");
    }
}
