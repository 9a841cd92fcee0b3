using Habitue.Learning;
using Habitue.Learning.Clustering;
using Habitue.Learning.Decomposition;
using Habitue.Learning.Models;
using Habitue.Learning.Preprocessing;

namespace Habitue.Tests.Learning;

public sealed class ChainTests
{
    [Fact]
    public void A_chain_does_what_its_steps_do()
    {
        var chain = new MinMaxScaler().Then(new KMeans { Clusters = 3 }).Fit(Iris.Rows());
        var scaler = new MinMaxScaler().Fit(Iris.Rows());
        var clusters = new KMeans { Clusters = 3 }.Fit(scaler.Transform(Iris.Rows()));

        Assert.Equal(clusters.Assign(scaler.Transform(Iris.Rows())), chain.Assign(Iris.Rows()));
        Assert.Equal(clusters.Inertia, chain.Last.Inertia);
    }

    [Fact]
    public void A_chain_may_have_many_steps_and_end_in_a_transformer()
    {
        var chain = new LogScaler().Then(new StandardScaler()).Then(new Pca()).Fit(Iris.Rows());

        Assert.Equal(["pc1", "pc2"], chain.OutputColumns);
        Assert.Equal(2, chain.Last.ExplainedVariance.Count);
        Assert.Equal(Iris.Columns, chain.Card.Columns);
    }

    [Fact]
    public void A_saved_chain_is_read_with_or_without_its_type()
    {
        var chain = new LogScaler().Then(new MinMaxScaler()).Then(new KMeansSweep { To = 4 }).Fit(Iris.Rows());
        var saved = ModelFile.Save(chain);

        var known = ModelFile.Load<ChainedClusterer<KMeansSweepModel>>(new MemoryStream(saved));
        var found = (IClusterer)ModelFile.Load(new MemoryStream(saved));

        Assert.Equal(chain.Assign(Iris.Rows()), known.Assign(Iris.Rows()));
        Assert.Equal(chain.Assign(Iris.Rows()), found.Assign(Iris.Rows()));
        Assert.Equal(chain.Last.Candidates, known.Last.Candidates);
    }

    [Fact]
    public void A_step_of_another_sort_is_an_error_that_says_so()
    {
        var saved = ModelFile.Save(new MinMaxScaler().Then(new KMeans { Clusters = 2 }).Fit(Iris.Rows()));

        var error = Assert.Throws<InvalidDataException>(() => ModelFile.Load<ChainedClusterer<KMeansSweepModel>>(new MemoryStream(saved)));

        Assert.Contains("k-means", error.Message, StringComparison.Ordinal);
    }
}
