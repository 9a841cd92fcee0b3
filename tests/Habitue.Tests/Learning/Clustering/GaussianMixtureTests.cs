using FsCheck;
using FsCheck.Fluent;
using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Data;
using static Habitue.Tests.Learning.Clustering.ClusteringReference;

namespace Habitue.Tests.Learning.Clustering;

public sealed class GaussianMixtureTests
{
    /// <summary>Rows 0, 40 and 90 are where the reference's k-means started; its labels are the start of both.</summary>
    private static readonly Matrix Means = new KMeans { Clusters = 3, InitialCentres = Groups().Take([0, 40, 90]), Tolerance = 0 }.Fit(Groups()).Centres;

    [Theory]
    [InlineData(CovarianceShape.Full, "full")]
    [InlineData(CovarianceShape.Tied, "tied")]
    [InlineData(CovarianceShape.Diagonal, "diag")]
    [InlineData(CovarianceShape.Spherical, "spherical")]
    public void From_the_same_start_it_ends_where_scikit_learn_ends(CovarianceShape shape, string kind)
    {
        var (expected, x) = (Root.GetProperty("mixtures").GetProperty(kind), Groups());

        var model = new GaussianMixture { Covariance = shape, InitialMeans = Means, Tolerance = 1e-10, MaxIterations = 1_000 }.Fit(x);

        Assert.Equal(expected.GetProperty("mean_log_likelihood").GetDouble(), model.MeanLogLikelihood, 1e-7);
        Assert.Equal(expected.GetProperty("bic").GetDouble(), model.Bic, 1e-4);
        Assert.Equal(expected.GetProperty("aic").GetDouble(), model.Aic, 1e-4);
        Assert.Equal(Integers(expected.GetProperty("labels")), model.Assign(x));
        Iris.Near(Doubles(expected.GetProperty("weights")), model.Weights, 1e-4);
        Iris.Near(Doubles(expected.GetProperty("means")), from k in Enumerable.Range(0, 3) from c in Enumerable.Range(0, 3) select model.Mean(k, c), 1e-3);
        var first = x.Take([0, 55, 119]);
        Iris.Near(Doubles(expected.GetProperty("first_responsibilities")), Iris.Doubles(model.Responsibilities(first).Values), 1e-4);
        Iris.Near(Doubles(expected.GetProperty("densities")), model.LogDensities(first), 1e-3);
        Assert.True(model.Converged);
        var covariances = Doubles(expected.GetProperty("covariances"));
        for (var k = 0; k < 3; k++)
            for (var a = 0; a < 3; a++)
                for (var b = 0; b < 3; b++)
                    Assert.Equal(shape switch
                    {
                        CovarianceShape.Full => covariances[(((k * 3) + a) * 3) + b],
                        CovarianceShape.Tied => covariances[(a * 3) + b],
                        _ when a != b => 0,
                        CovarianceShape.Diagonal => covariances[(k * 3) + a],
                        _ => covariances[k],
                    }, model.Covariance(k, a, b), 2e-3);
    }

