using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Statistics;

namespace Habitue.Tests.Learning.Statistics;

public sealed class CorrelationTests
{
    /// <summary><c>np.corrcoef(x.T)</c></summary>
    [Fact]
    public void Pearsons_r_is_that_of_numpy() => Near(
        [-0.0184175578, 0.8765676654, -0.3384760818, 0.8061079863, -0.2890267725, 0.9745559243], Correlation.Pearson(Iris.Rows()));

    /// <summary><c>scipy.stats.spearmanr(x)[0]</c></summary>
    [Fact]
    public void Spearmans_rho_is_that_of_scipy() => Near(
        [-0.0439647288, 0.8821303587, -0.2134453902, 0.7656847234, -0.2094559523, 0.9326152052], Correlation.Spearman(Iris.Rows()));

    /// <summary><c>pandas.DataFrame(x).corr()</c>, with the holes</summary>
    [Fact]
    public void Missing_values_leave_their_pairs_as_in_pandas() => Near(
        [-0.0160309465, 0.8765676654, -0.3372492017, 0.8149070502, -0.2363840258, 0.9742470789], Correlation.Pearson(Iris.WithHoles()));

    /// <summary><c>pandas.DataFrame(x).corr('spearman')</c>, with the holes</summary>
    [Fact]
    public void Ranks_are_taken_among_the_rows_of_a_pair_as_in_pandas() => Near(
        [-0.0341504353, 0.8821303587, -0.2055701578, 0.7588312823, -0.1283247284, 0.9307152405], Correlation.Spearman(Iris.WithHoles()));

    [Fact]
    public void A_column_goes_with_itself_and_a_constant_one_with_nothing()
    {
        var x = Matrix.OfColumns(("a", [1, 2, 4]), ("constant", [3, 3, 3]), ("hole", [1, double.NaN, 5]), ("empty", [double.NaN, double.NaN, double.NaN]));

        foreach (var r in new[] { Correlation.Pearson(x), Correlation.Spearman(x) })
        {
            Assert.Equal((1.0, 1.0, 1.0), (r[0, 0], r[2, 2], r[0, 2]));
            Assert.All([r[1, 1], r[0, 1], r[1, 2], r[3, 3], r[0, 3]], value => Assert.True(double.IsNaN(value)));
        }
    }

    [Fact]
    public void No_rows_have_no_correlation() =>
        Assert.True(double.IsNaN(Correlation.Pearson(new Matrix(0, ["a", "b"]))[0, 1]));

    [Fact]
    public void Spearman_sees_any_rise_and_infinite_values_but_pearson_does_not()
    {
        var x = Matrix.OfColumns(("a", [1, 2, 3, 4]), ("b", [-50, 0, 1e30, double.PositiveInfinity]));

        Assert.Equal(1, Correlation.Spearman(x)[0, 1]);
        Assert.Equal(("b", 3), (Assert.Throws<BadDataException>(() => Correlation.Pearson(x)).Column, 3));
    }

    private static void Near(double[] lowerTriangle, CorrelationMatrix found)
    {
        for (int i = 0, at = 0; i < 4; i++)
        {
            Assert.Equal(1, found[i, i]);
            for (var j = 0; j < i; j++, at++)
            {
                // 10, 20, 21, 30, 31, 32
                Assert.Equal(lowerTriangle[at], found[i, j], 1e-6);
                Assert.Equal(found[i, j], found[j, i]);
            }
        }
    }
}
