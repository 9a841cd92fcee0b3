using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;

namespace Habitue.Tests.Learning.Decomposition;

public sealed class PcaTests
{
    /// <summary><c>PCA(4, svd_solver='full').fit(x)</c>; the signs happen to follow our convention.</summary>
    [Fact]
    public void Components_and_variances_are_those_of_scikit_learn()
    {
        var model = new Pca { Components = 4 }.Fit(Iris.Rows());

        Iris.Near([4.8832589246, 0.261873487, 0.0772582549, 0.0082989887], model.ExplainedVariance);
        Iris.Near([0.9335784087, 0.0500648106, 0.0147701852, 0.0015865955], model.ExplainedVarianceRatio);
        Iris.Near([0.3953257795, -0.0492678516, 0.8493441427, 0.3462726298], Loadings(model, 0), 1e-5);
        Iris.Near([0.7639150691, 0.563462209, -0.2399629532, -0.203376221], Loadings(model, 1), 1e-5);
        Iris.Near([-0.4046139253, 0.7461767161, 0.0161693199, 0.5284377285], Loadings(model, 2), 1e-5);
        Iris.Near([0.3105460782, -0.3511457336, -0.4698625984, 0.7479886], Loadings(model, 3), 1e-5);
    }

    /// <summary><c>PCA(2).fit(x).transform(x)[[0, 29]]</c>, the second component turned round.</summary>
    [Fact]
    public void Scores_are_those_of_scikit_learn()
    {
        var scores = new Pca().Fit(Iris.Rows()).Transform(Iris.Rows());

        Assert.Equal(["pc1", "pc2"], scores.Columns);
        Iris.Near([-2.7596293775, 0.4885457268], Iris.Doubles(scores.Row(0)), 1e-5);
        Iris.Near([2.8539724935, 0.5535224044], Iris.Doubles(scores.Row(29)), 1e-5);
    }

    /// <summary><c>PCA(2, whiten=True)</c></summary>
    [Fact]
    public void Whitened_scores_are_those_of_scikit_learn()
    {
        var scores = new Pca { Whiten = true }.Fit(Iris.Rows()).Transform(Iris.Rows());

        Iris.Near([-1.2488086071, 0.9546835809], Iris.Doubles(scores.Row(0)), 1e-5);
        Iris.Near([1.291501476, 1.0816566845], Iris.Doubles(scores.Row(29)), 1e-5);
    }

    [Fact]
    public void The_largest_loading_is_positive_whichever_way_the_data_points()
    {
        var x = Matrix.OfColumns(("a", [1, 2, 3, 4.1]), ("b", [-2, -4, -6, -8.3]));

        var model = new Pca { Components = 1 }.Fit(x);

        Assert.True(model.Loading(0, 1) > 0);
        Assert.True(model.Loading(0, 0) < 0);
    }

    [Fact]
    public void A_constant_column_gets_no_loading_and_large_offsets_cost_no_digits()
    {
        var x = Matrix.OfColumns(("a", [1_000_001, 1_000_002, 1_000_004]), ("b", [5, 5, 5]));

        var model = new Pca { Components = 2 }.Fit(x);

        Iris.Near([7.0 / 3, 0], model.ExplainedVariance, 1e-9);
        Iris.Near([1, 0], Loadings(model, 0), 1e-12);
    }

    [Fact]
    public void Rows_that_are_all_equal_have_scores_of_zero()
    {
        var x = Matrix.OfColumns(("a", [3, 3, 3]), ("b", [5, 5, 5]));

        var model = new Pca { Whiten = true }.Fit(x);

        Assert.Equal(new float[6], model.Transform(x).Values.ToArray());
        Assert.Equal([0, 0], model.ExplainedVarianceRatio);
    }

    [Fact]
    public void Many_rows_and_columns_turn_back_into_themselves()
    {
        var x = Blobs.Of(rows: 20_000, columns: 19, centres: 12, width: 5);
        var model = new Pca { Components = 19 }.Fit(x);
        var scores = model.Transform(x);

        for (var r = 0; r < x.Rows; r += 999)
            for (var c = 0; c < 19; c++)
                Assert.Equal(x[r, c], model.Means[c] + Enumerable.Range(0, 19).Sum(i => scores[r, i] * model.Loading(i, c)), 1e-4);
        Assert.Equal(1, model.ExplainedVarianceRatio.Sum(), 1e-9);
    }

    [Fact]
    public void More_components_than_columns_is_refused_by_name() =>
        Assert.Equal("Components", Assert.Throws<SettingException>(() => new Pca { Components = 5 }.Fit(Iris.Rows())).Setting);

    private static IEnumerable<double> Loadings(PcaModel model, int component) =>
        Enumerable.Range(0, model.Means.Count).Select(column => model.Loading(component, column));
}
