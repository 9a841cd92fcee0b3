using Habitue.Insights;
using Habitue.Recommendations;

namespace Habitue.Tests.Recommendations;

/// <summary>What the customers of a large shop bought is read block after block: nobody's list may depend on where a block ends.</summary>
public sealed class ServingBlocksTests : IDisposable
{
    private const string Lists = "SELECT customer_id, place, product_id, score, reason, source FROM recommendations ORDER BY ALL";

    // One of them never bought, one has objected.
    private readonly RecommendationsBench shop = new(RecommendationsBench.TwoKinds, """
        INSERT INTO customers VALUES ('a new one', TRUE, 'France', NULL, 0, NULL, NULL, NULL);
        UPDATE customers SET marketing_consent = customer_id <> 'b7'
        """);

    public void Dispose() => shop.Dispose();

    [Fact]
    public void Many_blocks_give_the_very_same_table_as_one()
    {
        var words = Train(new ServingBounds());
        Assert.StartsWith("120 customers with 10 products each by ", words, StringComparison.Ordinal);
        var trained = shop.Ask(Lists);
        Assert.Equal(["120,1"], shop.Ask("SELECT COUNT(DISTINCT customer_id), COUNT(DISTINCT customer_id) FILTER (WHERE customer_id = 'a new one') FROM recommendations"));   // 119 who bought, and the one who never did
        Score(new ServingBounds());
        var scored = shop.Ask(Lists);

        Assert.All((ServingBounds[])[new(Read: 50, AtOnce: 7), new(Read: 119), new(Read: 1, AtOnce: 1)], bounds =>
        {
            Assert.Equal(words, Score(bounds));
            Assert.Equal(scored, shop.Ask(Lists));
        });
        Assert.Equal(words, Train(new ServingBounds(Read: 50, AtOnce: 7)));
        Assert.Equal(trained, shop.Ask(Lists));
        Assert.Equal(["b7"], shop.Ask("SELECT customer_id FROM recommendation_left_out"));
        Assert.Empty(shop.Ask("SELECT table_name FROM duckdb_tables() WHERE table_name = 'recommendation_served'"));
    }

    [Fact]
    public void When_time_does_not_suffice_those_who_ordered_last_have_the_lists_that_they_would_have_anyway()
    {
        Train(new ServingBounds());
        Score(new ServingBounds());
        var whole = shop.Ask(Lists);

        Assert.Contains(", those who ordered last of 120 with 10 products each by ", Score(new ServingBounds(MostScores: 250_000, Read: 9, AtOnce: 4)), StringComparison.Ordinal);
        var served = shop.Ask("SELECT DISTINCT customer_id FROM recommendations WHERE customer_id <> 'a new one'");
        Assert.InRange(served.Length, 10, 50);
        Assert.Equal(served.Order(), shop.Ask("SELECT customer_id FROM orders WHERE customer_id <> 'b7' GROUP BY customer_id ORDER BY MAX(ordered_at) DESC, customer_id").Take(served.Length).Order());
        var known = whole.ToHashSet();
        Assert.All(shop.Ask(Lists), line => Assert.Contains(line, known));
    }

    private string Train(ServingBounds bounds) => SliceStates.Train(RecommendationsSlice.Slice with { Train = run => RecommendationsTraining.Train(run, bounds) }, shop.Bench.Run).Words;

    private string Score(ServingBounds bounds) => SliceStates.Score(RecommendationsSlice.Slice with { Score = run => RecommendationsTraining.Score(run, bounds) }, shop.Bench.Run).Words;
}
