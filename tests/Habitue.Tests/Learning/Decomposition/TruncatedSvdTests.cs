using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using static Habitue.Tests.Learning.Clustering.ClusteringReference;

namespace Habitue.Tests.Learning.Decomposition;

public sealed class TruncatedSvdTests
{
    /// <summary><c>scipy.sparse.linalg.svds</c>; of each component the largest entry made positive.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Singular_values_components_and_scores_are_those_of_scipy(int seed)
    {
        var (expected, x) = (Root.GetProperty("svd"), Sparse());

        var model = new TruncatedSvd { Components = 6, Seed = seed, Tolerance = 1e-12, MaxIterations = 1_000 }.Fit(x);

        Iris.Near(Doubles(expected.GetProperty("singular")), model.SingularValues, 1e-7);
        Iris.Near(Doubles(expected.GetProperty("components")), from i in Enumerable.Range(0, 3) from c in Enumerable.Range(0, 45) select model.Loading(i, c), 1e-5);
        var scores = model.Transform(x);
        Assert.Equal(["sv1", "sv2", "sv3", "sv4", "sv5", "sv6"], scores.Columns);
        Iris.Near(Doubles(expected.GetProperty("scores")), Enumerable.Range(0, 4).SelectMany(row => Iris.Doubles(scores.Row(row))), 1e-4);
        Iris.Near(Doubles(expected.GetProperty("explained_ratio")), model.ExplainedVarianceRatio, 1e-5);
        Assert.True(model.Converged);
    }

    [Fact]
    public void All_components_turn_back_into_the_matrix()
    {
        var x = SparseMatrix.Of(4, 3, [(0, 0, 2f), (1, 1, 3f), (2, 0, 1f), (2, 2, -4f), (3, 2, 5f)]);
        var model = new TruncatedSvd { Components = 3 }.Fit(x);
        var scores = model.Transform(x);

        for (var r = 0; r < 4; r++)
        {
            var row = new double[3];
            for (var e = x.Starts[r]; e < x.Starts[r + 1]; e++) row[x.Indices[e]] = x.Values[e];
            for (var c = 0; c < 3; c++) Assert.Equal(row[c], Enumerable.Range(0, 3).Sum(i => scores[r, i] * model.Loading(i, c)), 1e-5);
        }
    }

    /// <summary>A matrix of one product of a column and a row has one singular value: the product of their lengths, 5 × 13.</summary>
    [Fact]
    public void A_matrix_of_rank_one_has_one_singular_value()
    {
        var model = new TruncatedSvd().Fit(SparseMatrix.Of(2, 3, [(0, 0, 9f), (0, 1, 12f), (0, 2, 36f), (1, 0, 12f), (1, 1, 16f), (1, 2, 48f)]));

        Iris.Near([65, 0], model.SingularValues, 1e-9);
        Iris.Near([3 / 13.0, 4 / 13.0, 12 / 13.0], Enumerable.Range(0, 3).Select(c => model.Loading(0, c)), 1e-9);
        Assert.Equal(0, new TruncatedSvd().Fit(SparseMatrix.Of(5, 4, [])).SingularValues[0]);
    }

    [Fact]
    public void The_order_of_the_rows_changes_nothing() => Check.One(QuietCheck.Times(10), Prop.ForAll(
        Gen.Shuffle(Enumerable.Range(0, 80)).ToArbitrary(), order =>
            Iris.Near([.. new TruncatedSvd { Components = 3 }.Fit(Sparse()).SingularValues], new TruncatedSvd { Components = 3 }.Fit(Sparse().Take(order)).SingularValues, 1e-5)));

    [Fact]
    public void Bad_settings_and_entries_are_refused_by_name()
    {
        Assert.Equal("Components", Assert.Throws<SettingException>(() => new TruncatedSvd { Components = 46 }.Fit(Sparse())).Setting);
        Assert.Contains("row 1, column 2 is NaN", Assert.Throws<BadDataException>(() => new TruncatedSvd { Components = 1 }.Fit(new SparseMatrix(3, [0, 1, 2], [0, 2], [1, float.NaN]))).Message, StringComparison.Ordinal);
        Assert.Contains("45 columns; the matrix has 4", Assert.Throws<BadDataException>(() => new TruncatedSvd().Fit(Sparse()).Transform(SparseMatrix.Of(1, 4, []))).Message, StringComparison.Ordinal);
    }

    private static SparseMatrix Sparse()
    {
        var stored = Root.GetProperty("svd");
        int[] rows = Integers(stored.GetProperty("i")), columns = Integers(stored.GetProperty("j"));
        return SparseMatrix.Of(80, 45, Doubles(stored.GetProperty("v")).Select((value, i) => (rows[i], columns[i], (float)value)));
    }
}
