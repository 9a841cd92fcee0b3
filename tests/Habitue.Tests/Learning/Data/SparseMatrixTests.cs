using Habitue.Learning;
using Habitue.Learning.Data;

namespace Habitue.Tests.Learning.Data;

public sealed class SparseMatrixTests
{
    private static readonly SparseMatrix Bought = SparseMatrix.Of(4, 3, [(3, 2, 1f), (0, 1, 2f), (0, 0, 4f), (3, 2, 0.5f)]);

    [Fact]
    public void Entries_come_in_order_and_those_of_one_place_are_added()
    {
        Assert.Equal([0, 2, 2, 2, 3], Bought.Starts.ToArray());
        Assert.Equal([0, 1, 2], Bought.Indices.ToArray());
        Assert.Equal([4, 2, 1.5f], Bought.Values.ToArray());
        Assert.Equal("4 x 3, 3 entries", Bought.ToString());
    }

    [Fact]
    public void Turned_round_twice_it_is_the_same()
    {
        var turned = Bought.Transpose();

        Assert.Equal([0, 1, 2, 3], turned.Starts.ToArray());
        Assert.Equal([0, 0, 3], turned.Indices.ToArray());
        Assert.Equal(Bought.Starts.ToArray(), turned.Transpose().Starts.ToArray());
        Assert.Equal(Bought.Values.ToArray(), turned.Transpose().Values.ToArray());
    }

    [Fact]
    public void Rows_can_be_taken()
    {
        var taken = Bought.Take([3, 1, 0]);

        Assert.Equal([0, 1, 1, 3], taken.Starts.ToArray());
        Assert.Equal([1.5f, 4, 2], taken.Values.ToArray());
        Assert.Equal([0, 1], taken.IndicesOf(2).ToArray());
    }

    [Theory]
    [InlineData(4, 0, 1f)]
    [InlineData(0, 3, 1f)]
    [InlineData(0, 0, float.NaN)]
    public void An_entry_that_does_not_belong_is_named(int row, int column, float value) =>
        Assert.Contains($"row {row}, column {column}", Assert.Throws<BadDataException>(() => SparseMatrix.Of(4, 3, [(row, column, value)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Arrays_that_do_not_fit_are_refused() =>
        Assert.Contains("Row 0 has column 1", Assert.Throws<BadDataException>(() => new SparseMatrix(2, [0, 2], [1, 1], [1, 1])).Message, StringComparison.Ordinal);
}
