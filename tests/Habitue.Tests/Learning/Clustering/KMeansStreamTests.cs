using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Tests.Learning.Clustering;

/// <summary>k-means on rows that come in parts: small batches, and further rows for a model that there is.</summary>
public sealed class KMeansStreamTests
{
    [Fact]
    public void Small_batches_find_groups_that_lie_apart()
    {
        var x = Blobs.Of(rows: 20_000, columns: 5, centres: 9);

        var model = new MiniBatchKMeans { Clusters = 9, Seed = 1 }.Fit(x);

        Assert.True(Blobs.Same([.. Enumerable.Range(0, x.Rows).Select(r => r % 9)], model.Assign(x)));
        Assert.Equal(x.Rows, model.Sizes.Sum());
        Assert.Equal("MiniBatchKMeans", model.Card.Recipe);
    }

    /// <summary>What all rows at once end with is the yardstick: small batches end within a few percent of it, and count their inertia on all rows.</summary>
    [Fact]
    public void Small_batches_end_near_the_inertia_of_all_rows()
    {
        var x = Blobs.Of(rows: 30_000, columns: 4, centres: 6, width: 9);
        var whole = new KMeans { Clusters = 6, Starts = 3 }.Fit(x);

        var model = new MiniBatchKMeans { Clusters = 6, Seed = 2 }.Fit(x);

        Assert.InRange(model.Inertia, whole.Inertia * 0.999, whole.Inertia * 1.05);
        var (labels, sum) = (model.Assign(x), 0.0);
        for (var r = 0; r < x.Rows; r++)
            for (var c = 0; c < 4; c++) sum += Math.Pow((double)x[r, c] - model.Centres[labels[r], c], 2);
        Assert.Equal(sum, model.Inertia, sum * 1e-6);
    }

    [Fact]
    public void Without_a_lower_inertia_it_stops_before_the_last_batch()
    {
        var x = Blobs.Of(rows: 5_000, columns: 3, centres: 4);

        Assert.True(new MiniBatchKMeans { Clusters = 4, Patience = 5, MaxBatches = 10_000 }.Fit(x) is { Converged: true, Iterations: < 10_000 });
        Assert.True(new MiniBatchKMeans { Clusters = 4, MaxBatches = 3 }.Fit(x) is { Converged: false, Iterations: 3 });
    }

    [Fact]
    public void First_centres_come_from_no_fewer_rows_than_clusters()
    {
        var x = Blobs.Of(rows: 100, columns: 3, centres: 4);

        Assert.Contains("only 100 rows", Assert.Throws<SettingException>(() => new MiniBatchKMeans { Clusters = 101 }.Fit(x)).Message, StringComparison.Ordinal);
        Assert.Contains("only 50 rows", Assert.Throws<SettingException>(() => new MiniBatchKMeans { Clusters = 60, StartRows = 50 }.Fit(x)).Message, StringComparison.Ordinal);
    }

    /// <summary>By hand: centres 1 (0 and 2) and 11 (10 and 12); 4 joins the first and 17 and 14 the second.</summary>
    [Fact]
    public void Further_rows_move_the_centres_to_the_mean_of_all()
    {
        var model = new KMeans { Clusters = 2, InitialCentres = Line(0, 10), Tolerance = 0 }.Fit(Line(0, 2, 10, 12));
        var before = ModelFile.Save(model);

        var later = model.Update(Line(4, 17, 14));

        Assert.Equal([2f, 13.25f], later.Centres.Column(0));
        Assert.Equal([3, 4], later.Sizes);
        Assert.Equal(7, later.Card.Rows);
        Assert.Equal(4 + 4 + Math.Pow(17 - 13.25, 2) + Math.Pow(14 - 13.25, 2), later.Inertia, 1e-6);
        Assert.Equal(before, ModelFile.Save(model)); // the old model stays as it was
        Assert.Equal(ModelFile.Save(later), ModelFile.Save(ModelFile.Load(new MemoryStream(ModelFile.Save(later)))));
    }

    [Fact]
    public void What_is_forgotten_counts_less()
    {
        var model = new KMeans { Clusters = 2, InitialCentres = Line(0, 10), Tolerance = 0 }.Fit(Line(0, 2, 10, 12));

        Assert.Equal([2.5f, 11f], model.Update(Line(4), remember: 0.5).Centres.Column(0)); // the mean of 1 once and 4 once
        Assert.Equal([4f, 11f], model.Update(Line(4), remember: 0).Centres.Column(0));
        Assert.Equal([1f, 11f], model.Update(Line()).Centres.Column(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Update(Line(4), remember: 1.5));
        Assert.Equal("x", Assert.Throws<BadDataException>(() => model.Update(Line(float.NaN))).Column);
    }

    private static Matrix Line(params float[] values)
    {
        var x = new Matrix(values.Length, ["x"]);
        x.Fill(0, values);
        return x;
    }
}
