using Habitue.Learning;
using Habitue.Learning.Data;
using Habitue.Learning.Recommendation;

namespace Habitue.Tests.Learning.Recommendation;

/// <summary>Similarities are those of scikit-learn and numpy; scores are sums over them, computed here in the plainest way.</summary>
public sealed class NeighboursTests
{
    private const int All = 100;

    [Theory]
    [InlineData(Similarity.Cosine)]
    [InlineData(Similarity.Jaccard)]
    [InlineData(Similarity.TfIdf)]
    [InlineData(Similarity.Bm25)]
    public void Items_are_as_similar_as_scikit_learn_says(Similarity similarity)
    {
        var model = new ItemNeighbours { Similarity = similarity, Neighbours = All }.Fit(Expected.Bought);
        var (expected, into) = (Expected.Table("item_similarities", similarity.ToString()), new float[10]);

        for (var item = 0; item < 10; item++)
        {
            model.Similarities(item, into);
            Expected.Near(expected[item], into);
        }

        for (var user = 0; user < 24; user++) Expected.Near(Weighted(Expected.Bought.Values, user, expected), model.Scores(user), 1e-5);
    }

    [Theory]
    [InlineData(Similarity.Cosine)]
    [InlineData(Similarity.Jaccard)]
    [InlineData(Similarity.TfIdf)]
    [InlineData(Similarity.Bm25)]
    public void Users_are_as_similar_as_scikit_learn_says(Similarity similarity)
    {
        var model = new UserNeighbours { Similarity = similarity, Neighbours = All }.Fit(Expected.Bought);
        var (expected, bought) = (Expected.Table("user_similarities", similarity.ToString()), Expected.Bought.Values);

        for (var user = 0; user < 24; user++)
        {
            var (row, scores) = (new float[24], new double[10]);
            model.Nearest.AddTo(user, 1, row);
            Expected.Near(expected[user], row);
            for (var other = 0; other < 24; other++)
                for (var i = 0; i < bought.IndicesOf(other).Length; i++) scores[bought.IndicesOf(other)[i]] += expected[user][other] * bought.ValuesOf(other)[i];
            Expected.Near(scores, model.Scores(user), 1e-5);
        }
    }

    [Theory]
    [InlineData(Similarity.Cosine)]
    [InlineData(Similarity.Jaccard)]
    [InlineData(Similarity.TfIdf)]
    [InlineData(Similarity.Bm25)]
    public void A_stranger_with_the_basket_of_a_user_finds_that_user_and_the_same_neighbours(Similarity similarity)
    {
        // The stranger listens to one more: the user who has the very same basket, like nobody else.
        var model = new UserNeighbours { Similarity = similarity, Neighbours = All }.Fit(Expected.Bought);
        var (bought, into) = (Expected.Bought.Values, new float[10]);

        model.BasketScores(bought.IndicesOf(7), bought.ValuesOf(7), into);

        var expected = Array.ConvertAll(model.Scores(7), score => (double)score);
        var own = similarity == Similarity.Bm25 ? SquaredBm25(bought, 7) : 1;
        for (var i = 0; i < bought.IndicesOf(7).Length; i++) expected[bought.IndicesOf(7)[i]] += own * bought.ValuesOf(7)[i];
        Expected.Near(expected, into, 1e-5);
    }

    [Fact]
    public void Only_the_nearest_are_kept_and_of_equals_the_first()
    {
        // Items 1, 2 and 3 were taken by the same users; item 0 by half of them.
        var bought = Interactions.Of([("a", "i0", 1f), ("a", "i1", 1f), ("a", "i2", 1f), ("a", "i3", 1f), ("b", "i1", 1f), ("b", "i2", 1f), ("b", "i3", 1f)]);

        var model = new ItemNeighbours { Neighbours = 2 }.Fit(bought);

        Assert.Equal([0, 2, 4, 6, 8], model.Nearest.Starts.ToArray());
        Assert.Equal([1, 2, 2, 3, 1, 3, 1, 2], model.Nearest.Indices.ToArray());
        Expected.Near([Math.Sqrt(0.5), Math.Sqrt(0.5), 1, 1, 1, 1, 1, 1], model.Nearest.Values);
    }

