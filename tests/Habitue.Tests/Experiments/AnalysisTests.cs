using Habitue.Duck;
using Habitue.Experiments.Analysis;
using Habitue.Experiments.Definitions;
using Habitue.Lake.Storage;

namespace Habitue.Tests.Experiments;

public sealed class AnalysisTests : IDisposable
{
    private static readonly DateTime Start = new(2026, 10, 1, 0, 0, 0, DateTimeKind.Utc), Now = new(2026, 11, 27, 0, 0, 0, DateTimeKind.Utc);
    private readonly DuckDatabase database = DuckDatabase.InMemory();
    private readonly DuckConnection warehouse;

    public AnalysisTests()
    {
        warehouse = database.Connect();
        Functions.Install(warehouse);
        ExperimentTables.MakeExposures(warehouse);
        warehouse.Execute("""
            CREATE TABLE orders (order_id VARCHAR, customer_id VARCHAR, ordered_at TIMESTAMP, revenue DECIMAL(18,4));
            CREATE TABLE sessions (customer_id VARCHAR, started_at TIMESTAMP);
            CREATE TABLE events (event VARCHAR, customer_id VARCHAR, occurred_at TIMESTAMP, is_bot BOOLEAN)
            """);
    }

    public void Dispose()
    {
        warehouse.Dispose();
        database.Dispose();
    }

    [Fact]
    public void Only_what_happened_in_the_days_after_the_first_exposure_counts()
    {
        Exposed("control", "a1", Start);
        Exposed("control", "a2", Start);
        Exposed("treated", "b1", Start.AddDays(1));
        Exposed("treated", "b2", Start);
        Exposed("treated", "late", Now.AddDays(-3));                       // its days are not over
        Exposed("control", "both", Start);
        Exposed("treated", "both", Start.AddDays(2));                      // saw two variants
        Exposed("treated", "later", Now.AddDays(1));                       // after the moment
        Order("a1", Start.AddDays(-1), 1_000);                             // before
        Order("a1", Start.AddDays(13.99), 10);
        Order("a2", Start.AddDays(14), 20);                                // the days are over
        Order("b1", Start.AddDays(1), 30);
        Order("b1", Start.AddDays(2), 5);
        Order("b1", Start.AddDays(0.5), 7);                                // b1 was exposed a day later
        warehouse.Execute("INSERT INTO sessions VALUES ('a1', $1), ('b2', $2)", [Start.AddDays(6.9), Start.AddDays(7)]);
        warehouse.Execute("INSERT INTO events VALUES ('Coupon Applied', 'b2', $1, FALSE), ('Coupon Applied', 'a2', $1, TRUE), ('Other', 'a1', $1, FALSE)", [Start.AddDays(1)]);

        var report = Judge("goal: conversion\n    metrics: [spend, order_value, retention, coupon, adjusted]");

        Assert.Equal([2, 3], report.Arms);
        Assert.Equal(1, report.Mixed);
        Assert.Equal(
            [("conversion", 0.5, 0.5), ("spend", 5, 17.5), ("order_value", 10, 17.5), ("retention", 0.5, 0.5), ("coupon", 0, 0.5)],
            report.Comparisons.Take(5).Select(one => (one.Metric.Name, one.Control.Value, one.Arm.Value)));
        Assert.All(report.Comparisons, one => Assert.Equal((2, 2), (one.Control.Count, one.Arm.Count)));
        // Before: 1,000 and 0, 7 and 0. The slope by hand: products of the distances from each arm's mean, 5,000 and 122.5, over squares, 500,000 and 24.5.
        var slope = (5_000 + 122.5) / (500_000 + 24.5);
        Assert.Equal((5 - (slope * (500 - 251.75)), 17.5 - (slope * (3.5 - 251.75))), (report.Comparisons[5].Control.Value, report.Comparisons[5].Arm.Value));
        Assert.Equal(Verdict.NoData, report.Verdict);
    }

    [Fact]
    public void Two_ids_of_one_customer_count_once_and_from_the_first_exposure()
    {
        Exposed("control", "visitor", Start.AddDays(2));
        Exposed("control", "user", Start);
        Exposed("treated", "b", Start);
        Order("user", Start.AddDays(1), 10);

        var report = Judge("goal: conversion", ("user", "visitor"));

        Assert.Equal([1, 1], report.Arms);
        Assert.Equal(1, report.Comparisons[0].Control.Value);
    }

