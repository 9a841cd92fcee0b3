using Habitue.Segments;

namespace Habitue.Tests.Segments;

public sealed class RankedRowsTests
{
    [Fact]
    public void Ties_share_a_rank_and_missing_values_stand_in_the_middle()
    {
        var ranked = RankedRows.Of([30, float.NaN, 10, 20, 10, float.NegativeInfinity]);
        Assert.Equal([1, 0.5, 1 / 6.0, 2 / 3.0, 1 / 6.0, 0.5], ranked.Ranks);
        Assert.Equal(ranked.Ranks.Order(), ranked.Rising.Select(row => ranked.Ranks[row]));
        Assert.Equal(Enumerable.Range(0, 6), ranked.Rising.Order());
    }

    [Fact]
    public void The_middle_of_an_odd_group_of_an_even_one_and_of_none()
    {
        var ranked = RankedRows.Of([1, 2, 3, 4, 5]);
        Assert.Equal([0.5, (0 + 0.75) / 2, 0], ranked.Middles([1, 0, 0, 1, 0], 3));
        Assert.Equal([0.5], ranked.Middles([-1, -1, 0, -1, -1], 1));
    }

    /// <summary>Sorted anew for each group, the middle is the same.</summary>
    [Fact]
    public void The_middles_are_those_of_sorted_members()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            float[] values = [.. Enumerable.Range(0, 1 + random.Next(60)).Select(_ => random.Next(5) == 0 ? float.NaN : random.Next(12))];
            int[] labels = [.. values.Select(_ => random.Next(-1, 4))];
            var ranked = RankedRows.Of(values);
            double Middle(int group)
            {
                double[] members = [.. ranked.Ranks.Where((_, row) => labels[row] == group).Order()];
                return members.Length == 0 ? 0 : (members[(members.Length - 1) / 2] + members[members.Length / 2]) / 2;
            }
            Assert.Equal([Middle(0), Middle(1), Middle(2), Middle(3)], ranked.Middles(labels, 4));
        }
    }
}
