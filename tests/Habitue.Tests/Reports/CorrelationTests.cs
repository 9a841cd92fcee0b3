using Habitue.Reports.Statistics;
using Habitue.Duck;

namespace Habitue.Tests.Reports;

public sealed class CorrelationTests
{
    /// <summary>Anscombe's first set: the coefficient is 0.81642 in his paper (1973).</summary>
    [Fact]
    public void Pearson_is_that_of_Anscombes_quartet()
    {
        double[] x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        Assert.Equal(0.81642, Correlation.Pearson([Feature(x), Feature(y)])[0, 1], 5);
        Assert.Equal(0.81818, Correlation.Spearman([Feature(x), Feature(y)])[0, 1], 5);
    }

    /// <summary>Ties and missing values: DuckDB correlates the values, and the mean ranks of the rows that both features have.</summary>
    [Fact]
    public void Both_are_those_that_DuckDB_finds()
    {
        using var database = DuckDatabase.InMemory();
        using var connection = database.Connect();
        connection.Execute("CREATE TABLE t AS SELECT i, CAST(i * 7919 % 13 AS DOUBLE) AS a, CASE WHEN i % 7 <> 0 THEN CAST(i * 104729 % 17 + i % 13 AS DOUBLE) END AS b FROM range(500) r(i)");
        const string both = "(SELECT a, b, RANK() OVER (ORDER BY a) + (COUNT(*) OVER (PARTITION BY a) - 1) / 2.0 AS ra, RANK() OVER (ORDER BY b) + (COUNT(*) OVER (PARTITION BY b) - 1) / 2.0 AS rb FROM t WHERE b IS NOT NULL)";
        var features = new[] { "a", "b" }.Select(name => Feature([.. connection.Rows<double?>($"SELECT {name} FROM t ORDER BY i").Select(value => value ?? double.NaN)])).ToArray();
        Assert.Equal(connection.Scalar<double>($"SELECT corr(a, b) FROM {both}"), Correlation.Pearson(features)[0, 1], 12);
        Assert.Equal(connection.Scalar<double>($"SELECT corr(ra, rb) FROM {both}"), Correlation.Spearman(features)[1, 0], 12);
    }

    [Fact]
    public void A_feature_that_never_changes_goes_with_nothing() =>
        Assert.True(double.IsNaN(Correlation.Pearson([Feature([1, 2, 3]), Feature([5, 5, 5])])[0, 1]));

    [Fact]
    public void Neighbours_stand_together()
    {
        double[,] pairs = { { 1, 0.1, -0.9, 0 }, { 0.1, 1, 0.2, 0.8 }, { -0.9, 0.2, 1, 0.1 }, { 0, 0.8, 0.1, 1 } };
        Assert.Equal([0, 2, 1, 3], Correlation.Neighbours(pairs));
        Assert.Equal(-0.9, Correlation.Reorder(pairs, [0, 2, 1, 3])[0, 1]);
    }

    private static Feature Feature(double[] values) => new("feature", null, values);
}
