using Habitue.Audit;
using Habitue.Insights;
using Habitue.Prediction;
using Habitue.Tests.Insights;
using Habitue.Tests.Reports;

namespace Habitue.Tests.Audit;

/// <summary>The audit that a run makes by itself, and what the report shows of it.</summary>
public sealed class AuditSliceTests : IDisposable
{
    private readonly SliceBench bench = new(new DateTime(2026, 7, 1));

    public void Dispose() => bench.Dispose();

    /// <summary>
    /// Two hundred customers: of the first hundred (women) every tenth is chosen, of the others every second; a quarter of the women did it and half of the men. The even ones had bought
    /// twice before the moment that is judged, and everybody bought at that moment.
    /// </summary>
    private void Judge(string gender = "CASE WHEN i < 100 THEN 'f' ELSE 'm' END", int version = 1)
    {
        bench.Warehouse.Execute($"""
            CREATE OR REPLACE TABLE customers AS SELECT 'c' || i AS customer_id, {gender} AS gender, CASE WHEN i % 4 = 0 THEN 'France' WHEN i % 4 = 1 THEN 'Spain' ELSE 'Home' END AS country, CAST(NULL AS VARCHAR) AS device, CAST(NULL AS VARCHAR) AS age FROM range(200) t(i);
            CREATE OR REPLACE TABLE orders AS SELECT 'c' || i AS customer_id, TIMESTAMP '2026-05-01' - INTERVAL (o) DAY AS ordered_at FROM range(200) t(i), range(3) u(o) WHERE o = 0 OR i % 2 = 0;
            """);
        int[] people = [.. Enumerable.Range(0, 200)];
        Judgements.Keep(bench.Warehouse, "purchase-30d", version, new DateTime(2026, 5, 1), Array.ConvertAll(people, i => $"c{i}"), Array.ConvertAll(people, i => i % 4 == 0 || (i >= 100 && i % 4 == 1) ? 1.0 : 0), Array.ConvertAll(people, i => (i < 100 ? i % 10 == 0 : i % 2 == 0) ? 0.9f : 0.1f), Array.ConvertAll(people, i => i < 100 ? i % 10 == 0 : i % 2 == 0));
    }

    [Fact]
    public void Everything_that_tells_customers_apart_is_looked_at()
    {
        Judge();
        var done = AuditSlice.Slice.Train(bench.Run);
        Assert.Equal(["country=Home,country Home", "country=Home,country other than Home", "gender,f", "gender,m", "new_or_returning,new", "new_or_returning,returning"], bench.Ask("SELECT by_what, person_group FROM model_fairness ORDER BY ALL"));
        // Ten of a hundred women, fifty of a hundred men.
        Assert.Equal(["0.1,0.2", "0.5,1"], bench.Ask("SELECT selection_rate, ROUND(disparate_impact, 12) FROM model_fairness WHERE by_what = 'gender' ORDER BY person_group"));
        // Orders on the day itself and later are what was to be said, so only those two days before count.
        Assert.Equal(["100,0", "100,0.6"], bench.Ask("SELECT rows, selection_rate FROM model_fairness WHERE by_what = 'new_or_returning' ORDER BY person_group"));
        Assert.StartsWith("1 model held against 3 groups: 2 comparisons break the four-fifths rule", done.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_asked_for_once_is_looked_at_again_and_figures_of_an_older_version_go()
    {
        Judge();
        new ModelAudit(bench.Warehouse, bench.Shelf).Of("purchase-30d", GroupSpec.All("country=Spain,gender"), "no");
        Judge(version: 2);
        AuditSlice.Slice.Train(bench.Run);
        Assert.Equal(["country=Home,yes,false", "country=Spain,no,true", "gender,no,true", "new_or_returning,yes,false"], bench.Ask("SELECT DISTINCT by_what, favourable, lower(CAST(asked AS VARCHAR)) FROM model_fairness ORDER BY ALL"));
        Assert.Equal(["2"], bench.Ask("SELECT DISTINCT version FROM model_fairness"));
    }

    [Fact]
    public void Without_a_judged_model_or_without_groups_it_says_what_is_missing_and_keeps_nothing_stale()
    {
        Assert.Equal("not ready: it needs a model that answers yes or no and was judged; there is none yet.", SliceStates.Train(AuditSlice.Slice, bench.Run).Words);
        Judge();
        AuditSlice.Slice.Train(bench.Run);
        bench.Warehouse.Execute("UPDATE customers SET gender = NULL, country = NULL; DELETE FROM orders");
        Assert.StartsWith("not ready: nothing in the data tells groups of people apart", SliceStates.Train(AuditSlice.Slice, bench.Run).Words, StringComparison.Ordinal);
        Assert.Equal(["0"], bench.Ask("SELECT COUNT(*) FROM model_fairness"));
    }

    [Fact]
    public void The_report_shows_each_group_with_its_intervals_and_the_verdict()
    {
        Judge();
        AuditSlice.Slice.Train(bench.Run);
        using var report = WrittenReport.Of(bench.Warehouse);
        var groups = report.Charts.GetProperty("fairness-chart").GetProperty("models")[0];
        Assert.Equal("purchase-30d", groups.GetProperty("name").GetString());
        Assert.Equal(["Country Home", "Gender: f", "New or returning: new"], groups.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal([1, 0.2, 0], groups.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()));
        // exp(log 0.2 ± 1.96 √(0.9/10 + 0.5/50)) by hand: 0.1076 to 0.3717.
        Assert.Contains("0.20 (0.11 to 0.37)", report.Text);
        Assert.Contains("Breaks the four-fifths rule", report.Text);
    }
}
