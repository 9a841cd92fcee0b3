namespace Habitue.Tests.Browser;

/// <summary>A simulated shop from which the slices have learned; it is too small for values, so their tables are written down here, for every customer who bought.</summary>
public class LearnedHome : DashboardHome
{
    protected override string[] Shop => ["--customers", "300", "--slices", "segments,baskets,recommendations,purchase,churn", "--no-report"];

    protected override string MoreTables => """
        CREATE TABLE customer_values AS
        SELECT customer_id, as_of, 0.8::DOUBLE AS probability_alive, 0.5::DOUBLE AS purchases_30d, 1.5::DOUBLE AS purchases_90d, 6::DOUBLE AS purchases_12m, CAST(monetary / frequency AS DOUBLE) AS spend_per_purchase, CAST(monetary AS DOUBLE) AS value_12m,
            CAST(monetary AS DOUBLE) * 0.5 AS low_80, CAST(monetary AS DOUBLE) * 1.6 AS high_80, CAST(monetary AS DOUBLE) * 0.3 AS low_95, CAST(monetary AS DOUBLE) * 2 AS high_95, CAST(monetary AS DOUBLE) * 0.9 AS kept_12m,
            CAST(monetary AS DOUBLE) * 0.45 AS kept_low_80, CAST(monetary AS DOUBLE) * 1.5 AS kept_high_80, CAST(monetary AS DOUBLE) AS value_so_far, 'value' AS model, 1 AS version
        FROM customer_features WHERE frequency > 0 AND monetary > 0;
        CREATE TABLE value_facts AS SELECT TIMESTAMP '2026-01-01' AS as_of, 365 AS horizon_days, 'BG/NBD' AS purchases_by, 'Gamma-Gamma' AS money_by, 0.79::DOUBLE AS coverage_80, 0.94::DOUBLE AS coverage_95, 0.4::DOUBLE AS margin, 0.1::DOUBLE AS discount, NULL::VARCHAR AS series;
        CREATE TABLE value_reasons AS SELECT customer_id, place, reason, contribution, reason AS words FROM customer_values, (VALUES (1, 'an average customer', 100.0::DOUBLE), (2, 'orders so far', -20.0::DOUBLE), (3, 'tenure', 5.0::DOUBLE)) r (place, reason, contribution)
        """;
}

/// <summary>The tests that share it, so that it is made once.</summary>
[CollectionDefinition(Name)]
public sealed class LearnedShop : ICollectionFixture<LearnedHome>, ICollectionFixture<Chromium>
{
    public const string Name = "The learned shop";
}
