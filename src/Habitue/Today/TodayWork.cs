using Habitue.Insights;
using Habitue.Stages;

namespace Habitue.Today;

/// <summary>Puts together what the other slices published: for each customer the action that is worth most.</summary>
internal static class TodayWork
{
    private const string NoPurchase = "(SELECT CAST(NULL AS VARCHAR) AS customer_id, 0 AS horizon_days, CAST(NULL AS DOUBLE) AS probability WHERE FALSE)";
    private const string NoChurn = "(SELECT CAST(NULL AS VARCHAR) AS customer_id, CAST(NULL AS DOUBLE) AS probability, CAST(NULL AS DOUBLE) AS expected_loss, CAST(NULL AS VARCHAR) AS risk_class WHERE FALSE)";
    private const string NoRecommendations = "(SELECT CAST(NULL AS VARCHAR) AS customer_id, 0 AS place, CAST(NULL AS VARCHAR) AS product_id WHERE FALSE)";

    private const string NoValues = "(SELECT CAST(NULL AS VARCHAR) AS customer_id, CAST(NULL AS DOUBLE) AS order_value, CAST(NULL AS DOUBLE) AS kept, CAST(NULL AS DOUBLE) AS kept_low, CAST(NULL AS DOUBLE) AS kept_high WHERE FALSE)";

    /// <summary>Values of another moment would mix what was expected then with what is likely now.</summary>
    private const string Values = "(SELECT v.customer_id, v.spend_per_purchase * f.margin AS order_value, v.kept_12m AS kept, v.kept_low_80 AS kept_low, v.kept_high_80 AS kept_high FROM customer_values v CROSS JOIN value_facts f WHERE v.as_of = as_of())";

    private const string NoRefusals = "(SELECT CAST(NULL AS VARCHAR) AS customer_id WHERE FALSE)";

    public static StageDone Choose(SliceRun run)
    {
        var there = run.Warehouse.Rows<string>("SELECT table_name FROM duckdb_tables() WHERE table_name IN ('purchase_scores', 'churn_risks', 'recommendations')");
        string Of(string table, string none) => there.Contains(table) ? table : none;
        run.Warehouse.Execute($"DROP TABLE IF EXISTS {TodayActions.Table}");
        if (!there.Contains("purchase_scores") && !there.Contains("churn_risks"))
            throw new NotReadyException("it needs the probabilities of the slices purchase or churn; neither has any yet.");
        // Tables of an earlier version of the program do not say what a customer who is kept would bring.
        var values = run.Warehouse.Scalar<long>("SELECT COUNT(*) FROM duckdb_columns() WHERE table_name = 'customer_values' AND column_name = 'kept_12m'") > 0 ? Values : NoValues;
        var query = SliceQueries.Read("Today/TodayActions", ("purchase", Of("purchase_scores", NoPurchase)), ("churn", Of("churn_risks", NoChurn)), ("values", values), ("recommendations", Of("recommendations", NoRecommendations)), ("most", $"{TodayActions.MostOfAction}"),
            ("refusals", Consent.Refusals(run.Warehouse) is { } refusals ? $"({refusals})" : NoRefusals));
        run.Warehouse.Execute($"CREATE OR REPLACE TABLE {TodayActions.Table} AS {query}", run.Cancel);
        var counts = run.Warehouse.Rows<(string, long)>($"SELECT action, COUNT(*) FROM {TodayActions.Table} GROUP BY action ORDER BY SUM(money) DESC");
        return new StageDone(counts.Count == 0 ? "nobody to act on" : string.Join(", ", counts.Select(one => $"{one.Item2:N0} to {Verb(one.Item1)}")));
    }

    private static string Verb(string action) => action switch
    {
        "win back" => "win back",
        "finish the cart" => "remind of their cart",
        "second order" => "win for a second order",
        _ => "write to now",
    };
}
