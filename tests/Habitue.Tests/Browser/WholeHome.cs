namespace Habitue.Tests.Browser;

/// <summary>The learned shop with what else pages show: drift, a test that customers of it take part in, and decisions of a bandit; so that every chart of the dashboard is drawn.</summary>
public sealed class WholeHome : LearnedHome
{
    protected override string[] Shop => ["--customers", "300", "--slices", "segments,baskets,recommendations,purchase,churn,drift", "--no-report"];

    protected override void Prepare(string folder) => File.WriteAllText(Path.Combine(folder, "experiments.yaml"), ExperimentHome.Definitions);

    protected override string MoreTables => base.MoreTables + """
        ;
        INSERT INTO models SELECT * REPLACE ('value' AS name, 'value' AS slice) FROM models WHERE name = 'purchase-7d';
        CREATE TABLE experiment_exposures (experiment VARCHAR NOT NULL, customer_id VARCHAR NOT NULL, variant VARCHAR NOT NULL, exposed_at TIMESTAMP NOT NULL, PRIMARY KEY (experiment, customer_id, variant));
        INSERT INTO experiment_exposures SELECT 'free-shipping', customer_id, CASE WHEN place % 2 = 0 THEN 'control' ELSE 'free' END, TIMESTAMP '2025-11-01 08:00:00' + to_hours(CAST(6 * (place % 40) AS INTEGER))
            FROM (SELECT customer_id, ROW_NUMBER() OVER (ORDER BY customer_id) AS place FROM customers WHERE is_known) people;
        CREATE TABLE decisions (decision_id VARCHAR, request_id VARCHAR, customer_id VARCHAR, placement VARCHAR, decided_at TIMESTAMP, action VARCHAR, policy VARCHAR, model VARCHAR, model_version VARCHAR, propensity DOUBLE, fallback VARCHAR, variation VARCHAR, catalogue VARCHAR, details VARCHAR);
        CREATE TABLE decision_rewards (decision_id VARCHAR, reward DOUBLE, rewarded_at TIMESTAMP);
        INSERT INTO decisions SELECT 'd' || i, 'r' || i, 'C' || lpad(CAST(1 + i % 90 AS VARCHAR), 6, '0'), 'home', TIMESTAMP '2025-11-01' + to_minutes(CAST(i * 30 AS INTEGER)), CASE i % 3 WHEN 0 THEN 'welcome' WHEN 1 THEN 'bestsellers' ELSE 'free_shipping' END, 'bandit', 'thompson', '1', 0.4, NULL, NULL, 'v1', '{}' FROM range(600) r(i);
        INSERT INTO decision_rewards SELECT decision_id, 1, decided_at + INTERVAL 5 MINUTE FROM decisions WHERE CAST(substr(decision_id, 2) AS INTEGER) % 7 = 0
        """;
}
