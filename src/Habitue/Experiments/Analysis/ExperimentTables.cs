using Habitue.Duck;

namespace Habitue.Experiments.Analysis;

/// <summary>What this slice keeps in the warehouse and publishes there.</summary>
internal static class ExperimentTables
{
    /// <summary>One row per experiment, customer and variant: the first time that it was shown.</summary>
    public const string Exposures = "experiment_exposures";

    /// <summary>Published: one row per experiment, metric and treated variant.</summary>
    public const string Results = "experiment_results";

    /// <summary>Published: one row per experiment with its verdict.</summary>
    public const string Verdicts = "experiment_verdicts";

    public static void MakeExposures(DuckConnection warehouse) => warehouse.Execute($"""
        CREATE TABLE IF NOT EXISTS {Exposures} (experiment VARCHAR NOT NULL, customer_id VARCHAR NOT NULL, variant VARCHAR NOT NULL, exposed_at TIMESTAMP NOT NULL, PRIMARY KEY (experiment, customer_id, variant))
        """);

    public static void MakePublished(DuckConnection warehouse) => warehouse.Execute($"""
        CREATE OR REPLACE TABLE {Results} (
            experiment VARCHAR, metric VARCHAR, role VARCHAR, variant VARCHAR, customers BIGINT, control_customers BIGINT, value DOUBLE, control_value DOUBLE,
            difference DOUBLE, low DOUBLE, high DOUBLE, lift DOUBLE, lift_low DOUBLE, lift_high DOUBLE, p_value DOUBLE, p_adjusted DOUBLE,
            fixed_low DOUBLE, fixed_high DOUBLE, fixed_p_value DOUBLE, probability_best DOUBLE, expected_loss DOUBLE, variance_saved DOUBLE, does_harm BOOLEAN, as_of TIMESTAMP);
        CREATE OR REPLACE TABLE {Verdicts} (
            experiment VARCHAR, name VARCHAR, state VARCHAR, verdict VARCHAR, sentence VARCHAR, customers BIGINT, mixed_customers BIGINT, ratio_p_value DOUBLE, arms VARCHAR, as_of TIMESTAMP)
        """);

    public static bool Has(DuckConnection warehouse, string table) =>
        warehouse.Scalar<long>("SELECT COUNT(*) FROM (SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views()) t WHERE table_name = $1", table) > 0;
}
