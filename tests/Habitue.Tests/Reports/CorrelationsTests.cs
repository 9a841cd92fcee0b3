using Habitue.Duck;
using Habitue.Reports.Statistics;

namespace Habitue.Tests.Reports;

public sealed class CorrelationsTests
{
    /// <summary>Ties and missing values: DuckDB correlates the values, and the mean ranks of the rows that both features have.</summary>
    [Fact]
    public void Both_kinds_are_those_that_DuckDB_finds()
    {
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        connection.Execute("CREATE TABLE t AS SELECT i, CAST(i * 7919 % 13 AS DOUBLE) AS a, CASE WHEN i % 7 <> 0 THEN CAST(i * 104729 % 17 + i % 13 AS DOUBLE) END AS b FROM range(500) r(i)");
        const string both = "(SELECT a, b, RANK() OVER (ORDER BY a) + (COUNT(*) OVER (PARTITION BY a) - 1) / 2.0 AS ra, RANK() OVER (ORDER BY b) + (COUNT(*) OVER (PARTITION BY b) - 1) / 2.0 AS rb FROM t WHERE b IS NOT NULL)";
        var features = new[] { "a", "b" }.Select(name => Feature(name, [.. connection.Rows<double?>($"SELECT {name} FROM t ORDER BY i").Select(value => value ?? double.NaN)])).ToArray();
        var found = Correlations.Of(features);
        Assert.Equal(connection.Scalar<double>($"SELECT corr(a, b) FROM {both}"), found.Pearson(0, 1), 6);
        Assert.Equal(connection.Scalar<double>($"SELECT corr(ra, rb) FROM {both}"), found.Spearman(1, 0), 6);
    }

    [Fact]
    public void Who_never_bought_is_left_out_when_nearly_everybody_did()
    {
        double[] recency = [1, 2, 3, 4, 5, 6, 7, 8, double.NaN], spend = [8, 7, 6, 5, 4, 3, 2, 1, 0], visits = [1, 2, 3, 4, 5, 6, 7, 8, -100];
        Assert.Equal(-1, Correlations.Of([Feature("recency", recency), Feature("spend", spend), Feature("visits", visits)]).Pearson(1, 2), 6);
    }

    [Fact]
    public void Features_that_go_together_stand_together()
    {
        double[] rising = [1, 2, 3, 4, 5, 6, 7, 8], other = [3, 1, 4, 1, 5, 9, 2, 6];
        var found = Correlations.Of([Feature("rising", rising), Feature("other", other), Feature("falling", [.. rising.Reverse()]), Feature("nearly", [3, 1, 4, 1, 5, 9, 2, 7])]);
        Assert.Equal([0, 2, 1, 3], found.Neighbours([0, 1, 2, 3]));
        Assert.True(found.Repeats(2, [1, 0]));
        Assert.False(found.Repeats(1, [0, 2]));
    }

    private static FeatureColumn Feature(string name, double[] values) => new(name, null, values);
}
