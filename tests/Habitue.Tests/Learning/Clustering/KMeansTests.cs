using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using Habitue.Learning.Models;

namespace Habitue.Tests.Learning.Clustering;

public sealed class KMeansTests
{
    private static readonly Matrix FirstOfEach = Iris.Rows().Take([0, 10, 20]);

    /// <summary><c>KMeans(3, init=x[[0,10,20]], n_init=1, tol=0).fit(x)</c></summary>
    [Fact]
    public void From_fixed_centres_it_ends_where_scikit_learn_ends()
    {
        var model = new KMeans { Clusters = 3, InitialCentres = FirstOfEach, Tolerance = 0 }.Fit(Iris.Rows());

        Assert.Equal(15.976916666666668, model.Inertia, 1e-5);
        Assert.Equal(3, model.Iterations);
        Assert.True(model.Converged);
        Assert.Equal([10, 12, 8], model.Sizes);
        Assert.Equal(
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 2, 2, 2, 2, 1, 2, 2, 2], model.Assign(Iris.Rows()));
        Iris.Near([4.86, 3.31, 1.45, 0.22], Iris.Doubles(model.Centres.Row(0)));
        Iris.Near([5.975, 2.825, 4.4416666667, 1.45], Iris.Doubles(model.Centres.Row(1)));
        Iris.Near([6.875, 3.025, 6.0125, 2.1], Iris.Doubles(model.Centres.Row(2)));
    }

    /// <summary>The same with <c>max_iter=1</c>: one move of the centres, then the labels that belong to them.</summary>
    [Fact]
    public void One_iteration_is_one_move_of_the_centres()
    {
        var model = new KMeans { Clusters = 3, InitialCentres = FirstOfEach, Tolerance = 0, MaxIterations = 1 }.Fit(Iris.Rows());

        Assert.Equal(16.841208652178345, model.Inertia, 1e-5);
        Assert.False(model.Converged);
        Assert.Equal(1, model.Iterations);
    }

    /// <summary><c>KMeans(k, n_init=4000, random_state=1, tol=0).fit(x).inertia_</c></summary>
    [Theory]
    [InlineData(2, 32.08325358851675)]
    [InlineData(3, 15.976916666666668)]
    [InlineData(4, 9.163607142857142)]
    [InlineData(5, 7.047833333333334)]
    [InlineData(6, 5.924833333333333)]
    [InlineData(7, 4.873333333333333)]
    public void Many_starts_find_the_best_that_scikit_learn_finds(int clusters, double inertia) =>
        Assert.Equal(inertia, new KMeans { Clusters = clusters, Starts = 1_000, Tolerance = 0 }.Fit(Iris.Rows()).Inertia, 1e-4);

    /// <summary><c>e = [[0],[1],[2],[10],[11],[12],[30],[31]]; KMeans(3, init=[[0],[500],[1000]], n_init=1, tol=0)</c></summary>
    [Fact]
    public void An_empty_cluster_takes_the_farthest_row()
    {
        var x = Line(0, 1, 2, 10, 11, 12, 30, 31);

        var model = new KMeans { Clusters = 3, InitialCentres = Line(0, 500, 1000), Tolerance = 0 }.Fit(x);

        Assert.Equal([0, 0, 0, 0, 0, 0, 2, 1], model.Assign(x));
        Assert.Equal(154.0, model.Inertia, 1e-9);
    }

    /// <summary><c>KMeans(4, init=[[5],[5],[5],[5]], n_init=1, tol=0)</c> on the same rows.</summary>
    [Fact]
    public void Equal_first_centres_come_apart()
    {
        var x = Line(0, 1, 2, 10, 11, 12, 30, 31);

        var model = new KMeans { Clusters = 4, InitialCentres = Line(5, 5, 5, 5), Tolerance = 0 }.Fit(x);

        Assert.Equal([0, 0, 0, 3, 3, 3, 2, 1], model.Assign(x));
        Assert.Equal(4.0, model.Inertia, 1e-9);
    }

    [Fact]
    public void Clusters_stay_empty_when_fewer_rows_are_different()
    {
        var model = new KMeans { Clusters = 4 }.Fit(Line(1, 1, 1, 5, 5, 5));

        Assert.Equal([0, 0, 3, 3], model.Sizes.Order());
        Assert.Equal(0, model.Inertia);
        Assert.True(model.Converged);
    }

    [Fact]
    public void It_finds_groups_that_lie_apart()
    {
        var x = Blobs.Of(rows: 5_000, columns: 7, centres: 13);

        var model = new KMeans { Clusters = 13, Starts = 5 }.Fit(x);

        Assert.True(Blobs.Same([.. Enumerable.Range(0, x.Rows).Select(r => r % 13)], model.Assign(x)));
    }

    [Fact]
    public void Starts_may_compete_on_a_part_of_the_rows()
    {
        var x = Blobs.Of(rows: 20_000, columns: 3, centres: 6);

        var part = new KMeans { Clusters = 6, StartRows = 1_000 }.Fit(x);
        var whole = new KMeans { Clusters = 6 }.Fit(x);

        Assert.Equal(x.Rows, part.Sizes.Sum());
        Assert.Equal(whole.Inertia, part.Inertia, whole.Inertia * 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Many_rows_give_the_same_bits_on_any_number_of_threads(int starts)
    {
        var x = Blobs.Of(rows: 60_000, columns: 5, centres: 9, width: 9);
        var recipe = new KMeans { Clusters = 7, Starts = starts, StartRows = 5_000 };

        Assert.Equal(ModelFile.Save(recipe.Fit(x, new FitRun(Threads: 1))), ModelFile.Save(recipe.Fit(x, new FitRun(Threads: 4))));
    }

    [Fact]
    public void Values_too_large_to_square_are_refused()
    {
        var error = Assert.Throws<BadDataException>(() => new KMeans { Clusters = 2 }.Fit(Line(1e30f, 2e30f, 5e30f)));

        Assert.Contains("Scale the columns", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Arthur and Vassilvitskii: only a start that lies near every group can end with a centre in each.</summary>
    [Fact]
    public void One_start_already_meets_every_group()
    {
        var x = Blobs.Of(rows: 4_000, columns: 4, centres: 16, width: 0.1);

        Assert.All(Enumerable.Range(0, 20), seed =>
            Assert.DoesNotContain(new KMeans { Clusters = 16, Starts = 1, Seed = seed }.Fit(x).Sizes, size => size != 250));
    }

    [Fact]
    public void Another_iteration_never_raises_the_inertia()
    {
        var x = Blobs.Of(rows: 3_000, columns: 5, centres: 8, width: 12);
        var first = x.Take([.. Enumerable.Range(0, 9)]);

        var inertias = Enumerable.Range(1, 30)
            .Select(most => new KMeans { Clusters = 9, InitialCentres = first, MaxIterations = most, Tolerance = 0 }.Fit(x).Inertia).ToArray();

        Assert.All(inertias.Zip(inertias.Skip(1)), pair => Assert.True(pair.Second <= pair.First * (1 + 1e-7)));
        Assert.True(inertias[^1] < inertias[0]);
    }

    [Fact]
    public void The_inertia_is_that_of_the_assigned_rows()
    {
        var x = Blobs.Of(rows: 1_003, columns: 6, centres: 4, width: 8);
        var model = new KMeans { Clusters = 5 }.Fit(x);
        var labels = model.Assign(x);
        var sum = 0.0;
        for (var r = 0; r < x.Rows; r++)
            for (var c = 0; c < 6; c++) sum += Math.Pow((double)x[r, c] - model.Centres[labels[r], c], 2);

        Assert.Equal(sum, model.Inertia, sum * 1e-6);
        Assert.Equal(labels.CountBy(label => label).OrderBy(group => group.Key).Select(group => group.Value), model.Sizes);
    }

    [Fact]
    public void A_dense_group_far_from_the_mean_keeps_its_digits()
    {
        // Two groups 0.02 apart near 1000, and one at -1000: |x|² - 2xc + |c|² in float32 could not tell them apart.
        var x = Line(1000f, 1000.001f, 1000.02f, 1000.021f, -1000f, -1000.001f);

        var model = new KMeans { Clusters = 3, InitialCentres = Line(1000f, 1000.02f, -1000f), Tolerance = 0 }.Fit(x);

        Assert.Equal([0, 0, 1, 1, 2, 2], model.Assign(x));
    }

    [Fact]
    public void More_clusters_than_rows_is_an_error_that_names_the_setting()
    {
        var error = Assert.Throws<SettingException>(() => new KMeans { Clusters = 31 }.Fit(Iris.Rows()));

        Assert.Equal("Clusters", error.Setting);
        Assert.Contains("31", error.Message, StringComparison.Ordinal);
        Assert.Contains("30 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void First_centres_must_suit_the_number_of_clusters()
    {
        var error = Assert.Throws<SettingException>(() => new KMeans { Clusters = 4, InitialCentres = FirstOfEach }.Fit(Iris.Rows()));

        Assert.Equal("InitialCentres", error.Setting);
    }

    [Fact]
    public void The_card_tells_settings_columns_and_figures()
    {
        var card = new KMeans { Clusters = 3, Seed = 42 }.Fit(Iris.Rows()).Card;

        Assert.Equal(("k-means", 1), (card.Format.Kind, card.Format.Version));
        Assert.Equal(("KMeans", 30), (card.Recipe, card.Rows));
        Assert.Equal(Iris.Columns, card.Columns);
        Assert.Equal(("3", "42", "none"), (card.Settings["Clusters"], card.Settings["Seed"], card.Settings["InitialCentres"]));
        Assert.Contains("inertia", card.Figures.Keys);
    }

    private static Matrix Line(params float[] values)
    {
        var x = new Matrix(values.Length, ["x"]);
        x.Fill(0, values);
        return x;
    }
}