    [Theory]
    [InlineData(CovarianceShape.Full)]
    [InlineData(CovarianceShape.Tied)]
    [InlineData(CovarianceShape.Diagonal)]
    [InlineData(CovarianceShape.Spherical)]
    public void The_likelihood_never_falls(CovarianceShape shape) => Check.One(QuietCheck.Times(10), Prop.ForAll(
        Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            var x = Blobs.Of(rows: 300, columns: 3, centres: 4, width: 9, seed);
            var likelihoods = Enumerable.Range(1, 12)
                .Select(most => new GaussianMixture { Clusters = 3, Covariance = shape, MaxIterations = most, Tolerance = 0 }.Fit(x).MeanLogLikelihood).ToArray();
            Assert.All(likelihoods.Zip(likelihoods.Skip(1)), pair => Assert.True(pair.Second >= pair.First));
            Assert.True(likelihoods[^1] > likelihoods[0]);
        }));

    [Fact]
    public void Responsibilities_sum_to_one() => Check.One(QuietCheck.Times(25), Prop.ForAll(
        Gen.Choose(1, 1_000_000).ToArbitrary(), Gen.Choose(1, 6).ToArbitrary(), Gen.Elements(Enum.GetValues<CovarianceShape>()).ToArbitrary(), (seed, clusters, shape) =>
        {
            var x = Blobs.Of(rows: 120, columns: 4, centres: 3, width: 8, seed);
            var model = new GaussianMixture { Clusters = clusters, Covariance = shape, MaxIterations = 20 }.Fit(x);
            var shares = model.Responsibilities(x);
            var labels = model.Assign(x);
            for (var r = 0; r < x.Rows; r++)
            {
                Assert.Equal(1, Iris.Doubles(shares.Row(r)).Sum(), 1e-5);
                Assert.All(shares.Row(r).ToArray(), share => Assert.InRange(share, 0, shares[r, labels[r]]));
            }

            Assert.Equal(1, model.Weights.Sum(), 1e-9);
        }));

    [Fact]
    public void The_order_of_the_rows_changes_nothing() => Check.One(QuietCheck.Times(10), Prop.ForAll(
        Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
        {
            var (rows, order) = Shuffled(Groups(), seed);
            var recipe = new GaussianMixture { InitialMeans = Means, Tolerance = 1e-8 };

            Assert.Equal(recipe.Fit(Groups()).MeanLogLikelihood, recipe.Fit(rows).MeanLogLikelihood, 1e-7);
            var labels = recipe.Fit(Groups()).Assign(Groups());
            Assert.Equal(order.Select(row => labels[row]), recipe.Fit(rows).Assign(rows));
        }));

    [Fact]
    public void The_better_of_several_starts_wins()
    {
        var x = Blobs.Of(rows: 900, columns: 3, centres: 6, width: 4);
        double Likelihood(int starts) => new GaussianMixture { Clusters = 6, Starts = starts, Seed = 3 }.Fit(x).MeanLogLikelihood;

        Assert.True(Likelihood(8) >= Likelihood(1));
        Assert.Equal(Likelihood(8), Likelihood(8));
    }

    [Fact]
    public void The_right_number_of_clusters_has_the_lowest_bic()
    {
        var bics = Enumerable.Range(1, 6).Select(k => new GaussianMixture { Clusters = k, Starts = 4 }.Fit(Groups()).Bic).ToArray();

        Assert.Equal(2, Array.IndexOf(bics, bics.Min()));
    }

    [Fact]
    public void Far_from_zero_it_keeps_its_digits()
    {
        var x = Matrix.OfColumns(("a", [1_000_000, 1_000_001, 1_000_002, 1_000_010, 1_000_011, 1_000_012]));

        var model = new GaussianMixture { Clusters = 2 }.Fit(x);

        Assert.Equal([0, 0, 0, 1, 1, 1], model.Assign(x).Select(label => label == model.Assign(x)[0] ? 0 : 1));
        Assert.Equal(2.0 / 3, model.Covariance(0, 0, 0), 1e-4);
    }

    [Fact]
    public void Bad_settings_are_refused_by_name()
    {
        Assert.Equal("Clusters", Assert.Throws<SettingException>(() => new GaussianMixture { Clusters = 121 }.Fit(Groups())).Setting);
        Assert.Equal("Covariance", Assert.Throws<SettingException>(() => new GaussianMixture { Covariance = (CovarianceShape)7 }.Fit(Groups())).Setting);
        Assert.Equal("InitialMeans", Assert.Throws<SettingException>(() => new GaussianMixture { Clusters = 2, InitialMeans = Means }.Fit(Groups())).Setting);
        var flat = Matrix.OfColumns(("a", [1e6, 2e6, 3e6, 5e6]), ("b", [2e6, 4e6, 6e6, 10e6]));
        Assert.Contains("raise Floor", Assert.Throws<BadDataException>(() => new GaussianMixture { Clusters = 1, Floor = 1e-12 }.Fit(flat)).Message, StringComparison.Ordinal);
    }
}
