using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Preprocessing;
using Habitue.Tests.Duck;

namespace Habitue.Tests.Learning.Scoring;

/// <summary>Models score the same rows here and as SQL in DuckDB; answers agree to 1e-5 of their size.</summary>
public sealed class SqlScoringTests : DuckTestBase
{
    private static readonly Matrix Rows = Blobs.Of(3_000, columns: 4, centres: 5, width: 3);

    [Theory]
    [MemberData(nameof(Transformers))]
    public void A_transformer_scores_the_same_in_both(IEstimator<Matrix, ITransformer> recipe)
    {
        var x = Rows.Take([.. Enumerable.Range(0, Rows.Rows)]);
        for (var row = 0; row < x.Rows; row += 11)
        {
            x[row, 3] = -x[row, 3];
            if (recipe is not Pca) x[row, row / 11 % 4] = float.NaN;
        }

        var model = recipe.Fit(x);

        var found = Score(x, (ISqlModel)model);
        var expected = model.Transform(x);

        Assert.Equal(expected.Columns, found.Columns);
        for (var i = 0; i < expected.Values.Length; i++)
            Assert.True(Near(expected.Values[i], found.Values[i]), $"{i}: {expected.Values[i]} here, {found.Values[i]} in DuckDB");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void A_row_belongs_to_the_same_cluster_in_both(int clusters)
    {
        var model = new KMeans { Clusters = clusters, Starts = 1 }.Fit(Rows);

        Assert.Equal(model.Assign(Rows), Array.ConvertAll(Score(Rows, model).Column("cluster"), value => (int)value));
    }

    [Fact]
    public void Of_two_equally_near_centres_the_first_is_taken_and_a_missing_value_has_no_cluster()
    {
        var centres = Matrix.OfRows(["c0"], [2f], [0f], [4f]);
        var model = new KMeans { Clusters = 3, InitialCentres = centres }.Fit(centres);
        var x = Matrix.OfRows(["c0"], [1f], [3f], [-9f], [float.NaN]);

        Assert.Equal([0, 0, 1, float.NaN], Score(x, model).Column("cluster"));
        Assert.Equal([0, 0, 1], model.Assign(x.Take([0, 1, 2])));
    }

    [Fact]
    public void A_name_that_needs_quotes_is_refused()
    {
        var x = Matrix.OfRows(["order value"], [1f], [2f]);

        Assert.Equal("order value", Assert.Throws<BadDataException>(() => new MinMaxScaler().Fit(x).ToSql()).Column);
    }

    public static TheoryData<IEstimator<Matrix, ITransformer>> Transformers() =>
    [
        new MinMaxScaler(), new StandardScaler(), new RobustScaler(), new LogScaler(), new Winsorizer { Ranges = 0.2 }, new Winsorizer { Fence = Fence.Deviations, Deviations = 1 },
        new Imputer { Indicators = true }, new Imputer { Fill = FillWith.Median }, new QuantileBinner(), new Pca { Components = 3 }, new Pca { Whiten = true },
    ];

    private static bool Near(float here, float there) =>
        float.IsNaN(here) ? float.IsNaN(there) : Math.Abs(here - there) <= 1e-5 * Math.Max(1, Math.Abs(here));

    /// <summary>Puts the rows into a table, lets DuckDB compute the model's columns, and reads them in the order of the rows.</summary>
    private Matrix Score(Matrix x, ISqlModel model)
    {
        Connection.Execute($"CREATE OR REPLACE TABLE x (row INTEGER, {string.Join(", ", x.Columns.Select(name => $"{name} FLOAT"))})");
        using (var table = Connection.Appender("x"))
            table.Append([Enumerable.Range(0, x.Rows).ToArray(), .. x.Columns.Select(name => Array.ConvertAll(x.Column(name), value => float.IsNaN(value) ? (float?)null : value))]);

        var sql = model.ToSql();
        using var result = Connection.Query($"SELECT {string.Join(", ", sql.Select(column => $"CAST({column.Expression} AS DOUBLE) AS {column.Name}"))} FROM x ORDER BY row");
        var (found, at) = (new Matrix(x.Rows, [.. sql.Select(column => column.Name)]), 0);
        foreach (var chunk in result.Chunks())
        {
            for (var c = 0; c < sql.Count; c++) found.Fill(c, chunk[c].Values<double>(), chunk[c].Validity.Mask, at);
            at += chunk.Count;
        }

        return found;
    }
}
