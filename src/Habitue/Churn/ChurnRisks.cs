using Habitue.Duck;
using Habitue.Insights;
using Habitue.Prediction;

namespace Habitue.Churn;

/// <summary>What others may read of this slice.</summary>
internal static class ChurnRisks
{
    /// <summary>One row per customer who ever bought: how likely they are to stay away for their own horizon, the class of that, and the money that is expected to be lost.</summary>
    public const string Table = "churn_risks";

    /// <summary>One row per customer and reason, the weightiest first, before them what is usual and after them everything else; contributions are in log-odds and sum to the answer's.</summary>
    public const string ReasonsTable = "churn_reasons";

    /// <summary>One row per feature: what moves the probabilities most, over all customers.</summary>
    public const string DriversTable = "churn_drivers";

    /// <summary>One row per statement about customers: how many times as likely to stay away are those of whom it is true.</summary>
    public const string FactorsTable = "churn_factors";

    /// <summary>One row per group of customers and day: the share that is still a customer.</summary>
    public const string SurvivalTable = "churn_survival";

    /// <summary>One row per property of a first order: by how much it multiplies the risk of being lost.</summary>
    public const string HazardsTable = "churn_hazards";

    /// <summary>One row: how long somebody must stay away to count as lost, and why so long.</summary>
    public const string HorizonTable = "churn_horizon";

    public static IReadOnlyList<string> Tables { get; } = [Table, ReasonsTable, DriversTable, FactorsTable, SurvivalTable, HazardsTable, HorizonTable];

    private const string Scored = "churn_scored";

    /// <summary>From these probabilities on a risk is called medium, and high.</summary>
    private const double Medium = 1 / 3.0, High = 2 / 3.0;

    /// <summary>Replaces the risks and their reasons.</summary>
    public static void Publish(SliceRun run, CustomerScores scores, ChurnHorizon horizon)
    {
        CustomerScores.Publish(run.Warehouse, [scores], Scored, ReasonsTable, DriversTable);
        run.Warehouse.Execute($"CREATE OR REPLACE TABLE {Table} AS {SliceQueries.Read("Churn/ChurnRisks", ("scored", Scored), ("own", horizon.OwnSql("f")), ("days", $"{horizon.Days}"), ("medium", $"{Medium:R}"), ("high", $"{High:R}"))}", run.Cancel);
        run.Warehouse.Execute($"DROP TABLE {Scored}");
    }

    /// <summary>Nothing is known of the present: what was said of another moment must not look as if it held now.</summary>
    public static void Empty(DuckConnection warehouse, params ReadOnlySpan<string> tables)
    {
        foreach (var table in tables) warehouse.Execute($"DROP TABLE IF EXISTS {table}");
    }
}