    [Fact]
    public void A_cap_is_the_quantile_of_all_arms_together_and_never_zero()
    {
        for (var i = 0; i < 100; i++)
        {
            Exposed(i < 50 ? "control" : "treated", $"c{i}", Start);
            if (i % 10 == 0) Order($"c{i}", Start.AddDays(1), i == 90 ? 100_000 : 20);
        }

        var capped = Judge("goal: capped").Comparisons[0];
        var low = Judge("goal: low").Comparisons[0];

        // The 0.99 quantile lies between the largest value and the second largest, 0.01 of the way up: 20 + 0.01 × 99,980.
        Assert.Equal(((4 * 20) + 20 + (0.01 * 99_980)) / 50, capped.Arm.Value, 1e-6);
        Assert.Equal(100_080.0 / 50, low.Arm.Value, 1e-6); // half of all spend nothing: a cap of 0 would take all away
    }

    [Fact]
    public void The_Hillstrom_test_gives_the_figures_that_are_known()
    {
        var file = SharedData.Require("data/hillstrom/hillstrom.csv");
        warehouse.Execute($"""
            CREATE TEMP TABLE mails AS SELECT CAST(row_number() OVER () AS VARCHAR) AS id, * FROM read_csv('{file}');
            INSERT INTO experiment_exposures SELECT 'mail', id, segment, TIMESTAMP '2026-10-01' FROM mails;
            INSERT INTO orders SELECT id, id, TIMESTAMP '2026-10-03', spend FROM mails WHERE conversion = 1;
            INSERT INTO sessions SELECT id, TIMESTAMP '2026-10-02' FROM mails WHERE visit = 1
            """);
        var set = ExperimentFile.Parse("""
            metrics:
              visit: { kind: retention, from_days: 0, to_days: 14 }
              spend: { kind: revenue }
            experiments:
              mail:
                variants: [ { name: No E-Mail }, { name: Mens E-Mail }, { name: Womens E-Mail } ]
                goal: conversion
                metrics: [visit, spend]
                tuned_for: 40000
            """, "experiments.yaml");

        var report = new ExperimentAnalysis(warehouse, Now).Knowing([]).Judge(set.Experiments["mail"]);

        Assert.Equal([21_306, 21_307, 21_387], report.Arms);
        Assert.Equal(0.203, report.Ratio!.Statistic, 0.0005);
        Assert.Equal([7.39, 3.78, 22.49, 13.95], report.Comparisons.Take(4).Select(one => Math.Round(one.Once.Statistic, 2)));
        Assert.Equal([(0.76983, 0.14525), (0.42441, 0.13033)], report.Comparisons.Skip(4).Select(one => (Math.Round(one.Once.Difference.Estimate, 5), Math.Round(one.Once.StandardError, 5))));
        Assert.Equal((Verdict.Better, "Mens E-Mail is better: conversion 1.25 % against 0.57 %"), (report.Verdict, report.Sentence.Split(',')[0]));
        Assert.All(report.Comparisons, one => Assert.True(one.Daily.Difference.Low < one.Once.Difference.Low));
    }

