using Habitue.Insights;
using Habitue.Tests.Insights;
using Habitue.Tests.Reports;
using Habitue.Value;

namespace Habitue.Tests.Value;

/// <summary>The section of the report.</summary>
public sealed class ValueReportTests
{
    [Fact]
    public void The_section_shows_what_the_tables_hold()
    {
        using var bench = new SliceBench(ProcessShop.AsOf);
        bench.Warehouse.Execute(ProcessShop.Of(900, 170, 11).Sql());
        Assert.DoesNotContain("not ready", SliceStates.Train(ValueSlice.Slice, bench.Run).Words, StringComparison.Ordinal);
        using var report = WrittenReport.Of(bench.Warehouse);
        Assert.Contains("900 customers are expected to bring", report.Text, StringComparison.Ordinal);
        var groups = report.Charts.GetProperty("value-chart").GetProperty("groups").EnumerateArray().ToArray();
        Assert.Equal(20, groups.Length);
        Assert.Equal(900, groups.Sum(group => group[1].GetInt32()));
        Assert.Equal(bench.Warehouse.Scalar<double>("SELECT SUM(value_12m) FROM customer_values"), groups.Sum(group => group[1].GetInt32() * group[2].GetDouble()), 1.0);
        Assert.Equal(4, report.Charts.GetProperty("alive-chart").GetProperty("courses").GetArrayLength());
        Assert.Equal(bench.Warehouse.Scalar<long>("SELECT COUNT(*) FROM value_cohorts WHERE is_complete"), report.Charts.GetProperty("cohort-chart").GetProperty("cells").GetArrayLength());
    }

    [Fact]
    public void What_is_lacking_is_said_in_the_section()
    {
        using var bench = new SliceBench(ProcessShop.AsOf);
        bench.Warehouse.Execute(ProcessShop.Tables([], []));
        SliceStates.Train(ValueSlice.Slice, bench.Run);
        using var report = WrittenReport.Of(bench.Warehouse);
        Assert.Contains("Not ready: it needs orders of known customers; there are none.", report.Text, StringComparison.Ordinal);
    }
}