    [Theory]
    [InlineData(Similarity.Cosine)]
    [InlineData(Similarity.Jaccard)]
    public void A_row_that_meets_few_others_gets_the_neighbours_that_a_look_at_all_would_give(Similarity similarity)
    {
        // Item i was taken by users i / 3 and i / 4, some of it twice: it meets but a few of 2,000 items, many of them equally alike.
        var pairs = Enumerable.Range(0, 2_000).SelectMany(i => new[] { (i / 3, i, 1f), (i / 4, i, 1f + (i % 2)) });
        var bought = SparseMatrix.Of(700, 2_000, pairs).Transpose();
        var (weighting, keep) = (Weighting.Of(bought, similarity, 1, 1), 3);

        var nearest = NearestRows.Of(bought, weighting, keep, default);

        var dense = Enumerable.Range(0, 2_000).Select(row => { var all = new float[700]; bought.AddTo(row, 1, all); return all; }).ToArray();
        for (var row = 0; row < 2_000; row += 13)
        {
            var best = Enumerable.Range(0, 2_000).Where(other => other != row).Select(other => (other, Score: Alike(dense[row], dense[other], similarity)))
                .Where(one => one.Score > 0).OrderByDescending(one => one.Score).ThenBy(one => one.other).Take(keep).OrderBy(one => one.other).ToArray();
            Assert.Equal(best.Select(one => one.other), nearest.IndicesOf(row).ToArray());
            Expected.Near([.. best.Select(one => (double)one.Score)], nearest.ValuesOf(row));
        }
    }

    [Fact]
    public void Values_below_0_are_refused_where_they_mean_nothing()
    {
        var odd = Interactions.Of([("ann", "tea", 1f), ("bob", "cup", -2f)]);

        Assert.Contains("User 'bob' has the value -2 for item 'cup'", Assert.Throws<BadDataException>(() => new ItemNeighbours { Similarity = Similarity.Bm25 }.Fit(odd)).Message, StringComparison.Ordinal);
        Assert.Contains("takes 0 or more", Assert.Throws<BadDataException>(() => new UserNeighbours { Similarity = Similarity.TfIdf }.Fit(odd)).Message, StringComparison.Ordinal);
        Assert.Equal(0, new ItemNeighbours().Fit(odd).Nearest.Count);
    }

    [Fact]
    public void Neighbours_that_no_model_holds_are_refused_before_the_work()
    {
        var many = new SparseMatrix(1, new int[60_001], [], []);
        Assert.Contains("ask for fewer", Assert.Throws<BadDataException>(() => NearestRows.Of(many, Weighting.Of(many, Similarity.Cosine, 1, 1), 59_000, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_Online_Retail_pairs_and_sum_are_those_of_scipy_and_implicit()
    {
        var model = new ItemNeighbours { Neighbours = 20 }.Fit(RetailRatings.All);
        var sum = 0.0;
        foreach (var similarity in model.Nearest.Values) sum += similarity;

        Assert.Equal("4339 users, 3665 items, 266802 pairs", RetailRatings.All.ToString());
        Assert.Equal(73129, model.Nearest.Count);
        Assert.Equal(28983.9790003, sum, 1e-3);
    }

    private static float Alike(float[] a, float[] b, Similarity similarity)
    {
        double both = 0, either = 0, product = 0, left = 0, right = 0;
        for (var i = 0; i < a.Length; i++)
        {
            (product, left, right) = (product + (a[i] * b[i]), left + (a[i] * a[i]), right + (b[i] * b[i]));
            both += a[i] > 0 && b[i] > 0 ? 1 : 0;
            either += a[i] > 0 || b[i] > 0 ? 1 : 0;
        }

        return (float)(similarity == Similarity.Jaccard ? both / either : product * (1 / Math.Sqrt(left)) * (1 / Math.Sqrt(right)));
    }

    private static double[] Weighted(SparseMatrix bought, int user, double[][] similarities)
    {
        var scores = new double[bought.Columns];
        for (var i = 0; i < bought.IndicesOf(user).Length; i++)
            for (var item = 0; item < scores.Length; item++) scores[item] += bought.ValuesOf(user)[i] * similarities[bought.IndicesOf(user)[i]][item];
        return scores;
    }

    /// <summary>The product of a user's BM25 weights with themselves, by the formula.</summary>
    private static double SquaredBm25(SparseMatrix bought, int user)
    {
        double mean = bought.Values.ToArray().Sum() / bought.Rows, length = bought.ValuesOf(user).ToArray().Sum(), sum = 0;
        for (var i = 0; i < bought.IndicesOf(user).Length; i++)
        {
            var (have, value) = (bought.Indices.ToArray().Count(item => item == bought.IndicesOf(user)[i]), bought.ValuesOf(user)[i]);
            var weight = Math.Log(1 + ((bought.Rows - have + 0.5) / (have + 0.5))) * value * 2.2 / (value + (1.2 * (0.25 + (0.75 * length / mean))));
            sum += weight * weight;
        }

        return sum;
    }
}