    [Fact]
    public void Arms_that_are_not_divided_as_meant_get_no_verdict()
    {
        Many("control", 5_000, 0.1);
        Many("treated", 5_400, 0.2);

        var report = Judge("goal: conversion");

        Assert.Equal(Verdict.Withheld, report.Verdict);
        Assert.StartsWith("WITHHELD: customers arrived 5,000 : 5,400 where 0.5 : 0.5 was meant (p = < 0.0001).", report.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guardrail_stops_what_does_harm_and_a_margin_bears_a_little()
    {
        Many("control", 4_000, 0.2);
        Many("treated", 4_000, 0.15);

        Assert.Equal(Verdict.Harmful, Judge("goal: coupon\n    guardrails: [conversion]").Verdict);
        Assert.Equal("STOPPED: treated makes conversion worse (15.00 % against 20.00 %), by more than its margin.", Judge("goal: coupon\n    guardrails: [conversion]").Sentence);
        Assert.NotEqual(Verdict.Harmful, Judge("goal: coupon\n    guardrails: [ { metric: conversion, margin: 0.1 } ]").Verdict);
        Assert.Equal(Verdict.Worse, Judge("goal: conversion").Verdict);
    }

    [Fact]
    public void P_values_are_corrected_for_how_many_variants_and_metrics_were_asked()
    {
        Many("a", 4_000, 0.10);
        Many("b", 4_000, 0.118);
        Many("c", 4_000, 0.13);
        var set = ExperimentFile.Parse("""
            metrics:
              spend: { kind: revenue }
              early: { kind: conversion, to_days: 3 }
            experiments:
              test: { variants: [ { name: a }, { name: b }, { name: c } ], goal: conversion, metrics: [spend, early] }
            """, "experiments.yaml");

        var all = new ExperimentAnalysis(warehouse, Now).Knowing([]).Judge(set.Experiments["test"]).Comparisons;

        // Two variants, one goal: Holm takes the smaller twice, and the larger no smaller than that.
        var (b, c) = (all[0].Daily.PValue, all[1].Daily.PValue);
        Assert.InRange(c, 1e-6, b / 3);
        Assert.Equal((Math.Max(b, 2 * c), 2 * c), (all[0].AdjustedP, all[1].AdjustedP));
        // Two other metrics of two variants: Benjamini and Hochberg, by hand over the four in order.
        var rest = all.Skip(2).OrderBy(one => one.Daily.PValue).ToArray();
        Assert.Equal(4, rest.Length);
        for (var place = 0; place < 4; place++)
            Assert.Equal(Enumerable.Range(place, 4 - place).Min(later => Math.Min(1, rest[later].Daily.PValue * 4 / (later + 1))), rest[place].AdjustedP, 1e-12);
        Assert.True(rest[0].AdjustedP > rest[0].Daily.PValue);
    }

    [Fact]
    public void Results_are_published_as_tables()
    {
        Many("control", 3_000, 0.1);
        Many("treated", 3_000, 0.101);
        var report = Judge("goal: conversion\n    metrics: [revenue]");

        Publishing.Publish(warehouse, [report], _ => "running", Now);
        Publishing.Publish(warehouse, [report], _ => "running", Now);

        Assert.Equal(("test", "running", "goes on", 6_000L), warehouse.Rows<(string, string, string, long)>("SELECT experiment, state, verdict, customers FROM experiment_verdicts").Single());
        Assert.Equal([("conversion", "goal", 0.101), ("revenue", "other", 2.02)], warehouse.Rows<(string, string, double)>("SELECT metric, role, ROUND(value, 6) FROM experiment_results ORDER BY metric"));
    }

    private void Exposed(string variant, string customer, DateTime at) => warehouse.Execute("INSERT INTO experiment_exposures VALUES ('test', $1, $2, $3)", [customer, variant, at]);

    private void Order(string customer, DateTime at, decimal revenue) => warehouse.Execute("INSERT INTO orders VALUES ('o', $1, $2, $3)", [customer, at, revenue]);

    /// <summary>Customers of whom a share buys something for 20.</summary>
    private void Many(string variant, int customers, double share) => warehouse.Execute($"""
        INSERT INTO experiment_exposures SELECT 'test', '{variant}' || i, '{variant}', TIMESTAMP '2026-10-01' FROM range({customers}) t(i);
        INSERT INTO orders SELECT 'o', '{variant}' || i, TIMESTAMP '2026-10-02', 20 FROM range({(int)Math.Round(customers * share)}) t(i)
        """);

    private ExperimentReport Judge(string rest, params (string, string)[] joined)
    {
        var set = ExperimentFile.Parse($$"""
            metrics:
              coupon: { kind: event, event: Coupon Applied }
              spend: { kind: revenue }
              capped: { kind: revenue, cap: 0.99 }
              low: { kind: revenue, cap: 0.5 }
              adjusted: { kind: revenue, adjusted: true }
            experiments:
              test:
                variants: [ { name: control }, { name: treated } ]
                {{rest}}
            """, "experiments.yaml");
        return new ExperimentAnalysis(warehouse, Now).Knowing(joined).Judge(set.Experiments["test"]);
    }
}
